"""This file is picking one of many: found by a part of its name, or turned to page by page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handlers.conversation.kinds import Choice, Context, Option, Said
from handlers.reading.text import brief, fold, spoken
from handlers.reading.unclear import N_, Unclear

UNKNOWN = N_("“{text}” is not in the list. Please type a part of the name, or press a button below.")
SEVERAL = N_("“{text}” fits more than one. Please choose.")


@dataclass(frozen=True)
class Named(Option):
    """An option that bears other names besides its label, by which it may be typed."""

    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gone:
    """Something that can't be picked any more, though its name may still be typed.

    `why` is said where nothing else bears the name, with the options `instead`; `told` where something does.
    """

    names: tuple[str, ...]
    told: Unclear
    why: Unclear
    instead: tuple[str, ...]


class Narrowed(Unclear):
    """What was typed leaves these options to choose from; a new name is nobody's yet."""

    def __init__(self, of: Unclear, options: tuple[Option, ...], *, is_new: bool = False) -> None:
        super().__init__(of.reason, **of.values)
        self.options = options
        self.is_new = is_new


def none_gone(_context: Context) -> Iterable[Gone]:
    """Give nothing: all that ever was can be picked."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Pick(Choice):
    """One of many options: pressed, or typed by a part of its name."""

    gone: Callable[[Context], Iterable[Gone]] = none_gone

    def recognise(self, said: Said, context: Context) -> str:
        options = self.options(context)
        if said.pressed is not None:
            return super().recognise(said, context)
        typed = spoken(said.text or "")
        found = _exactly(options, typed) or tuple(one for one in options if _fits(_names(one), typed))
        if len(found) == 1:
            return found[0].id
        quoted = brief(said.text or "")
        if len(found) > 1:
            raise Narrowed(Unclear(SEVERAL, text=quoted), found)
        for gone in self._named_gone(typed, context):
            raise Narrowed(gone.why, tuple(one for one in options if one.id in gone.instead))
        return self.otherwise(said.text or "", context, options)

    def otherwise(self, text: str, _context: Context, _options: tuple[Option, ...]) -> str:
        """Read what is no part of any name. Raises Unclear."""
        raise Unclear(UNKNOWN, text=brief(text))

    def remark(self, said: Said, context: Context) -> Unclear | None:
        """Say of what was typed that something gone bears the name as well."""
        typed = spoken(said.text or "")
        return next((gone.told for gone in self._named_gone(typed, context)), None) if typed else None

    def _named_gone(self, typed: str, context: Context) -> Iterator[Gone]:
        return (gone for gone in self.gone(context) if _fits(gone.names, typed))


def _exactly(options: Iterable[Option], typed: str) -> tuple[Option, ...]:
    found = tuple(one for one in options if typed in {fold(name) for name in (one.id, *_names(one))})
    return found if len(found) == 1 else ()


def _names(option: Option) -> tuple[str, ...]:
    return (option.label, *(option.also if isinstance(option, Named) else ()))


def _fits(names: Iterable[str], typed: str) -> bool:
    """Tell whether what was typed begins at a word of one of the names."""
    return bool(typed) and any(f" {typed}" in f" {fold(name)}" for name in names)
