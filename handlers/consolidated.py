"""This file is /baocaotonghop: the consolidated report of a span, made as a draft, frozen, had again."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import TemplateError
from sqlmodel import Session

from handlers import errands, form, letters, progress, snapshots, templates
from handlers.conversation import snapshots as asked
from handlers.errands import Deed
from handlers.form import Form
from handlers.reading.unclear import N_, Unclear
from handlers.replies import consolidated, lettering, welcome
from handlers.replies import letters as said
from handlers.replies import snapshots as said_of_snapshots
from handlers.replies.letter import fill
from handlers.replies.reply import Document, Reply
from handlers.replies.words import LOCALES, speaking, why
from handlers.request import Replies, Request
from models import plan, snapshot, template
from models.contact import Role
from models.rules.letters import PHASES, QUARTERS, LetterKind, Of
from models.rules.spans import Span
from models.snapshot import Snapshot

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(
    r"(?P<verb>[a-z]+)(?::(?P<kind>Q[1-4]?|6T|9T|NAM|SK|TK))?(?::(?P<number>\d{1,9}))?"
    r"(?::(?P<on>20\d{6}))?(?::(?P<mark>[0-9a-f]{8}))?"
)
YEAR = re.compile(r"(?:năm |nam )?(?P<year>20\d\d)", re.IGNORECASE)
ERRAND = re.compile(
    r"(?P<kind>[A-Z0-9]{2,3}):(?P<year>\d{4}):(?P<on>\d{8})(?::(?P<mark>[0-9a-f]{8}))?|frozen:(?P<number>\d+)"
)
# The head is the document's own; whether a draft still holds is a matter of the rest.
HEAD = frozenset({"superior", "office", "number", "dated", "enclosed", "draft"})

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """What a button leads to."""

    kind: str
    number: int
    on: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter that was made. `fell_back` where the office's template could not be filled."""

    name: str
    values: Values
    content: bytes
    fell_back: bool


def show(request: Request) -> Replies:
    """Ask which report is wanted; `/baocaotonghop 2026` names a year's."""
    named = YEAR.fullmatch(request.argument.strip())
    year = Place(LetterKind.YEAR.value, int(named["year"]) if named else 0, "", "")
    of = _of(request.session, year, request.now.date())
    return _begin(request, of) if of else [said.kinds()]


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    place = Place(parts["kind"] or "", int(parts["number"] or 0), parts["on"] or "", parts["mark"] or "")
    return follow(request, place)


def _kinds(request: Request, _to: Place) -> Replies:
    return [said.kinds().over(request.said.message_id)]


def _kind(request: Request, to: Place) -> Replies:
    """Offer the years of a kind; of a review of several years there is only one."""
    wanted = QUARTERS if to.kind == said.QUARTERLY else tuple(one for one in LetterKind if one == to.kind)
    found = [one for kind in wanted for one in letters.begun(request.session, kind, request.now.date())]
    if not wanted:
        return [welcome.stale()]
    if not found:
        return [said.none_begun().over(request.said.message_id)]
    if found[0].kind in PHASES:
        return _begin(request, found[0])
    found.sort(key=lambda one: one.span.last, reverse=True)
    return [said.spans(found).over(request.said.message_id)]


def _make(request: Request, to: Place) -> Replies:
    of = _of(request.session, to, request.now.date())
    return _begin(request, of) if of else [welcome.stale()]


def _begin(request: Request, of: Of) -> Replies:
    on = min(request.now.date(), of.span.last)
    return errands.write(request, "letter", f"{of.kind.value}:{of.year}:{on:%Y%m%d}", said.what_letter(of))


def _of(session: Session, to: Place, today: date) -> Of | None:
    """Give what a button names, if it has begun."""
    kind = next((one for one in LetterKind if one == to.kind), None)
    begun = letters.begun(session, kind, today) if kind else []
    return next((one for one in begun if one.year == to.number), None)


def _frozen(request: Request, to: Place) -> Replies:
    """Make a letter again that was frozen."""
    row = snapshot.numbered(request.session, plan.current(request.session), to.number)
    if row is None or snapshots.LETTER not in row.content:
        return [welcome.stale()]
    return errands.write(request, "letter", f"frozen:{row.number}", said.what_letter(_of_frozen(row)))


def _pdf(request: Request, to: Place) -> Replies:
    of = _of(request.session, to, request.now.date())
    if of is None or not _day(to.on) or not to.mark:
        return [welcome.stale()]
    return errands.write(request, "letter_pdf", f"{to.kind}:{to.number}:{to.on}:{to.mark}", said.what_pdf())


def _pdf_of_frozen(request: Request, to: Place) -> Replies:
    return errands.write(request, "letter_pdf", f"frozen:{to.number}", said.what_pdf())


def make(has_pdf: Callable[[], bool], request: Request) -> Replies:
    """Make the letter that was asked for."""
    made = _letter(request)
    if made is None:
        return [welcome.stale()]
    parts, file = _argument(request), Document(made.name, made.content)
    if parts["number"]:
        row = snapshots.find(
            request.session, progress.count(request.session, request.now.date()), int(parts["number"])
        )
        return [said.frozen(file, row.number, row.document, has_pdf=has_pdf(), fell_back=made.fell_back)]
    of = letters.of(request.session, LetterKind(parts["kind"]), int(parts["year"]))
    on = _day(parts["on"]) or of.span.last
    mark = mark_of(request.session, made.values)
    return [said.draft(file, of, on, mark, has_pdf=has_pdf(), fell_back=made.fell_back)]


def make_pdf(convert: Callable[[bytes], bytes | None], request: Request) -> Replies:
    """Make the letter again and turn it into a PDF, if it is still the one that was read."""
    made = _letter(request)
    if made is None:
        return [welcome.stale()]
    mark = _argument(request)["mark"]
    if mark and mark_of(request.session, made.values) != mark:
        return [said.another_by_now()]
    content = convert(made.content)
    if content is None:
        return [said.no_pdf()]
    return [said.pdf(Document(made.name.removesuffix("docx") + "pdf", content))]


def _letter(request: Request) -> Letter | None:
    parts = _argument(request)
    if not parts["number"]:
        of = letters.of(request.session, LetterKind(parts["kind"]), int(parts["year"]))
        return draft(request.session, of, request.now, request.zone, on=_day(parts["on"]))
    row = snapshot.numbered(request.session, plan.current(request.session), int(parts["number"]))
    return frozen(request.session, row) if row and snapshots.LETTER in row.content else None


def draft(session: Session, of: Of, now: datetime, zone: ZoneInfo, *, on: date | None = None) -> Letter:
    """Make a draft: figures of a day, or of today or the span's end."""
    counted_on = on or min(now.date(), of.span.last)
    values = letters.values(session, of, counted_on, now.date(), zone)
    content, fell_back = _filled(templates.current(session)[0], values)
    return Letter(name=said.draft_name(of), values=values, content=content, fell_back=fell_back)


def frozen(session: Session, row: Snapshot) -> Letter:
    """Make a letter again from the values that were frozen, with the template of that day."""
    kept = row.content[snapshots.LETTER]
    used = template.of_hash(session, consolidated.KIND, kept["template"])
    content, fell_back = _filled(used.content, kept["values"]) if used else (_shipped(kept["values"]), True)
    name = said.frozen_name(kept["kind"], kept["year"], row.document)
    return Letter(name=name, values=kept["values"], content=content, fell_back=fell_back)


def _filled(used: bytes, values: Values) -> tuple[bytes, bool]:
    """Fill a template, or where that can't be done the shipped one; tell whether it came to that."""
    try:
        return fill(used, values), False
    except (TemplateError, ValueError, KeyError, TypeError, SyntaxError):
        return _shipped(values), True


def _shipped(values: Values) -> bytes:
    return fill(consolidated.template(), values)


def mark_of(session: Session, values: Values) -> str:
    """Give the mark by which a draft is known again: of its template, and what it tells below its head."""
    row = template.in_use(session, consolidated.KIND)
    told = {key: one for key, one in values.items() if key not in HEAD}
    return snapshot.mark_of({"values": told, "template": row.hash if row else ""})


def _begin_freezing(request: Request, to: Place) -> Replies:
    of, on = _of(request.session, to, request.now.date()), _day(to.on)
    if of is None or on is None or not to.mark:
        return [welcome.stale()]
    facts = {"kind": to.kind, "year": to.number, "on": on.isoformat(), "mark": to.mark}
    return form.begin(request, FREEZE_LETTER, facts)


def _freeze(request: Request, answers: Values, facts: Values) -> Replies:
    """Have the draft frozen under its number and day: to gather all of it takes longer than an answer may."""
    of = letters.of(request.session, LetterKind(facts["kind"]), facts["year"])
    wanted = {key: facts[key] for key in ("kind", "year", "on", "mark")}
    wanted |= {"document": answers["document"], "signed": answers["signed"]["first"]}
    return errands.write(request, "freeze_letter", json.dumps(wanted), said.what_letter(of))


def freeze(has_pdf: Callable[[], bool], request: Request) -> Deed:
    """Gather the draft again; if it is still the one that was read, give the deed that freezes it."""
    session, wanted = request.session, json.loads(request.argument)
    of = letters.of(session, LetterKind(wanted["kind"]), wanted["year"])
    on, signed = date.fromisoformat(wanted["on"]), date.fromisoformat(wanted["signed"])
    values = letters.values(session, of, on, request.now.date(), request.zone)
    if mark_of(session, values) != wanted["mark"]:
        return lambda writing: [said.changed(wanted["document"]), *_begin(writing, of)]
    counted = progress.count(session, on, today=request.now.date())
    head = letters.head(session, counted.plan, signed, document=wanted["document"], on=signed)
    with speaking(LOCALES[0]):
        whole = values | lettering.head(head)
    used, _is_shipped = templates.current(session)
    content = snapshots.frozen(session, counted) | {
        snapshots.LETTER: {
            "kind": wanted["kind"],
            "year": wanted["year"],
            "first": of.span.first.isoformat(),
            "last": of.span.last.isoformat(),
            "template": template.hash_of(used),
            "values": whole,
        }
    }
    filled, fell_back = _filled(used, whole)

    def deed(writing: Request) -> Replies:
        """Keep the shipped template too, for it may change with the bot."""
        by, now = writing.who, writing.now
        plan.lock(writing.session)
        try:
            snapshots.refuse_twice(writing, wanted, {})
        except Unclear as unclear:
            return [Reply(text=why(unclear))]
        template.keep(writing.session, consolidated.KIND, used, by=by, now=now)
        document, the_plan = wanted["document"], plan.current(writing.session)
        row = snapshot.make(writing.session, the_plan, document, content, on, by=by, now=now)
        file = Document(said.frozen_name(wanted["kind"], wanted["year"], document), filled)
        return [
            said_of_snapshots.made(snapshots.reported(writing.session, row)),
            said.frozen(file, row.number, document, has_pdf=has_pdf(), fell_back=fell_back),
        ]

    return deed


def _tell(request: Request, _answers: Values, facts: Values) -> list[str]:
    counted = progress.count(request.session, date.fromisoformat(facts["on"]))
    return said_of_snapshots.will_freeze(counted.on, [(one.goal.indicator, one.value) for one in counted.now])


def _of_frozen(row: Snapshot) -> Of:
    kept = row.content[snapshots.LETTER]
    days = Span(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]))
    return Of(kind=LetterKind(kept["kind"]), year=kept["year"], span=days)


def _about_template(verb: str) -> Callable[[Request, Place], Replies]:
    return lambda request, to: templates.press(request, verb, to.number)


def _argument(request: Request) -> re.Match[str]:
    parts = ERRAND.fullmatch(request.argument)
    if parts is None:
        raise ValueError(f"no letter is {request.argument!r}")
    return parts


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


FREEZE_LETTER = Form(
    conversation=asked.FREEZE_LETTER,
    title=N_("Freeze the figures"),
    roles=LEADS,
    check=snapshots.refuse_twice,
    tells=_tell,
    finish=_freeze,
    save=N_("Freeze"),
)
FORMS = (FREEZE_LETTER,)
VERBS: dict[str, Callable[[Request, Place], Replies]] = {
    "kinds": _kinds,
    "kind": _kind,
    "make": _make,
    "frozen": _frozen,
    "pdf": _pdf,
    "pdfof": _pdf_of_frozen,
    "freeze": _begin_freezing,
    **{verb: _about_template(verb) for verb in ("template", "use", "keep", "default")},
}
