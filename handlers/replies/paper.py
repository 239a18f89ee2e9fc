"""This file is a unit's report on paper: what it did in a period and says in its own words, as a Word file.

The words are Vietnamese whoever asks; the unit may change everything in Word before it is signed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from handlers.reading.text import fold
from handlers.reading.unclear import N_
from handlers.replies import lettering
from handlers.replies.findings import Head
from handlers.replies.letter import fill
from handlers.replies.official import DOTS, capital, day, days, lowered, padded
from handlers.replies.reporting import Told
from handlers.replies.tables import spent
from handlers.replies.words import LOCALES, _, dong, speaking
from models.rules.counting import Kind
from models.rules.listing import Done, Part
from models.rules.spans import Span

KIND = "unit"
# So many enterprises of an activity are named; the others are counted.
NAMED_MOST = 5
REPORT = "Báo cáo "
NAME_LETTERS = 60
ANY_SIGNER = N_("HEAD OF THE OFFICE")
# Who signs in the name of an office, by how its name begins.
SIGNERS = {
    "Sở ": N_("DIRECTOR"),
    "Ban ": N_("HEAD OF THE BOARD"),
    "Văn phòng ": N_("HEAD OF THE SECRETARIAT"),
    "Thanh tra ": N_("CHIEF INSPECTOR"),
    "Liên minh ": N_("CHAIR"),
    "Hiệp hội ": N_("CHAIR"),
    "Hội ": N_("CHAIR"),
}


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that stands in it. `people` is whether a People's Committee signs it; `certified` counts experts.

    `parts` are the enterprises of an activity, by its number. A report on request has its `question`, and
    the unit's `answer` if it was given in words.
    """

    head: Head
    plan: str
    issuer: str
    issued: date | None
    plan_title: str
    title: str
    span: Span
    people: bool
    is_filed: bool
    done: Sequence[Done]
    parts: Mapping[int, Sequence[Part]]
    certified: Mapping[int, int]
    told: Told
    receiver: str
    question: str = ""
    answer: str = ""


def docx(found: Findings) -> tuple[bytes, dict[str, Any]]:
    """Write it, in Vietnamese; give the file and what it was filled with."""
    with speaking(LOCALES[0]):
        filling = values(found)
        return fill(template(stands_alone=not found.head.superior), filling), filling


def file_name(title: str, code: str) -> str:
    """Name the file in letters that every messenger and system keeps."""
    period = re.sub("[^a-z0-9]+", "-", fold(title)).strip("-")[:NAME_LETTERS]
    return f"{period.capitalize() or 'Bao-cao'}_{code}.docx"


def values(found: Findings) -> dict[str, Any]:
    """Give what the template is filled with: texts and lists of them."""
    return {
        **lettering.head(found.head),
        "draft": "" if found.is_filed else _("DRAFT"),
        "subject": _subject(found),
        "opening": _opening(found),
        "rows": [] if found.answer else [_row(found, place, one) for place, one in enumerate(found.done, 1)],
        "sums": _answered(found) or _sums(found),
        "difficulties": found.told.difficulties.splitlines() or [_("None.")],
        "proposals": found.told.proposals.splitlines() or [_("None.")],
        "closing": _closing(found),
        "receiver": _("- {office} (for its summary);").format(office=found.receiver),
        "on_behalf": _("ON BEHALF OF THE PEOPLE’S COMMITTEE") if found.people else "",
        "position": _position(found),
    }


def _subject(found: Findings) -> str:
    if found.question:
        return capital(found.title.removeprefix(REPORT))
    words = _("Results of Plan No. {number}, {span}")
    return words.format(number=found.plan, span=found.title.removeprefix(REPORT))


def _opening(found: Findings) -> str:
    office = found.head.office
    if found.question:
        words = _("At the request “{title}” of {receiver}, {office} reports:")
        return words.format(title=found.title, receiver=found.receiver, office=office)
    span = _("{title} (from {first} to {last})").format(
        title=found.title.removeprefix(REPORT), first=day(found.span.first), last=day(found.span.last)
    )
    plan = lettering.cited(found.plan, found.issued, found.issuer, found.plan_title)
    return _("In pursuance of {plan}, {office} reports on {span}:").format(
        plan=plan, office=office, span=span
    )


def _closing(found: Findings) -> str:
    if found.question:
        words = _("This is the report on what was asked; {office} respectfully reports./.")
        return words.format(office=found.head.office)
    words = _("This is the report on {subject}; {office} respectfully reports./.")
    return words.format(subject=lowered(_subject(found)), office=found.head.office)


def _answered(found: Findings) -> list[str]:
    """Give what was asked on request, and what was answered in words or is still to be."""
    if not found.question:
        return []
    asked = _("What was asked: {question}").format(question=found.question)
    if found.answer:
        return [asked, *found.answer.splitlines()]
    return [asked, *(_sums(found) if found.done or found.is_filed else [DOTS])]


def _position(found: Findings) -> str:
    """Name who signs, by what the office is; nobody is made up."""
    if found.people:
        return _("CHAIR")
    known = (words for name, words in SIGNERS.items() if found.head.office.startswith(name))
    return _(next(known, ANY_SIGNER))


def _row(found: Findings, place: int, one: Done) -> dict[str, str]:
    held = days(one)
    return {
        "no": str(place),
        "title": one.title,
        "group": _("Task group {number}").format(number=one.group),
        "days": _("{days}, estimate").format(days=held) if one.estimate else held,
        "result": "; ".join(_results(found, one)),
    }


def _results(found: Findings, one: Done) -> list[str]:
    """Tell what came of an activity: people, enterprises, items, its cost. Experts are a number here."""
    told = lettering.attended(one)
    parts = found.parts.get(one.number, [])
    if parts:
        told.insert(0, _enterprises(parts))
    if one.kind is Kind.CERTIFICATION:
        told.append(_("{count} experts certified").format(count=padded(found.certified.get(one.number, 0))))
    if one.cost:
        told.append(_("cost {amount}").format(amount=dong(one.cost)))
    return told


def _enterprises(parts: Sequence[Part]) -> str:
    told = ", ".join(part.name for part in parts[:NAMED_MOST])
    more = len(parts) - NAMED_MOST
    if more > 0:
        told += " " + _("and {count} more enterprises").format(count=padded(more))
    return _("{count} enterprises: {names}").format(count=padded(len(parts)), names=told)


def _sums(found: Findings) -> list[str]:
    """Add up what was done; estimates stay apart."""
    if not found.done:
        return [_("There was nothing to report in this period.")]
    certain = [one for one in found.done if not one.estimate]
    words = _("In this period the unit carried out {count} activities; {cost}.")
    lines = [words.format(count=padded(len(certain)), cost=_cost(certain))]
    if not certain:
        lines = [_("In this period the unit has completed no activity yet.")]
    ahead = len(found.done) - len(certain)
    if ahead:
        lines.append(_("{count} more activities are estimates and in no total.").format(count=padded(ahead)))
    return lines


def _cost(done: Sequence[Done]) -> str:
    """Word what was spent; no cost told is not the same as no cost."""
    total, silent = spent(done)
    if total is None:
        return _("the costs are not known yet")
    told = _("costs {amount}").format(amount=dong(total)) if total else _("there were no costs")
    without = _(" (without {count} activities whose costs are not known yet)").format(count=padded(silent))
    return told + (without if silent else "")


@cache
def template(*, stands_alone: bool) -> bytes:
    """Make the template, in Vietnamese whoever asks; for an office that stands under another, or for none."""
    from handlers.replies import letterform as form  # noqa: PLC0415 - it is slow to import

    with speaking(LOCALES[0]):
        page = form.begin(KIND, size=13)
        form.head(
            page,
            superior="" if stands_alone else "{{ superior }}",
            office="{{ office }}",
            number="{{ number }}",
            dated="{{ dated }}",
            under_number="{{ draft }}",
        )
        form.title(page, _("REPORT"), "{{ subject }}")
        form.body(page, "{{ opening }}")
        form.heading(page, _("I. RESULTS"))
        form.each(page, "line", "sums", "{{ line }}")
        form.tag(page, "if rows")
        form.table(page, [form.Column(title=_(title), **rest) for title, rest in COLUMNS], "row in rows")
        form.tag(page, "endif")
        form.heading(page, _("II. DIFFICULTIES"))
        form.each(page, "line", "difficulties", "{{ line }}")
        form.heading(page, _("III. PROPOSALS"))
        form.each(page, "line", "proposals", "{{ line }}")
        form.body(page, "{{ closing }}")
        form.signature(
            page,
            ["{{ receiver }}", _("- Kept: VT.")],
            position="{% if on_behalf %}{{ on_behalf }}\n{% endif %}{{ position }}",
            name="",
        )
        return form.end(page)


COLUMNS: tuple[tuple[str, dict[str, Any]], ...] = (
    (N_("No."), {"width": 10, "cell": "{{ row.no }}", "align": "centre"}),
    (N_("What was done"), {"width": 60, "cell": "{{ row.title }} ({{ row.group }})"}),
    (N_("Days"), {"width": 29, "cell": "{{ row.days }}", "align": "centre"}),
    (N_("Result"), {"width": 66, "cell": "{{ row.result }}"}),
)
