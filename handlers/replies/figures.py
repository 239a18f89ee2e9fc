"""This file is the figures of a consolidated report: against targets, beside last year, by year, annexes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from handlers.conversation.activity import FORMS, SOURCES
from handlers.reading.unclear import N_
from handlers.replies import tables
from handlers.replies.findings import Findings
from handlers.replies.official import DASH, capital, change, day, days, lowered, padded
from handlers.replies.progress import Named, goal_words, standing_words
from handlers.replies.words import _, dong, percent
from models.rules import progress as progressing
from models.rules.counting import Basis, Comparator
from models.rules.letters import PHASES
from models.rules.listing import Done, Part
from models.rules.progress import Goal, Progress, Standing, YearFigure


def as_of(found: Findings) -> str:
    return _("As of {day}, the results against the targets of the Plan are:").format(day=day(found.on))


def target_row(found: Findings, place: int, named: Named, one: Progress) -> dict[str, str]:
    now, _before = found.spans.get(named.code, (0, None))
    # Over several years a yearly target is met in some of them: the last year's figure would not tell.
    many = bool(one.years) and found.of.kind in PHASES
    return {
        "no": str(place),
        "name": named.name,
        "measure": named.measure,
        "target": goal_words(one.goal, padded),
        "now": padded(now),
        "value": padded(one.distinct if many else one.value),
        "share": DASH if many else percent(one.percent),
        "standing": _years_met(one) if many else _standing(one),
        "estimate": padded(one.estimate) if _has_estimate(found, one) else "",
        "note": capital("; ".join(_note(found, one))),
    }


def _has_estimate(found: Findings, one: Progress) -> bool:
    """Tell whether more is expected. What was expected on a day gone by is not known any more."""
    return found.on >= min(found.today, one.span.last) and one.estimate > one.value


def _standing(one: Progress) -> str:
    """Word how a figure stands."""
    if one.standing is Standing.MISSED:
        return _("Not met") if one.recorded else _("No figures yet")
    return capital(standing_words(one))


def _years_met(one: Progress) -> str:
    met, judged = _judged(one)
    return _("Met in {met} of {judged} years").format(met=padded(met), judged=padded(judged))


def _judged(one: Progress) -> tuple[int, int]:
    """Count the years that were met, of those that are over and have figures."""
    over = [year for year in one.years if year.recorded and not year.open]
    return sum(year.met for year in over), len(over)


def _note(found: Findings, one: Progress) -> Iterator[str]:
    if one.goal.reading and one.other_reading is not None:
        yield _other_reading(one, one.other_reading)
    elif one.goal.basis is not Basis.YEARLY and one.span != found.whole:
        yield _("counted over {years}").format(years=_years_of(one))
    elif one.years and found.of.kind not in PHASES:
        yield _("counted in {year}").format(year=one.span.last.year)
    if one.entrants:
        yield _("{count} entrants").format(count=padded(one.entrants))


def _other_reading(one: Progress, other: Progress) -> str:
    return _("{years} alone: {count}; {whole} together: {value}").format(
        years=_years_of(other),
        count=padded(other.value),
        whole=_years_of(one),
        value=padded(one.value),
    )


def _years_of(one: Progress) -> str:
    return f"{one.span.first.year}-{one.span.last.year}"


def asides(found: Findings) -> Iterator[str]:
    """Say what stands beside a figure: the reading that is not settled, what was reported otherwise."""
    for named, one in found.lines:
        if one.goal.reading and one.other_reading is not None:
            words = _("{name}: {readings} (which way to count is not yet settled).")
            yield words.format(name=named.name, readings=_other_reading(one, one.other_reading))
        elif one.goal.basis is not Basis.YEARLY and one.span != found.whole:
            words = _("{name}: counted over {years}.")
            yield words.format(name=named.name, years=_years_of(one))
    yield from _adjustments(found)


def _adjustments(found: Findings) -> Iterator[str]:
    """Say what was reported otherwise than it is known now, for the very day of that report."""
    before = found.adjusted
    for named, _one in found.lines:
        if before is not None and named.code in before.figures:
            reported, now = before.figures[named.code]
            words = _(
                "{name}: adjusted against Report No. {document} (figures as of {day}): reported {before},"
                " now {now}."
            )
            yield words.format(
                name=named.name,
                document=before.document,
                day=day(before.on),
                before=padded(reported),
                now=padded(now),
            )


def numbered(found: Findings) -> dict[str, Any]:
    """Give the parts of II after the second, under running numbers: those that have anything to tell."""
    place = 3
    periods = [] if found.years else [_period(found, n, *line) for n, line in enumerate(found.lines, 1)]
    place += bool(periods)
    by_year = []
    for named, one in found.lines:
        if one.years:
            by_year.append(_yearly(place, named, one))
            place += 1
    more = []
    for title, lines in (
        (N_("Results year by year"), list(_year_by_year(found))),
        (N_("Estimates"), list(_estimates(found))),
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


def _yearly(place: int, named: Named, one: Progress) -> dict[str, Any]:
    met, judged = _judged(one)
    summary = _(
        "{met} of {judged} years that are over and have figures were met; {distinct} different in all."
    )
    return {
        "title": f"{place}. " + _("{name}, year by year").format(name=named.name),
        "rows": [_year(one.goal, year) for year in one.years],
        "lines": [
            summary.format(
                met=padded(met), judged=padded(judged), distinct=f"{padded(one.distinct)} {named.measure}"
            )
        ],
    }


def _year(goal: Goal, year: YearFigure) -> dict[str, str]:
    if year.met:
        standing = _("Met")
    elif year.open:
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
        if _has_estimate(found, one):
            words = _("- {name}: {value} done by {day}; {estimate} with what is recorded as an estimate.")
            yield words.format(
                name=named.name, value=padded(one.value), day=day(found.on), estimate=padded(one.estimate)
            )


def _costs(found: Findings) -> Iterator[str]:
    """Tell what was spent, by source; no cost told is not the same as no cost."""
    total, silent = tables.spent(found.book.done)
    if total is None:
        yield _("The units reported no costs.")
        return
    if total:
        words = _("Costs as reported: {total}; of these {sources}.")
        yield words.format(total=dong(total), sources="; ".join(_sources(found, total)))
    else:
        yield _("There were no costs, as the units report.")
    if silent:
        yield _("Of {count} more activities no cost was reported yet.").format(count=padded(silent))


def _sources(found: Findings, total: int) -> Iterator[str]:
    numbers = {one.number for one in found.book.done}
    by_source: Counter[str] = Counter()
    for fund in found.book.funds:
        if fund.activity in numbers:
            by_source[fund.source] += fund.amount
    for key, words in SOURCES.items():
        if by_source[key]:
            yield f"{lowered(_(words))}: {dong(by_source[key])}"
    if rest := total - sum(by_source[key] for key in SOURCES):
        yield _("source not told: {amount}").format(amount=dong(rest))


def enterprise_row(found: Findings, place: int, part: Part, one: Done) -> dict[str, str]:
    gone = _("holds no more from {day}").format(day=day(part.withdrawn_on)) if part.withdrawn_on else ""
    return {
        "no": str(place),
        "name": _counted_name(found, part),
        "tax_code": part.tax_code,
        "solution": tables.solution_words(part, one),
        "result": "; ".join(filter(None, (tables.result_words(part), gone))),
        "day": day(one.last),
        "unit": found.book.units.get(one.unit, one.unit),
    }


def _counted_name(found: Findings, part: Part) -> str:
    """Name an enterprise; one of a legal form that counts for no target is told so."""
    if part.form not in found.uncounted:
        return part.name
    words = _("{name} ({form}, counts for no target)")
    return words.format(name=part.name, form=lowered(_(FORMS[part.form.value])))


def course_row(found: Findings, place: int, one: Done) -> dict[str, str]:
    return {
        "no": str(place),
        "name": one.title,
        "days": days(one),
        "place": one.place,
        "attendances": padded(one.attendances or 0),
        "leaders": padded(one.leaders or 0),
        "unit": found.book.units.get(one.unit, one.unit),
    }
