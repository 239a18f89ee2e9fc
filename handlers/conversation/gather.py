"""This file is gathering several of many: one by one or a bunch at a time, and taken out again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.conversation.kinds import Context, Option, Said
from handlers.conversation.pick import Pick
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear

NONE_CHOSEN = N_("None is chosen yet. Please type a part of a name, or press a button.")
CHOSEN_ALREADY = N_("{name} is chosen already.")

# What else is typed instead of pressing the first button, folded.
ALL_SAID = frozenset({"xong", "het", "het roi", "du", "du roi", "done"})
DONE, TAKE_OUT = "done", "-"


@dataclass(frozen=True)
class Bunch(Option):
    """An option that stands for several at once."""

    members: tuple[str, ...] = ()


def no_bunches(_context: Context) -> tuple[Bunch, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Gather(Pick):
    """Several of many. The question stands, with what is gathered so far, until the person says that is all.

    Each answer is the whole: {chosen: ids in the order of the options, done}. `shown` are the options to show
    where not all of them are.
    """

    bunches: Callable[[Context], tuple[Bunch, ...]] = no_bunches
    shown: tuple[Option, ...] | None = None

    def options(self, context: Context) -> tuple[Option, ...]:
        if self.shown is not None:
            return self.shown
        members, chosen = self.among(context), self.chosen(context)
        done = Option(DONE, N_("✔ That is all ({count})"), values={"count": len(chosen)})
        return (
            *((done,) if chosen else ()),
            *(bunch for bunch in self.bunches(context) if not chosen.issuperset(bunch.members)),
            *(
                Option(f"{TAKE_OUT}{one.id}", "✕ {name}", values={"name": one.label})
                for one in members
                if one.id in chosen
            ),
            *(one for one in members if one.id not in chosen),
        )

    def chosen(self, context: Context) -> set[str]:
        """Give what is gathered so far and can be chosen still."""
        given = context.item.get(self.key) or {"chosen": ()}
        return {one.id for one in self.among(context)} & set(given["chosen"])

    def recognise(self, said: Said, context: Context) -> dict[str, Any]:  # type: ignore[override]
        chosen = self.chosen(context)
        if said.pressed == DONE or (said.pressed is None and fold(said.text or "") in ALL_SAID):
            if not chosen:
                raise Unclear(NONE_CHOSEN)
            return self._whole(chosen, context, done=True)
        if said.pressed and said.pressed.startswith(TAKE_OUT):
            return self._whole(chosen - {said.pressed.removeprefix(TAKE_OUT)}, context)
        return self._whole(chosen | self._meant(said, context), context)

    def holds(self, value: Any, context: Context) -> bool:
        can_be = {one.id for one in self.among(context)}
        return bool(value and value["done"] and value["chosen"]) and can_be.issuperset(value["chosen"])

    def _meant(self, said: Said, context: Context) -> set[str]:
        """Find the one, or the bunch, that is added. Raises Unclear."""
        for bunch in self.bunches(context):
            if said.pressed == bunch.id:
                return set(bunch.members)
        one = Pick(key=self.key, label=self.label, question=self.question, among=self.among, gone=self.gone)
        found = one.recognise(said, context)
        if found in self.chosen(context):
            names = {option.id: option.label for option in self.among(context)}
            raise Unclear(CHOSEN_ALREADY, name=names[found])
        return {found}

    def _whole(self, chosen: set[str], context: Context, *, done: bool = False) -> dict[str, Any]:
        return {"chosen": [one.id for one in self.among(context) if one.id in chosen], "done": done}


def names(options: Sequence[Option], value: Any) -> list[str]:
    """Give the labels of what is gathered."""
    return [one.label for one in options if value and one.id in value["chosen"]]
