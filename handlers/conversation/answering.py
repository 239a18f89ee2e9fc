"""This file is what is asked when a reminder is answered: on which day the report will come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Option, Said
from handlers.conversation.pick import Narrowed, Pick
from handlers.reading import moments, weekdays
from handlers.reading.days import OTHER_WEEKDAY
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear

ONLY_A_DAY = N_("Only a day is promised, without an hour, for example 20/11/2026.")
GONE_BY = N_("{day} is over. Please enter today or a later day.")
TOO_FAR = N_(
    "{day} is too late to promise: {last} is the last day. Please ask the lead office for an extension."
)
DAY_OFF = N_("{day} is a day off. Please choose a working day.")
EITHER = N_("“{text}” may mean either day. Please choose.")
NAMED = (
    N_("Monday {day}"),
    N_("Tuesday {day}"),
    N_("Wednesday {day}"),
    N_("Thursday {day}"),
    N_("Friday {day}"),
    N_("Saturday {day}"),
    N_("Sunday {day}"),
)
OFFERED = 6


@dataclass(frozen=True, kw_only=True)
class PromisedDay(Pick):
    """A day to come: pressed, typed as a day, or by its weekday. Whether it will do is for `refuse`."""

    def recognise(self, said: Said, context: Context) -> str:
        text = said.pressed or said.text or ""
        named = weekdays.ahead(text, today=context.today)
        if len(named) > 1:
            raise Narrowed(Unclear(EITHER, text=brief(text)), tuple(map(option, named)))
        if named:
            return named[0].isoformat()
        weekday, written = weekdays.parted(text)
        found = moments.moment(written, today=context.today)
        if found.at is not None:
            raise Unclear(ONLY_A_DAY)
        if weekday not in (None, found.day.weekday()):
            raise Unclear(OTHER_WEEKDAY, day=found.day)
        return found.day.isoformat()

    def holds(self, value: str | None, context: Context) -> bool:  # noqa: ARG002 - any day may stand
        return value is not None


def refuse(day: date, allowed: Sequence[date], *, today: date) -> None:
    """Refuse a day that is none of the working days on which a report may be promised. Raises Unclear."""
    if day < today:
        raise Unclear(GONE_BY, day=day)
    if day > allowed[-1]:
        raise Unclear(TOO_FAR, day=day, last=allowed[-1])
    if day not in allowed:
        before, after = [one for one in allowed if one < day], [one for one in allowed if one > day]
        raise Narrowed(Unclear(DAY_OFF, day=day), tuple(map(option, before[-1:] + after[:1])))


def option(day: date) -> Option:
    return Option(day.isoformat(), NAMED[day.weekday()], values={"day": day})


def days_offered(context: Context) -> tuple[Option, ...]:
    """Offer the next working days, of those that have not gone by since they were laid out."""
    days = (date.fromisoformat(written) for written in context.facts["days"])
    return tuple(option(day) for day in [day for day in days if day >= context.today][:OFFERED])


PROMISE = Conversation(
    "promise",
    (
        PromisedDay(
            key="day",
            label=N_("Promised for"),
            question=N_(
                "On which day will the report come? Press a button or type a day, for example 20/11."
            ),
            among=days_offered,
        ),
    ),
)
