"""This file is what the lead office is asked: whom to invite, where a person goes, what becomes of a unit."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.conversation.flow import NO, YES, Conversation
from handlers.conversation.kinds import Choice, Context, Days, Option, Repeat, Said, Text
from handlers.conversation.pick import Gone, Named, Narrowed, Pick
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.reading.units import NEAR, Known, UnclearUnit, named

ROLES = {"contact": N_("Contact of a unit"), "lead": N_("Lead office"), "observer": N_("Observer")}
KINDS = {
    "department": N_("Department"),
    "commune": N_("Commune"),
    "association": N_("Association"),
    "district": N_("District"),
}
MOST_CALLED = 60
CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
ENDED = N_("{name} ended on {day}.")
BEGINS = N_("{name} begins only on {day}.")
ENDED_TAKEN_ON = N_("{name} ended on {day}. Which of those that carry its work on is meant?")
WHICH_UNIT = N_("Which unit? Type a part of its name, or press a button.")
PERIOD_OF_DAYS = N_("One day is asked for here, not several.")
BAD_CODE = N_(
    "A code is made of letters without marks, figures and dashes, 24 at most, for example X-NINHHAI."
)


def roles(context: Context) -> tuple[Option, ...]:
    """Offer the roles, except the one that the person has."""
    return tuple(Option(id, label) for id, label in ROLES.items() if id != context.facts.get("role"))  # noqa: A001


def is_contact(context: Context) -> bool:
    return context.answers.get("role") == "contact"


def units_today(context: Context) -> tuple[Option, ...]:
    """Offer the units that are alive today, except the one that the facts set aside."""
    return _alive(context, context.today, {context.facts.get("unit", "")})


def gone_today(context: Context) -> Iterator[Gone]:
    """Give the units that are not alive today: their names are still typed."""
    return _gone(context, context.today)


def day_after(context: Context) -> date:
    """Give the first day without the unit that ends."""
    return date.fromisoformat(context.answers["last"]["last"]) + timedelta(days=1)


def successors(context: Context) -> tuple[Option, ...]:
    """Offer the units that are alive on the day after the last, except those named before."""
    named = {one.get("name", "") for one in context.answers.get("successors", ()) if one is not context.item}
    return _alive(context, day_after(context), {context.facts["unit"], *named})


def gone_the_day_after(context: Context) -> Iterator[Gone]:
    return _gone(context, day_after(context))


def is_taken_on(context: Context) -> bool:
    return context.answers.get("taken_on") == YES


@dataclass(frozen=True, kw_only=True)
class Day(Days):
    """One day."""

    def recognise(self, said: Said, context: Context) -> dict[str, str]:
        span = super().recognise(said, context)
        if span["first"] != span["last"]:
            raise Unclear(PERIOD_OF_DAYS)
        return span


@dataclass(frozen=True, kw_only=True)
class Code(Text):
    """A unit's code, in capitals without marks."""

    def recognise(self, said: Said, context: Context) -> str:
        code = fold(super().recognise(said, context)).upper().replace(" ", "-")
        if len(code) > self.most or not CODE.fullmatch(code):
            raise Unclear(BAD_CODE)
        return code


@dataclass(frozen=True, kw_only=True)
class PickUnit(Pick):
    """One of the units of a day: its name may be mistyped, then the likest ones are offered."""

    on: Callable[[Context], date] = lambda context: context.today

    def otherwise(self, text: str, context: Context, options: tuple[Option, ...]) -> str:
        known = [
            Known(row["code"], row["name"], row["short"], _first(row), _last(row), _also(row))
            for row in context.facts["units"]
        ]
        by_id = {one.id: one for one in options}
        try:
            found = named(text, known, self.on(context)).code
        except UnclearUnit as unclear:
            likely = tuple(by_id[choice.code] for choice in unclear.choices if choice.code in by_id)
            if likely:
                raise Narrowed(unclear, likely, is_new=unclear.reason == NEAR) from None
            found = ""
        return found if found in by_id else super().otherwise(text, context, options)


def unit_step(when: Callable[[Context], bool]) -> Pick:
    return PickUnit(
        key="unit", label=N_("Unit"), question=WHICH_UNIT, among=units_today, gone=gone_today, when=when
    )


ROLE = Choice(key="role", label=N_("Role"), question=N_("In which role?"), among=roles, resets=("unit",))
NAME = Text(
    key="name",
    label=N_("Full name"),
    question=N_("The unit's full name? For example: UBND xã Ninh Hải."),
    most=120,
)
SHORT = Text(
    key="short",
    label=N_("Short name"),
    question=N_("Its short name, as in lists? For example: Xã Ninh Hải."),
    most=40,
)

INVITE = Conversation("invite", (ROLE, unit_step(is_contact)))
CHANGE_ROLE = Conversation("role", (ROLE, unit_step(is_contact)))
MOVE = Conversation("move", (unit_step(lambda _context: True),))
RETIRE = Conversation("retire", ())
ADD_UNIT = Conversation(
    "unit_add",
    (
        NAME,
        SHORT,
        Code(
            key="code", label=N_("Code"), question=N_("Its code? For example: X-NINHHAI."), least=2, most=24
        ),
        Choice(
            key="kind",
            label=N_("Kind of unit"),
            question=N_("What kind of unit is it?"),
            among=lambda _context: tuple(Option(key, label) for key, label in KINDS.items()),
        ),
        Day(key="first", label=N_("First day"), question=N_("From which day on does it report?")),
    ),
)
RENAME_UNIT = Conversation("unit_rename", (NAME, SHORT))
CALL_UNIT = Conversation(
    "unit_call",
    (
        Text(
            key="name",
            label=N_("Name"),
            question=N_("What else do people call it? For example: Sở Thương mại."),
            most=MOST_CALLED,
        ),
    ),
)
END_UNIT = Conversation(
    "unit_end",
    (
        Day(key="last", label=N_("Last day"), question=N_("Which is its last day?")),
        Choice(
            key="taken_on",
            label="",
            question=N_("Does another unit carry its work on?"),
            among=lambda _context: (Option(YES, N_("Yes")), Option(NO, N_("No, none"))),
        ),
        Repeat(
            key="successors",
            label=N_("Successors"),
            one=N_("Successor"),
            steps=(
                PickUnit(
                    key="name",
                    on=day_after,
                    label=N_("Successor"),
                    question=WHICH_UNIT,
                    among=successors,
                    gone=gone_the_day_after,
                ),
            ),
            more=N_("Is there another successor?"),
            when=is_taken_on,
        ),
    ),
)


def _alive(context: Context, day: date, without: set[str]) -> tuple[Option, ...]:
    return tuple(
        Named(row["code"], row["short"], also=(row["name"], *_also(row)))
        for row in context.facts["units"]
        if row["code"] not in without and _first(row) <= day <= _last(row)
    )


def _gone(context: Context, day: date) -> Iterator[Gone]:
    for row in context.facts["units"]:
        name, names = brief(row["short"]), (row["short"], row["name"], *_also(row))
        if _last(row) < day:
            told = Unclear(ENDED, name=name, day=_last(row))
            why = Unclear(ENDED_TAKEN_ON, name=name, day=_last(row)) if row["successors"] else told
            yield Gone(names, told, why, tuple(row["successors"]))
        elif _first(row) > day:
            ahead = Unclear(BEGINS, name=name, day=_first(row))
            yield Gone(names, ahead, ahead, ())


def _also(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row.get("also", ()))


def _first(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["first"])


def _last(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["last"]) if row["last"] else date.max
