"""This file is what is asked about due days: an extension, a request and its answer, a day worked or off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from handlers.conversation.flow import NO, YES, Conversation
from handlers.conversation.gather import Bunch, Gather
from handlers.conversation.kinds import Choice, Context, Option, Said, Step, Text
from handlers.conversation.office import gone_today, units_today
from handlers.conversation.pick import Gone, Named, Pick
from handlers.reading import moments
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from models.rules.working_days import WorkingDays

NO_HOUR = N_("Only a day is asked for here. It lasts until its midnight.")
OWES_NOTHING = N_("{name} owes no report now.")
WHICH_UNITS = N_("Which units? Type a part of a name, or press buttons; press a chosen one to take it out.")
# Where nothing else is said, a request is due when the office closes.
CLOSING = time(17)
NEXT, KEEP = "next", "keep"
BUNCHES = {
    "department": N_("Departments ({count})"),
    "district": N_("Districts ({count})"),
    "commune": N_("Communes ({count})"),
    "association": N_("Associations ({count})"),
}


@dataclass(frozen=True, kw_only=True)
class Due(Step):
    """A day, most often ahead. With `hour` it ends at that hour, unless another is typed."""

    hour: time | None = None

    def recognise(self, said: Said, context: Context) -> dict[str, str | None]:
        found = moments.moment(said.text or "", today=context.today)
        if found.at is not None and self.hour is None:
            raise Unclear(NO_HOUR)
        at = found.at or self.hour
        return {"day": found.day.isoformat(), "at": at.isoformat("minutes") if at else None}


def typed_day(answers: Mapping[str, Any]) -> date:
    return date.fromisoformat(answers["due"]["day"])


def due_day(answers: Mapping[str, Any], facts: Mapping[str, Any]) -> date:
    """Give the due day that is meant: the one typed, or the working day after it."""
    typed = typed_day(answers)
    return working_days(facts).at_or_after(typed) if answers.get("off") == NEXT else typed


def due_hour(answers: Mapping[str, Any]) -> time | None:
    at = answers["due"]["at"]
    return time.fromisoformat(at) if at else None


def working_days(facts: Mapping[str, Any]) -> WorkingDays:
    """Give the days worked as they were when the form was opened."""
    return WorkingDays({date.fromisoformat(day): working for day, working in facts["days"].items()})


def _is_off(context: Context) -> bool:
    due = context.answers.get("due")
    return due is not None and not working_days(context.facts).is_working(date.fromisoformat(due["day"]))


def _instead(context: Context) -> tuple[Option, ...]:
    typed = typed_day(context.answers)
    after = working_days(context.facts).at_or_after(typed)
    return (
        Option(NEXT, N_("{day}, the next working day"), values={"day": after}),
        Option(KEEP, N_("{day} all the same"), values={"day": typed}),
    )


def _day_off() -> Choice:
    return Choice(
        key="off",
        label=N_("On a day off, so"),
        question=N_("Which day is meant? The office does not work on the day that you entered."),
        among=_instead,
        when=_is_off,
    )


def _is_open(context: Context) -> bool:
    return "report" not in context.facts


def _owing(context: Context) -> tuple[Option, ...]:
    """Offer the units that owe a report; where it is only one, the answer names it too."""
    owing = context.facts["owing"]
    return tuple(
        Named(
            row["code"],
            row["short"],
            told=_with_report(row["short"], owing[row["code"]]),
            also=(row["name"],),
        )
        for row in context.facts["units"]
        if row["code"] in owing
    )


def _with_report(short: str, reports: list[Mapping[str, Any]]) -> str | None:
    return f"{short} · {reports[0]['label']}" if len(reports) == 1 else None


def _not_owing(context: Context) -> Iterator[Gone]:
    """Give the units that are gone, and those that owe nothing: their names are typed all the same."""
    yield from gone_today(context)
    for one in units_today(context):
        if one.id not in context.facts["owing"]:
            told = Unclear(OWES_NOTHING, name=brief(one.label))
            names = (one.label, *(one.also if isinstance(one, Named) else ()))
            yield Gone(names, told, told, ())


def _reports(context: Context) -> tuple[Option, ...]:
    rows = context.facts["owing"].get(context.answers.get("unit"), ())
    return tuple(Option(str(row["id"]), row["label"]) for row in rows)


def _is_several(context: Context) -> bool:
    return _is_open(context) and len(_reports(context)) > 1


def _bunches(context: Context) -> tuple[Bunch, ...]:
    """Offer all units, and all of each kind that has several."""
    rows = [row for row in context.facts["units"] if row["code"] in {one.id for one in units_today(context)}]
    kinds = {kind: tuple(row["code"] for row in rows if row["kind"] == kind) for kind in BUNCHES}
    every = tuple(row["code"] for row in rows)
    return (
        Bunch("all", N_("All units ({count})"), values={"count": len(every)}, members=every),
        *(
            Bunch(f"kind.{kind}", BUNCHES[kind], values={"count": len(codes)}, members=codes)
            for kind, codes in kinds.items()
            if len(codes) > 1
        ),
    )


EXTEND = Conversation(
    "extend",
    (
        Pick(
            key="unit",
            label=N_("Unit"),
            question=N_("Which unit gets more time? Type a part of its name, or press a button."),
            among=_owing,
            gone=_not_owing,
            when=_is_open,
            resets=("report",),
        ),
        Choice(
            key="report",
            label=N_("Report"),
            question=N_("Which report?"),
            among=_reports,
            when=_is_several,
        ),
        Due(
            key="due",
            label=N_("New due day"),
            question=N_("Until which day? For example: 20/12/2026."),
            resets=("off",),
        ),
        _day_off(),
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("Why is it extended? For example: Công văn số 123/SCT-KHTC ngày 10/11/2026."),
            most=300,
        ),
    ),
)
REQUEST = Conversation(
    "request",
    (
        Text(
            key="title",
            label=N_("Title"),
            question=N_(
                "What is the request called? For example: Báo cáo nhanh về doanh nghiệp áp dụng ISO 9001."
            ),
            least=5,
            most=100,
        ),
        Text(
            key="question",
            label=N_("What is asked"),
            question=N_(
                "What are the units to report? Please write it in one message; they will read it so."
            ),
            least=5,
            most=1000,
        ),
        Gather(
            key="units",
            label=N_("Units"),
            question=WHICH_UNITS,
            among=units_today,
            gone=gone_today,
            bunches=_bunches,
        ),
        Due(
            key="due",
            label=N_("Due"),
            question=N_("Until when? For example: 20/12/2026, or 16h ngày 20/12. Without an hour: 17:00."),
            hour=CLOSING,
            resets=("off",),
        ),
        _day_off(),
    ),
)
CANCEL = Conversation(
    "request_cancel",
    (Text(key="why", label=N_("Reason"), question=N_("Why is the request cancelled?"), most=300),),
)
ANSWER = Conversation(
    "request_answer",
    (
        Text(
            key="answer",
            label=N_("Answer"),
            question=N_("What is your unit’s answer? Please write it in one message."),
            least=1,
            most=1500,
        ),
    ),
)
DECIDE = Conversation(
    "day_decide",
    (
        Due(key="due", label=N_("Day"), question=N_("Which day is decided about? For example: 24/11/2026.")),
        Choice(
            key="working",
            label=N_("Decision"),
            question=N_("Does the office work on that day?"),
            among=lambda _context: (Option(YES, N_("Works")), Option(NO, N_("Day off"))),
        ),
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("On what does it rest? The number and date of the decision, or the reason."),
            most=200,
        ),
    ),
)
UNDECIDE = Conversation(
    "day_undecide",
    (
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("Why is the decision taken back?"),
            most=200,
            optional=True,
        ),
    ),
)
