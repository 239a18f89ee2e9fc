"""This file is the kinds of answer: each recognises what was said, or says why it can't."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from handlers.reading import days, money, numbers, taxcode
from handlers.reading.text import fold, tidy
from handlers.reading.unclear import N_, Unclear

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What a person answered: words, or the id of an option that was pressed."""

    text: str | None = None
    pressed: str | None = None


@dataclass(frozen=True)
class Context:
    """What a question may look at: the facts settled at the beginning, the answers, the item asked about."""

    facts: Mapping[str, Any]
    answers: Answers
    item: Answers = field(default_factory=dict)

    @property
    def today(self) -> date:
        return date.fromisoformat(self.facts["today"])


@dataclass(frozen=True)
class Option:
    """A button under a question: its id, and its label (an English msgid, or a name from the plan).

    `told` words it as an answer where the label would not; an empty one is passed over.
    """

    id: str
    label: str
    told: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def always(_context: Context) -> bool:
    return True


def never(_context: Context) -> bool:
    return False


def nothing(_value: Any, _context: Context) -> None:
    """Check nothing."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question. `key` names its answer, `label` its line in the summary.

    `resets` are the answers beside it that rest on this one and are asked again when it changes. `pass_over`
    is on the button that leaves an optional one out.
    """

    key: str
    label: str
    question: str
    optional: bool = False
    pass_over: str = N_("Skip")
    when: Callable[[Context], bool] = always
    check: Callable[[Any, Context], None] = nothing
    resets: tuple[str, ...] = ()

    def options(self, context: Context) -> tuple[Option, ...]:  # noqa: ARG002 - most kinds have none
        return ()

    def read(self, said: Said, context: Context) -> Any:
        """Give the answer as JSON can hold it. Raises Unclear."""
        value = self.recognise(said, context)
        self.check(value, context)
        return value

    def recognise(self, said: Said, context: Context) -> Any:
        raise NotImplementedError

    def holds(self, value: Any, context: Context) -> bool:
        """Tell whether an answer given earlier still stands after others were changed."""
        if value is None:
            return self.optional
        try:
            self.check(value, context)
        except Unclear:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class Choice(Step):
    """One of a few options: pressed, or typed as its number or its whole name."""

    among: Callable[[Context], tuple[Option, ...]]

    def options(self, context: Context) -> tuple[Option, ...]:
        return self.among(context)

    def recognise(self, said: Said, context: Context) -> str:
        typed = fold(said.text or "")
        for option in self.options(context):
            if option.id in (said.pressed, typed) or (typed and typed == fold(option.label)):
                return option.id
        raise Unclear(N_("Please choose one of the buttons below."))

    def holds(self, value: Any, context: Context) -> bool:
        offered = value is None or value in {option.id for option in self.options(context)}
        return offered and super().holds(value, context)


@dataclass(frozen=True, kw_only=True)
class Text(Step):
    """Some words."""

    least: int = 3
    most: int = 500

    def recognise(self, said: Said, context: Context) -> str:  # noqa: ARG002 - words are words anywhere
        text = tidy(said.text or "")
        if len(text) < self.least:
            raise Unclear(
                N_("That answer is too short. Please write at least {least} letters."), least=self.least
            )
        if len(text) > self.most:
            raise Unclear(
                N_("That answer is {length} letters long; {most} is the most. Please shorten it."),
                length=len(text),
                most=self.most,
            )
        return text


@dataclass(frozen=True, kw_only=True)
class Count(Step):
    """A whole number, 0 or more. `nouns`, folded, may stand after it."""

    most: int = 100_000
    nouns: tuple[str, ...] = ()

    def recognise(self, said: Said, context: Context) -> int:  # noqa: ARG002 - a number is a number anywhere
        return numbers.count(said.text or "", most=self.most, nouns=self.nouns)


@dataclass(frozen=True, kw_only=True)
class Money(Step):
    """An amount in whole đồng. `shortcut` offers one amount as a button."""

    shortcut: Callable[[Context], tuple[str, int] | None] = lambda _context: None

    def options(self, context: Context) -> tuple[Option, ...]:
        offered = self.shortcut(context)
        return (Option(str(offered[1]), offered[0], values={"amount": offered[1]}),) if offered else ()

    def recognise(self, said: Said, context: Context) -> int:
        offered = self.shortcut(context)
        if offered and said.pressed == str(offered[1]):
            return offered[1]
        return money.dong(said.text or "")


@dataclass(frozen=True, kw_only=True)
class Days(Step):
    """A day, or from a day to a day."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """Offer the day and the one before by their dates: pressed after midnight they mean the same.

        Days that were told no better than by their month or quarter are offered too.
        """
        yesterday = context.today - timedelta(days=1)
        told = context.facts.get("told_days")
        return (
            *((Option(told["id"], N_("All of {days}"), values={"days": told["days"]}),) if told else ()),
            Option(context.today.isoformat(), N_("Today")),
            Option(yesterday.isoformat(), N_("Yesterday")),
        )

    def recognise(self, said: Said, context: Context) -> dict[str, str]:
        span = days.days(said.pressed or said.text or "", today=context.today)
        return {"first": span.first.isoformat(), "last": span.last.isoformat()}


@dataclass(frozen=True, kw_only=True)
class TaxCode(Step):
    """An enterprise's tax code."""

    def recognise(self, said: Said, context: Context) -> str:  # noqa: ARG002 - a code is a code anywhere
        return taxcode.tax_code(said.text or "")


@dataclass(frozen=True, kw_only=True)
class Files(Step):
    """Photos and documents: they may come at any step; here the person says that all are there."""

    def options(self, context: Context) -> tuple[Option, ...]:
        files = context.answers.get("files", ())
        return (Option("done", N_("That is all ({count})"), values={"count": len(files)}),) if files else ()

    def recognise(self, said: Said, context: Context) -> bool:
        if said.pressed == "done" and context.answers.get("files"):
            return True
        raise Unclear(N_("Please send a photo or a document, or press a button below."))


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """Some questions asked again for each thing of a kind, as long as there is one more.

    `one` names a single such thing: from the second on it stands before the question. Behind a thing that
    `ends` the list nobody asks for more.
    """

    key: str
    label: str
    one: str
    steps: tuple[Step, ...]
    more: str = ""
    again: Callable[[Context], bool] | None = None
    ends: Callable[[Context], bool] = never
    when: Callable[[Context], bool] = always
    # With as many, a list of them still fits under one message (100 buttons).
    most: int = 90


Asked = Step | Repeat
