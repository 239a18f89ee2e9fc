"""This file is the consolidated report in words: what was found in, the values of its template out.

The words are Vietnamese whoever asks; whole sentences stand here, their form stands in the template.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from handlers.reading.unclear import N_
from handlers.replies import figures, tables
from handlers.replies.findings import Findings, Head, span_words
from handlers.replies.missing import Reported
from handlers.replies.official import DOTS, WIDE, agency, dated, day, days, in_words, lowered, padded
from handlers.replies.words import _
from models.rules.counting import Kind
from models.rules.letters import LetterKind
from models.rules.listing import Done

LETTERS = "abcdđeghiklmnopqrstuvxy"  # in the order of the Vietnamese alphabet
NO_DIFFICULTY = N_("The units told of no difficulties.")
NO_PROPOSAL = N_("The units made no proposals.")
# So many activities of one unit and group are told by name; the others are counted.
NAMED_MOST, NAMED_IN_PHASE = 12, 4
KINDS = {
    Kind.SUPPORT: N_("supports of enterprises"),
    Kind.MODEL: N_("pilot models accepted"),
    Kind.AWARD: N_("activities of the National Quality Award"),
    Kind.TRAINING: N_("training courses"),
    Kind.CERTIFICATION: N_("certifications of experts"),
    Kind.OUTREACH: N_("publicity activities"),
    Kind.OTHER: N_("other activities"),
}


def values(found: Findings) -> dict[str, Any]:
    """Give the values that the template is filled with: lists, texts, nothing else."""
    subject = _subject(found)
    return {
        **head(found.head),
        "subject": subject,
        "opening": [_opening(found)],
        "leading": list(_leading(found)),
        "groups": [_group(found, group, name) for group, name in found.book.groups.items()],
        "against": [figures.as_of(found)],
        "targets": [figures.target_row(found, place, *line) for place, line in enumerate(found.lines, 1)],
        "asides": list(figures.asides(found)),
        **figures.numbered(found),
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
            figures.enterprise_row(found, place, *row)
            for place, row in enumerate(tables.supported(found.book), 1)
        ],
        "trainings": [
            figures.course_row(found, place, one) for place, one in enumerate(tables.courses(found.book), 1)
        ],
    }


def head(one: Head) -> dict[str, Any]:
    """Give the values of the document's head: with its number and day, or marked as a draft."""
    number = one.document or f"{WIDE}/{one.sign}"
    enclosed = _("(Enclosed with Report No. {number}, {day}, of {office})")
    return {
        "superior": agency(one.superior) or DOTS,
        "office": agency(one.office),
        "number": _("No.: {number}").format(number=number),
        "dated": dated(one.place, one.on, year=one.year),
        "enclosed": enclosed.format(number=number, day=in_words(one.on, year=one.year), office=one.office),
        "draft": "" if one.document else _("DRAFT"),
    }


def _subject(found: Findings) -> str:
    words = {
        LetterKind.MIDTERM: N_("Interim review of Plan No. {number}, {span}"),
        LetterKind.FINAL: N_("Final review of Plan No. {number}, {span}"),
    }.get(found.of.kind, N_("Results of Plan No. {number}, {span}"))
    return _(words).format(number=found.book.view.number, span=span_words(found.of))


def _opening(found: Findings) -> str:
    plan = cited(found.book.view.number, found.issued, found.issuer, found.title)
    words = _("In pursuance of {plan}, {office} reports on {span}:")
    return words.format(plan=plan, office=found.head.office, span=span_words(found.of))


def cited(number: str, issued: date | None, issuer: str, title: str) -> str:
    """Cite the plan as a document is cited for the first time; a day that is not known is left open."""
    words = _("Plan No. {number} of {day}, of {issuer}, on {title}")
    return words.format(
        number=number, day=day(issued) if issued else DOTS, issuer=issuer or DOTS, title=lowered(title)
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
    returned = _("Of them {returned} had reported and are to complete it.") if one.returned else ""
    again = returned.format(returned=padded(one.returned))
    return " ".join(filter(None, (told, late, silent, again)))


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
    """Tell how many came to an activity, what came out of it, and who of it can't be named yet."""
    told = []
    if one.attendances:
        told.append(_("{count} attendances").format(count=padded(one.attendances)))
    if one.leaders:
        told.append(_("{count} leaders and managers among them").format(count=padded(one.leaders)))
    if one.outputs:
        told.append(_("{count} items").format(count=padded(one.outputs)))
    if one.unnamed:
        told.append(_("{count} enterprises not named yet").format(count=padded(one.unnamed)))
    return told


def _quoted(said: Sequence[tuple[str, str]], none: str) -> list[str]:
    """Give what units said, each with the unit's name, line by line and in its own words."""
    found = []
    for unit, words in said:
        first, *more = words.strip().splitlines() or [""]
        if first:
            found += [f"- {unit}: {first if more else _ended(first)}", *filter(str.strip, more)]
    return found or [_(none)]


def _ended(words: str) -> str:
    told = words.strip()
    return told if told.endswith((".", "!", "?", "…")) else told + "."
