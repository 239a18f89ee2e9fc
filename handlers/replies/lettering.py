"""This file is the consolidated report in words: what was found in, the values of its template out.

The words are Vietnamese whoever asks; whole sentences stand here, their form stands in the template.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.conversation.activity import SOURCES
from handlers.reading.unclear import N_
from handlers.replies import tables
from handlers.replies.missing import Reported
from handlers.replies.progress import Named, standing_words
from handlers.replies.tables import Book
from handlers.replies.words import _, dong, number, percent
from models.rules import progress as progressing
from models.rules.counting import Basis, Comparator, Kind
from models.rules.letters import PHASES, LetterKind, Of
from models.rules.listing import Done, Part
from models.rules.progress import Goal, Progress, YearFigure

WIDE = "\xa0" * 6  # room to write a number or a day by hand
DOTS = "…………"
DASH = "–"
COMMITTEE = "ỦY BAN NHÂN DÂN "
LETTERS = "abcdđeghiklmnopqrstuvxy"  # in the order of the Vietnamese alphabet
NO_DIFFICULTY = N_("The units told of no difficulties.")
NO_PROPOSAL = N_("The units made no proposals.")
# So many activities of one unit and group are told by name; the others are counted.
NAMED_MOST, NAMED_IN_PHASE = 12, 4
OF = {
    LetterKind.QUARTER_1: N_("the first quarter of {year}"),
    LetterKind.QUARTER_2: N_("the second quarter of {year}"),
    LetterKind.QUARTER_3: N_("the third quarter of {year}"),
    LetterKind.QUARTER_4: N_("the fourth quarter of {year}"),
    LetterKind.HALF: N_("the first 6 months of {year}"),
    LetterKind.NINE_MONTHS: N_("9 months of {year}"),
    LetterKind.YEAR: N_("the year {year}"),
    LetterKind.MIDTERM: N_("the phase {first}-{year}"),
    LetterKind.FINAL: N_("the phase {first}-{year} as a whole"),
}
KINDS = {
    Kind.SUPPORT: N_("supports of enterprises"),
    Kind.MODEL: N_("pilot models accepted"),
    Kind.AWARD: N_("activities of the National Quality Award"),
    Kind.TRAINING: N_("training courses"),
    Kind.CERTIFICATION: N_("certifications of experts"),
    Kind.OUTREACH: N_("publicity activities"),
    Kind.OTHER: N_("other activities"),
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of the document. A draft has neither number nor day."""

    superior: str
    office: str
    place: str
    sign: str
    year: int
    document: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a unit said in its own words."""

    unit: str
    difficulties: str
    proposals: str


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that a report tells.

    `book` has the plan's figures as /tiendo gives them, and the activities that were done in the span: no
    estimates, none counted elsewhere. `spans` has each indicator's figure of the span alone and of the same
    days a year before; `years`, for a report of several years, its figure of each. `earlier` is the document
    in which the figures of `book.view.reported` were told.
    """

    of: Of
    head: Head
    title: str
    issuer: str
    book: Book
    spans: Mapping[str, tuple[int, int | None]]
    years: Mapping[str, Sequence[tuple[int, int]]]
    filings: Sequence[Reported]
    told: Sequence[Told]
    today: date
    earlier: str = ""

    @property
    def on(self) -> date:
        return self.book.view.on

    def is_over(self, last: date) -> bool:
        """Tell whether a day has gone by, and the figures have it whole."""
        return self.on >= last and self.today > last

    @property
    def lines(self) -> Sequence[tuple[Named, Progress]]:
        return self.book.view.lines


def values(found: Findings) -> dict[str, Any]:
    """Give the values that the template is filled with: lists, texts, nothing else."""
    subject = _subject(found)
    return {
        **head(found.head),
        "subject": subject,
        "opening": [_opening(found)],
        "leading": list(_leading(found)),
        "groups": [_group(found, group, name) for group, name in found.book.groups.items()],
        "against": [_as_of(found)],
        "targets": [_target(found, place, *line) for place, line in enumerate(found.lines, 1)],
        "asides": list(_asides(found)),
        **_numbered(found),
        "difficulties": _quoted([(one.unit, one.difficulties) for one in found.told], NO_DIFFICULTY),
        "proposals": _quoted([(one.unit, one.proposals) for one in found.told], NO_PROPOSAL),
        "closing": _("This is the report on {subject}; {office} respectfully reports./.").format(
            subject=lowered(subject), office=found.head.office
        ),
        "signer": "",
        "counted_on": _("(Figures as of {day})").format(day=day(found.on)),
        "of_span": "({})".format(
            _("from {first} to {last}").format(
                first=day(found.of.span.first), last=day(min(found.on, found.of.span.last))
            )
        ),
        "enterprises": [
            _enterprise(found, place, *row) for place, row in enumerate(tables.supported(found.book), 1)
        ],
        "trainings": [_course(found, place, one) for place, one in enumerate(tables.courses(found.book), 1)],
    }


def head(one: Head) -> dict[str, Any]:
    """Give the values of the document's head: with its number and day, or marked as a draft."""
    return {
        "superior": _agency(one.superior) or DOTS,
        "office": _agency(one.office),
        "number": _("No.: {number}").format(number=one.document or f"{WIDE}/{one.sign}"),
        "dated": dated(one.place, one.on, year=one.year),
        "draft": "" if one.document else _("DRAFT"),
    }


def _agency(name: str) -> str:
    """Write an agency's name in capitals; if it takes two lines, the second begins with whose it is."""
    words = name.upper()
    whose = words.removeprefix(COMMITTEE)
    return COMMITTEE + whose.replace(" ", "\xa0") if whose != words else words


def dated(place: str, on: date | None, *, year: int) -> str:
    """Word place and day as a document has them; a day that is still to come is left open."""
    found = (f"{on.day:02}", _month(on.month), str(on.year)) if on else (WIDE, WIDE, str(year))
    words = _("{place}, day {day} month {month} year {year}")
    return words.format(place=place or DOTS, day=found[0], month=found[1], year=found[2])


def day(on: date) -> str:
    """Write a day as official text has it: a zero before days below 10, and before January and February."""
    return f"{on.day:02}/{_month(on.month)}/{on.year}"


def padded(count: int) -> str:
    """Write a count as official text has it: 05, 12, 1.250."""
    return f"{count:02}" if 0 < count < 10 else number(count)


def span_words(of: Of) -> str:
    return _(OF[of.kind]).format(year=of.year, first=of.span.first.year)


def _month(month: int) -> str:
    return f"{month:02}" if month < 3 else str(month)


def _subject(found: Findings) -> str:
    words = {
        LetterKind.MIDTERM: N_("Interim review of Plan No. {number}, {span}"),
        LetterKind.FINAL: N_("Final review of Plan No. {number}, {span}"),
    }.get(found.of.kind, N_("Results of Plan No. {number}, {span}"))
    return _(words).format(number=found.book.view.number, span=span_words(found.of))


def _opening(found: Findings) -> str:
    words = _("In pursuance of Plan No. {number} of {issuer} on {title}, {office} reports on {span}:")
    return words.format(
        number=found.book.view.number,
        issuer=found.issuer or DOTS,
        title=lowered(found.title),
        office=found.head.office,
        span=span_words(found.of),
    )


def _leading(found: Findings) -> Iterator[str]:
    yield _("{office}, as the lead office, followed, urged and gathered the units’ reports.").format(
        office=found.head.office
    )
    for one in found.filings:
        yield _filed(one)


def _filed(one: Reported) -> str:
    words = _(
        "{title}: {all} units are to report; {submitted} have submitted, {nil} have nothing to report,"
        " {missing} have not reported."
    )
    told = words.format(
        title=one.title,
        all=padded(one.all),
        submitted=padded(one.submitted),
        nil=padded(one.nil),
        missing=padded(len(one.missing)),
    )
    names = ", ".join(missing.unit for missing in one.missing)
    late = _("{late} of the reports came late.").format(late=padded(one.late)) if one.late else ""
    silent = _("Not reported: {units}.").format(units=names) if names else ""
    return " ".join(filter(None, (told, late, silent)))


def _group(found: Findings, group: int, name: str) -> dict[str, Any]:
    done = [one for one in found.book.done if one.group == group]
    return {
        "name": _("{letter}) Task group {number}: {name}").format(
            letter=LETTERS[(group - 1) % len(LETTERS)], number=group, name=name
        ),
        "lines": list(_done(found, done)),
    }


def _done(found: Findings, done: Sequence[Done]) -> Iterator[str]:
    if not done:
        yield _("No activity of this task group was reported for {span}.").format(span=span_words(found.of))
        return
    kinds = Counter(one.kind for one in done)
    told = "; ".join(f"{padded(kinds[kind])} {_(words)}" for kind, words in KINDS.items() if kinds[kind])
    yield _("The units reported {count} activities: {kinds}.").format(count=padded(len(done)), kinds=told)
    by_unit: dict[str, list[Done]] = {}
    for one in done:
        by_unit.setdefault(one.unit, []).append(one)
    for code, name in found.book.units.items():
        if code in by_unit:
            yield _by_unit(found, name, by_unit[code])


def _by_unit(found: Findings, name: str, done: Sequence[Done]) -> str:
    most = NAMED_IN_PHASE if found.years else NAMED_MOST
    told = "; ".join(_activity(found, one) for one in done[:most])
    more = len(done) - most
    rest = "; " + _("and {count} more activities").format(count=padded(more)) if more > 0 else ""
    words = _("- {unit} ({count} activities): {activities}.")
    return words.format(unit=name, count=padded(len(done)), activities=told + rest)


def _activity(found: Findings, one: Done) -> str:
    """Tell of an activity in a few words; who was certified is a number here, not a name."""
    if one.kind is Kind.CERTIFICATION:
        count = sum(paper.activity == one.number for paper in found.book.papers)
        return _("Certification of {count} experts ({day})").format(count=padded(count), day=days(one))
    return f"{one.title} ({', '.join((days(one), *attended(one)))})"


def attended(one: Done) -> list[str]:
    """Tell how many came to an activity, and what came out of it."""
    told = []
    if one.attendances:
        told.append(_("{count} attendances").format(count=padded(one.attendances)))
    if one.leaders:
        told.append(_("{count} leaders and managers among them").format(count=padded(one.leaders)))
    if one.outputs:
        told.append(_("{count} items").format(count=padded(one.outputs)))
    return told


def _as_of(found: Findings) -> str:
    return _("As of {day}, the results against the targets of the Plan are:").format(day=day(found.on))


def _target(found: Findings, place: int, named: Named, one: Progress) -> dict[str, str]:
    now, _before = found.spans.get(named.code, (0, None))
    # Over several years a yearly target is met in some of them: the last year's figure would not tell.
    many = bool(one.years) and found.of.kind in PHASES
    return {
        "no": str(place),
        "name": named.name,
        "measure": named.measure,
        "target": target(one.goal),
        "now": padded(now),
        "value": padded(one.distinct if many else one.value),
        "share": DASH if many else percent(one.percent),
        "standing": _years_met(found, one) if many else _standing(found, one),
        "estimate": padded(one.estimate) if one.estimate > one.value else "",
        "note": _capital("; ".join(_note(one))),
    }


def _standing(found: Findings, one: Progress) -> str:
    """Word how a figure stands; on the evening of its last day it is judged, once that is over."""
    if not one.met and one.recorded and found.is_over(one.span.last):
        return _("Not met")
    return _capital(standing_words(one))


def _years_met(found: Findings, one: Progress) -> str:
    met, judged = _judged(found, one)
    return _("Met in {met} of {judged} years").format(met=padded(met), judged=padded(judged))


def _judged(found: Findings, one: Progress) -> tuple[int, int]:
    """Count the years that were met, of those that are over and have figures."""
    over = [year for year in one.years if year.recorded and not _is_open(found, year)]
    return sum(year.met for year in over), len(over)


def _is_open(found: Findings, year: YearFigure) -> bool:
    return year.open and not found.is_over(date(year.year, 12, 31))


def target(goal: Goal) -> str:
    """Word the number to reach: ít nhất 10/năm, trên 250."""
    words = _("above {target}") if goal.comparator is Comparator.ABOVE else _("at least {target}")
    told = words.format(target=padded(goal.value))
    return _("{target}/year").format(target=told) if goal.basis is Basis.YEARLY else told


def _note(one: Progress) -> Iterator[str]:
    if one.goal.reading and one.other_reading is not None:
        yield _other_reading(one, one.other_reading)
    if one.entrants:
        yield _("{count} entrants").format(count=padded(one.entrants))


def _other_reading(one: Progress, other: Progress) -> str:
    return _("{years} alone: {count}; {whole} together: {value}").format(
        years=f"{other.span.first.year}-{other.span.last.year}",
        count=padded(other.value),
        whole=f"{one.span.first.year}-{one.span.last.year}",
        value=padded(one.value),
    )


def _asides(found: Findings) -> Iterator[str]:
    """Say what stands beside a figure: the reading that is not settled, what was reported otherwise."""
    for named, one in found.lines:
        if one.goal.reading and one.other_reading is not None:
            words = _("{name}: {readings} (which way to count is not yet settled).")
            yield words.format(name=named.name, readings=_other_reading(one, one.other_reading))
    for named, one in found.lines:
        before = found.book.view.reported.get(named.code)
        if before is not None:
            words = _("{name}: adjusted against Report No. {document}: reported {before}, now {now}.")
            yield words.format(
                name=named.name, document=found.earlier, before=padded(before), now=padded(one.value)
            )


def _numbered(found: Findings) -> dict[str, Any]:
    """Give the parts of II after the second, under running numbers: those that have anything to tell."""
    place = 3
    periods = [] if found.years else [_period(found, n, *line) for n, line in enumerate(found.lines, 1)]
    place += bool(periods)
    by_year = []
    for named, one in found.lines:
        if one.years:
            by_year.append(_yearly(found, place, named, one))
            place += 1
    more = []
    for title, lines in (
        (N_("Results year by year"), list(_year_by_year(found))),
        (N_("Estimates for the whole year"), list(_estimates(found))),
        (N_("Costs"), list(_costs(found))),
    ):
        if lines:
            more.append({"title": f"{place}. {_(title)}", "lines": lines})
            place += 1
    return {"periods": periods, "by_year": by_year, "more": more}


def _period(found: Findings, place: int, named: Named, _one: Progress) -> dict[str, str]:
    now, before = found.spans.get(named.code, (0, None))
    return {
        "no": str(place),
        "name": named.name,
        "measure": named.measure,
        "now": padded(now),
        "before": DASH if before is None else padded(before),
        "change": DASH if before is None else change(now - before),
    }


def change(difference: int) -> str:
    """Write a difference with its sign: +02, -15, 0."""
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return sign + padded(abs(difference))


def _yearly(found: Findings, place: int, named: Named, one: Progress) -> dict[str, Any]:
    met, judged = _judged(found, one)
    summary = _(
        "{met} of {judged} years that are over and have figures were met; {distinct} different in all."
    )
    return {
        "title": f"{place}. " + _("{name}, year by year").format(name=named.name),
        "rows": [_year(found, one.goal, year) for year in one.years],
        "lines": [
            summary.format(
                met=padded(met), judged=padded(judged), distinct=f"{padded(one.distinct)} {named.measure}"
            )
        ],
    }


def _year(found: Findings, goal: Goal, year: YearFigure) -> dict[str, str]:
    if year.met:
        standing = _("Met")
    elif _is_open(found, year):
        standing = _("In progress")
    else:
        standing = _("Not met") if year.recorded else _("No figures yet")
    words = _("above {target}") if goal.comparator is Comparator.ABOVE else _("at least {target}")
    return {
        "year": str(year.year),
        "target": words.format(target=padded(year.target)),
        "value": padded(year.value),
        "share": percent(progressing.percent(year.value, year.target)),
        "standing": standing,
    }


def _year_by_year(found: Findings) -> Iterator[str]:
    for named, _one in found.lines:
        if found.years.get(named.code):
            told = "; ".join(
                _("{year}: {count}").format(year=year, count=padded(count))
                for year, count in found.years[named.code]
            )
            yield f"- {named.name} ({named.measure}): {told}."


def _estimates(found: Findings) -> Iterator[str]:
    for named, one in found.lines:
        if one.estimate > one.value:
            words = _("- {name}: {value} done by {day}; {estimate} estimated by {last}.")
            yield words.format(
                name=named.name,
                value=padded(one.value),
                day=day(found.on),
                estimate=padded(one.estimate),
                last=day(one.span.last),
            )


def _costs(found: Findings) -> Iterator[str]:
    total = sum(one.cost or 0 for one in found.book.done)
    if not total:
        yield _("The units reported no costs.")
        return
    numbers = {one.number for one in found.book.done}
    by_source: Counter[str] = Counter()
    for fund in found.book.funds:
        if fund.activity in numbers:
            by_source[fund.source] += fund.amount
    told = [
        f"{lowered(_(words))}: {dong(by_source[key])}" for key, words in SOURCES.items() if by_source[key]
    ]
    rest = total - sum(by_source[key] for key in SOURCES)
    if rest:
        told.append(_("source not told: {amount}").format(amount=dong(rest)))
    yield _("Costs as reported: {total}; of these {sources}.").format(
        total=dong(total), sources="; ".join(told)
    )


def _quoted(said: Sequence[tuple[str, str]], none: str) -> list[str]:
    """Give what units said, each with the unit's name and in its own words."""
    found = [f"- {unit}: {_ended(words)}" for unit, words in said if words.strip()]
    return found or [_(none)]


def _ended(words: str) -> str:
    told = words.strip()
    return told if told.endswith((".", "!", "?", "…")) else told + "."


def _enterprise(found: Findings, place: int, part: Part, one: Done) -> dict[str, str]:
    gone = _("holds no more from {day}").format(day=day(part.withdrawn_on)) if part.withdrawn_on else ""
    return {
        "no": str(place),
        "name": part.name,
        "tax_code": part.tax_code,
        "solution": tables.solution_words(part, one),
        "result": "; ".join(filter(None, (tables.result_words(part), gone))),
        "day": day(one.last),
        "unit": found.book.units.get(one.unit, one.unit),
    }


def _course(found: Findings, place: int, one: Done) -> dict[str, str]:
    return {
        "no": str(place),
        "name": one.title,
        "days": days(one),
        "place": one.place,
        "attendances": padded(one.attendances or 0),
        "leaders": padded(one.leaders or 0),
        "unit": found.book.units.get(one.unit, one.unit),
    }


def days(one: Done) -> str:
    return day(one.last) if one.first == one.last else f"{day(one.first)} - {day(one.last)}"


def lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
