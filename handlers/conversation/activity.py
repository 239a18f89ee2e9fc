"""This file is what is asked about an activity."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Any

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import (
    Choice,
    Context,
    Count,
    Days,
    Files,
    Money,
    Option,
    Repeat,
    Step,
    TaxCode,
    Text,
)
from handlers.reading.legal_form import legal_form
from handlers.reading.solutions import OFFERED, TRACEABILITY
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Dong, Unclear
from models.rules.odd import Usual, is_odd

KINDS = {
    "support": N_("Support for enterprises to apply a solution"),
    "model": N_("A pilot model, accepted"),
    "award": N_("National Quality Award"),
    "training": N_("A training course"),
    "certification": N_("Experts who were certified"),
    "outreach": N_("News, broadcasts, publications, events"),
    "other": N_("Something else"),
}
SOURCES = {
    "state": N_("State budget"),
    "enterprise": N_("The enterprise itself"),
    "integrated": N_("Other programmes"),
    "foreign": N_("International support"),
}
TRACED = N_("Traceability")
RESULTS = {
    "applying": N_("Being applied"),
    "applied": N_("Applied"),
    "certified": N_("Certified"),
}
STAGES = {
    "entered": N_("Entered"),
    "won": N_("Won the award"),
    "gold": N_("Won the gold award"),
}
# What people write after a number, folded: another noun is another thing, and is asked about.
PEOPLE = ("nguoi", "luot", "luot nguoi", "hoc vien", "dai bieu", "can bo", "lanh dao", "quan ly")
ENTERPRISES = ("doanh nghiep", "dn", "co so", "don vi", "hop tac xa", "htx")
OUTPUTS = ("tin", "bai", "tin bai", "phong su", "an pham", "su kien", "chuyen muc", "hoi nghi")
FORMS = {
    "company": N_("Enterprise"),
    "cooperative": N_("Cooperative"),
    "household": N_("Business household"),
}


def _among(words: dict[str, str]) -> Any:
    options = tuple(Option(key, label) for key, label in words.items())
    return lambda _context: options


def _is(*kinds: str) -> Any:
    return lambda context: kind_of(context.answers, context.facts) in kinds


def kind_of(answers: Any, facts: Any) -> str | None:
    """Give the activity's kind: chosen, or the only one that its group may hold."""
    group = next((row for row in facts["groups"] if str(row["number"]) == answers.get("group")), None)
    if group is None:
        return None
    kinds: list[str] = group["kinds"]
    if len(kinds) == 1:
        return kinds[0]
    chosen = answers.get("kind")
    return chosen if chosen in kinds else None


def _periods(context: Context) -> tuple[Option, ...]:
    return tuple(Option(str(row["id"]), row["label"]) for row in context.facts["periods"])


def _groups(context: Context) -> tuple[Option, ...]:
    return tuple(
        Option(str(row["number"]), f"{row['number']}. {row['short']}") for row in context.facts["groups"]
    )


def _kinds(context: Context) -> tuple[Option, ...]:
    group = next(row for row in context.facts["groups"] if str(row["number"]) == context.answers["group"])
    return tuple(Option(kind, KINDS[kind]) for kind in group["kinds"])


def _has_kinds(context: Context) -> bool:
    chosen = context.answers.get("group")
    return any(str(row["number"]) == chosen and len(row["kinds"]) > 1 for row in context.facts["groups"])


def _one_year(days: dict[str, str], context: Context) -> None:
    first, last = date.fromisoformat(days["first"]), date.fromisoformat(days["last"])
    if first.year != last.year:
        raise Unclear(
            N_(
                "These days lie in two years ({first} and {last}). Please enter the day on which it was"
                " completed, or report it as two activities."
            ),
            first=str(first.year),
            last=str(last.year),
        )
    begins, ends = (date.fromisoformat(context.facts["plan"][end]) for end in ("first", "last"))
    if not (begins <= first and last <= ends):
        raise Unclear(
            N_("The plan runs from {begins} to {ends}; these days lie outside it."), begins=begins, ends=ends
        )


def _last_day(context: Context) -> date | None:
    days = context.answers.get("days")
    return date.fromisoformat(days["last"]) if days else None


def _is_ahead(context: Context) -> bool:
    last = _last_day(context)
    return last is not None and last > context.today


def _was_intended(context: Context) -> bool:
    """Tell whether it was told as an intention, of days that are over."""
    last = _last_day(context)
    return bool(context.facts.get("intended")) and last is not None and last <= context.today


def _is_outside(context: Context) -> bool:
    last, chosen = _last_day(context), chosen_period(context.answers, context.facts)
    if last is None or chosen is None or _is_correction(context):
        return False
    return not date.fromisoformat(chosen["first"]) <= last <= date.fromisoformat(chosen["last"])


def chosen_period(answers: Any, facts: Any) -> Any:
    """Give the period that is reported for; None where none is open."""
    periods = facts["periods"]
    chosen = answers.get("period")
    return next((row for row in periods if str(row["id"]) == chosen), periods[0] if periods else None)


def _no_more_than_all(leaders: int, context: Context) -> None:
    attendances = context.answers.get("attendances")
    if attendances is not None and leaders > attendances:
        raise Unclear(
            N_("{leaders} leaders and managers are more than the {attendances} attendances in all."),
            leaders=leaders,
            attendances=attendances,
        )


def _form_is_open(context: Context) -> bool:
    name = context.item.get("name")
    return name is not None and legal_form(name) is None


def candidate_key(item: Any) -> str:
    """Name an enterprise as it was typed: under this key the draft keeps who it might be."""
    return f"{fold(item.get('name') or '')}|{item.get('tax_code') or ''}"


def candidate(context: Context) -> Any:
    """Give the enterprises that this one might be, if the name or tax code does not settle it."""
    return context.facts.get("candidates", {}).get(candidate_key(context.item))


def _same(context: Context) -> tuple[Option, ...]:
    found = candidate(context) or {"rows": []}
    known = (
        Option(str(row["id"]), N_("The same: {name}"), told=row["name"], values={"name": row["label"]})
        for row in found["rows"]
    )
    return (*known, Option("no", N_("Another one")))


def _same_code(value: str, context: Context) -> None:
    found = candidate(context)
    if value == "no" and found and found["by_code"]:
        raise Unclear(
            N_("The tax code {code} already belongs to {name}. Please go back and check the code."),
            code=context.item.get("tax_code"),
            name=found["rows"][0]["name"],
        )


def _namesakes(context: Context) -> tuple[Option, ...]:
    """Give the experts of the same name: on the list, and entered just above."""
    name = fold(context.item.get("name") or "")
    known = context.facts.get("experts", {}).get(name, [])
    above = takewhile(lambda item: item is not context.item, context.answers.get("experts", []))
    options = [
        Option(str(row["id"]), N_("The same person, {number}"), values={"number": row["number"]})
        for row in known
    ]
    if name and name in {fold(item.get("name") or "") for item in above}:
        options.append(Option("above", N_("The person entered above")))
    return (*options, Option("no", N_("Another person")))


def _award_years(context: Context) -> tuple[Option, ...]:
    last = _last_day(context) or context.today
    return tuple(Option(str(year), str(year)) for year in range(last.year, last.year - 3, -1))


def told_of_cost(answers: Any) -> int:
    """Add up the parts of the cost whose source is told, in đồng."""
    return sum(part.get("amount") or 0 for part in answers.get("sources", []) if part.get("source"))


def _unspent(context: Context) -> int:
    return int(context.answers.get("cost") or 0) - told_of_cost(context.answers)


def _rest(context: Context) -> tuple[str, int] | None:
    rest = _unspent(context) + (context.item.get("amount") or 0)
    return (N_("All of the rest: {amount}"), rest) if rest > 0 else None


def _within_cost(amount: int, context: Context) -> None:
    rest = _unspent(context) + (context.item.get("amount") or 0)
    if amount == 0:
        raise Unclear(N_("Please enter an amount above 0, for example 30 triệu."))
    if amount > rest:
        raise Unclear(
            N_("The parts would be more than the whole cost: {rest} is left of it."), rest=Dong(rest)
        )


def _sure(key: str, worded: Callable[[int], object] = int) -> Choice:
    """Ask once about a figure that is far beyond what was told before, with the comparison."""

    def usual(context: Context) -> Usual:
        kind = kind_of(context.answers, context.facts) or ""
        return Usual(**context.facts.get("usual", {}).get(kind, {}).get(key, {"known": 0, "most": 0}))

    def among(context: Context) -> tuple[Option, ...]:
        values = {"value": worded(context.answers[key]), "most": worded(usual(context).most)}
        return (Option("yes", N_("Yes, {value}; so far {most} at most"), told="", values=values),)

    return Choice(
        key=f"{key}_sure",
        label="",
        question=N_("This is far more than was ever reported before. Is it right? To change it, press Back."),
        among=among,
        when=lambda context: is_odd(context.answers.get(key) or 0, usual(context)),
    )


def _named(key: str = "name") -> Any:
    return lambda context: context.item.get(key) is not None


def _is_nameless(context: Context) -> bool:
    return "name" in context.item and context.item["name"] is None


def _has_nameless(context: Context) -> bool:
    items = context.answers.get("enterprises", [])
    return _is("support")(context) and any("name" in item and item["name"] is None for item in items)


def _at_least_one(count: int, _context: Context) -> None:
    if count == 0:
        raise Unclear(N_("Please enter a number above 0, or go back and enter the names."))


def corrects(facts: Any) -> int | None:
    """Give the number of the saved activity that is corrected; none where a new one is entered."""
    number = facts.get("corrects")
    return int(number) if number else None


def _is_correction(context: Context) -> bool:
    return corrects(context.facts) is not None


NAME = Text(
    key="name",
    label=N_("Enterprise"),
    question=N_("What is the enterprise's full name? For example: Công ty TNHH Nông sản Hải Đăng."),
    most=200,
    resets=("same",),
)
WHO: tuple[Step, ...] = (
    NAME,
    Choice(
        key="form",
        label=N_("Legal form"),
        question=N_("What is its legal form?"),
        among=_among(FORMS),
        when=_form_is_open,
    ),
    TaxCode(
        key="tax_code",
        label=N_("Tax code"),
        question=N_("What is its tax code? For example: 4590001385."),
        optional=True,
        resets=("same",),
        when=_named(),
    ),
    Choice(
        key="same",
        label=N_("On the list"),
        question=N_("There is one like it on the list. Is it the same enterprise?"),
        among=_same,
        when=lambda context: candidate(context) is not None,
        check=_same_code,
    ),
)

ACTIVITY = Conversation(
    "activity",
    (
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("Why is it corrected? For example: nhập nhầm số lượt."),
            most=300,
            when=_is_correction,
        ),
        Choice(
            key="period",
            label=N_("Period"),
            question=N_("For which reporting period?"),
            among=_periods,
            when=lambda context: len(context.facts["periods"]) > 1 and not _is_correction(context),
        ),
        Choice(
            key="group",
            label=N_("Task group"),
            question=N_("To which task group does the activity belong?"),
            among=_groups,
        ),
        Choice(
            key="kind",
            label=N_("Kind"),
            question=N_("What kind of activity was it?"),
            among=_kinds,
            when=_has_kinds,
        ),
        Text(
            key="title",
            label=N_("What was done"),
            question=N_("What was done? Please write one sentence."),
        ),
        Days(
            key="days",
            label=N_("Days"),
            question=N_("On which day, or from when to when? For example: 24/11/2026 or 15-16/5/2026."),
            check=_one_year,
        ),
        Choice(
            key="ahead",
            label=N_("Estimate"),
            question=N_(
                "That day is still ahead. It can be kept as an estimate, which does not count as done."
                " To change the day, press Back."
            ),
            among=lambda _context: (
                Option("estimate", N_("Keep as an estimate"), told=N_("yes, not counted as done")),
            ),
            when=_is_ahead,
        ),
        Choice(
            key="done",
            label=N_("Done"),
            question=N_("It was told as an intention, and that day is over. Was it done?"),
            among=lambda _context: (
                Option("yes", N_("It was done"), told=N_("yes")),
                Option("no", N_("Keep as an estimate"), told=N_("no, kept as an estimate")),
            ),
            when=_was_intended,
        ),
        Choice(
            key="outside",
            label=N_("Outside the period"),
            question=N_(
                "That day lies outside the chosen period. The activity counts for the time when it took"
                " place. To change the day, press Back."
            ),
            among=lambda _context: (
                Option("keep", N_("Keep it with its own day"), told=N_("counts by its own day")),
            ),
            when=_is_outside,
        ),
        Repeat(
            key="enterprises",
            label=N_("Enterprises"),
            one=N_("Enterprise"),
            when=_is("support"),
            more=N_("Was another enterprise supported?"),
            ends=_is_nameless,
            steps=(
                replace(NAME, optional=True, pass_over=N_("Name not known yet")),
                *WHO[1:],
                Choice(
                    key="solution",
                    label=N_("Solution"),
                    when=_named(),
                    question=N_("Which solution was applied?"),
                    among=lambda _context: (
                        *(Option(name.lower(), name) for name in OFFERED),
                        Option(TRACEABILITY, TRACED),
                        Option("other", N_("Another one"), told=""),
                    ),
                ),
                Text(
                    key="solution_name",
                    label=N_("Solution"),
                    question=N_("Which one? Please write its name."),
                    least=2,
                    most=120,
                    when=lambda context: context.item.get("solution") == "other",
                ),
                Choice(
                    key="result",
                    label=N_("Result"),
                    question=N_("How far has it come?"),
                    among=_among(RESULTS),
                    when=_named(),
                ),
            ),
        ),
        Count(
            key="unnamed",
            label=N_("Enterprises not named yet"),
            question=N_(
                "How many enterprises can’t be named yet? They count once they have names. For example: 4."
            ),
            nouns=ENTERPRISES,
            when=_has_nameless,
            check=_at_least_one,
        ),
        Repeat(
            key="models",
            label=N_("Pilot models"),
            one=N_("Enterprise"),
            when=_is("model"),
            more=N_("Was the model of another enterprise accepted?"),
            steps=WHO,
        ),
        Choice(
            key="award_year",
            label=N_("Award of the year"),
            question=N_("Which year's National Quality Award?"),
            among=_award_years,
            when=_is("award"),
        ),
        Repeat(
            key="entrants",
            label=N_("Award"),
            one=N_("Enterprise"),
            when=_is("award"),
            more=N_("Did another enterprise take part?"),
            steps=(
                *WHO,
                Choice(
                    key="stage",
                    label=N_("Result"),
                    question=N_("How far did it come?"),
                    among=_among(STAGES),
                ),
            ),
        ),
        Count(
            key="attendances",
            label=N_("Attendances"),
            question=N_("How many attendances in all? One person at one course is one. For example: 42."),
            nouns=PEOPLE,
            when=_is("training"),
            resets=("attendances_sure",),
        ),
        _sure("attendances"),
        Count(
            key="leaders",
            label=N_("Leaders and managers"),
            question=N_(
                "How many of them were leaders or managers of enterprises? Officials do not count. 0 if none."
            ),
            nouns=PEOPLE,
            when=_is("training"),
            check=_no_more_than_all,
        ),
        Choice(
            key="depth",
            label=N_("Course"),
            question=N_("Was the course in-depth or general?"),
            among=lambda _context: (Option("deep", N_("In-depth")), Option("general", N_("General"))),
            when=_is("training"),
        ),
        Repeat(
            key="experts",
            label=N_("Certified experts"),
            one=N_("Expert"),
            when=_is("certification"),
            more=N_("Was another expert certified?"),
            steps=(
                Text(
                    key="name",
                    label=N_("Expert"),
                    question=N_("What is the expert's full name?"),
                    resets=("same",),
                    least=4,
                    most=100,
                ),
                Text(
                    key="number",
                    label=N_("Certificate"),
                    question=N_("What is the number of the certificate? For example: NSCL-015/2026."),
                    least=2,
                    most=60,
                ),
                Text(
                    key="issuer",
                    label=N_("Issued by"),
                    question=N_("Which body issued it?"),
                    optional=True,
                    most=200,
                ),
                Choice(
                    key="same",
                    label=N_("On the list"),
                    question=N_(
                        "An expert of this name is already on the list, with another certificate."
                        " Is it the same person?"
                    ),
                    among=_namesakes,
                    when=lambda context: len(_namesakes(context)) > 1,
                ),
            ),
        ),
        Count(
            key="outputs",
            label=N_("News items, publications, events"),
            question=N_("How many news items, broadcasts, publications or events were made? For example: 5."),
            nouns=OUTPUTS,
            optional=True,
            when=_is("outreach"),
            resets=("outputs_sure",),
        ),
        _sure("outputs"),
        Text(
            key="place",
            label=N_("Place"),
            question=N_("Where did it take place?"),
            optional=True,
            least=2,
            most=200,
        ),
        Money(
            key="cost",
            label=N_("Cost"),
            question=N_("How much did it cost in all? For example: 45 triệu, 1,2 tỷ, 58.000.000."),
            optional=True,
            shortcut=lambda _context: (N_("No cost"), 0),
            resets=("cost_sure",),
        ),
        _sure("cost", Dong),
        Repeat(
            key="sources",
            label=N_("Sources"),
            one=N_("Source"),
            when=lambda context: bool(context.answers.get("cost")),
            again=lambda context: context.item.get("amount") is not None and _unspent(context) > 0,
            most=8,
            steps=(
                Choice(
                    key="source",
                    label=N_("Source"),
                    question=N_("Where did the money come from?"),
                    optional=True,
                    among=_among(SOURCES),
                ),
                Money(
                    key="amount",
                    label=N_("Amount"),
                    question=N_("How much of it? For example: 30 triệu."),
                    when=_named("source"),
                    shortcut=_rest,
                    check=_within_cost,
                ),
            ),
        ),
        Files(
            key="evidence",
            label=N_("Evidence"),
            question=N_("Please send photos or documents as evidence, one or more."),
            optional=True,
        ),
    ),
)
