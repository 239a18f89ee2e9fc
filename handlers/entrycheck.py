"""This file is the lines of a workbook that was sent back, put through the questions of the chat."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from handlers import duty, recording
from handlers.conversation.flow import State
from handlers.conversation.lines import ACTIVITIES, PAGES
from handlers.entrywritten import IN_CHAT, Saved, Written
from handlers.locking import lock_of
from handlers.reading import cells
from handlers.reading.enterprise_names import core
from handlers.reading.taxcode import parent
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.recording import Told
from handlers.replies import entries as said
from handlers.replies import entrybook
from handlers.replies.entries import Wrong
from handlers.replies.words import speaking
from handlers.request import Request
from handlers.sentback import Row, Sent, numbers, whose
from models import draft, listing, plan
from models.activity import LIVE, Activity
from models.listing import Only
from models.period import Period
from models.report import Report

NO_SUCH = N_("There is no activity {label} in this form. Please write its number, or M1, M2 … of a new one.")
NOT_NAMED = N_("To which activity does this line belong? Please write its number, or M1, M2 … of a new one.")
GONE = N_("This line is not in the bot any more. Please fetch a new form with /maunhap.")
CHANGED = N_(
    "This line was changed in the bot after the form was fetched; now it says:"
    " {now}. Please fetch a new form."
)
BELONGS = N_("This line belongs to activity {label} and can’t be moved. Please leave the number as it is.")
ABOVE_ALREADY = N_("The same activity stands in row {row}. Another one needs another title.")


@dataclass(kw_only=True)
class Found:
    """What the workbook would change, and what is wrong with it. `entries` is what is saved, in order."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    as_before: int = 0
    left_out: int = 0
    beside: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def check(request: Request, owed: tuple[Report, Period], sent: Sent, *, name: str, language: str) -> Found:
    """Put every line that was touched through the chat's questions; nothing is written. Raises Enough."""
    return Check(request, owed, sent, name, language).found()


class Check:
    """Goes through one workbook; what its lines have in common is kept here."""

    def __init__(
        self, request: Request, owed: tuple[Report, Period], sent: Sent, name: str, language: str
    ) -> None:
        self._request, self._session, self._sent = request, request.session, sent
        self._report, self._period = owed
        self._why = said.why_corrected(name)
        self._facts = duty.facts_of(request, *owed)
        self._saved = self._load(language)
        self._found = Found(wrong=sent.wrong, beside=sent.beside, facts=self._facts)
        self._new: dict[Told, int] = {}
        self._papers: dict[str, int] = {}
        # Enterprises and experts that the workbook itself brings: by name and code, where each comes first.
        self._firms: dict[str, list[tuple[str, str | None, list[Any]]]] = defaultdict(list)
        self._people: dict[str, list[Any]] = {}

    def found(self) -> Found:
        hanging = self._hanging()
        rows = {row.label: row for row in self._sent.touched[ACTIVITIES.key] if row.label}
        for label in [*rows, *(label for label in hanging if label not in rows)]:
            self._take(label, rows.get(label), hanging.get(label, {}))
        there = self._numbers()
        labels = {int(one) for one in self._sent.as_before if one.isdecimal()}
        changed = {one["number"] for one in self._found.entries}
        self._found.as_before = len(labels & there - changed)
        self._found.left_out = len(there - labels - set(self._saved))
        return self._found

    def _numbers(self) -> set[int]:
        """Give the numbers of all that the unit has in this period."""
        span = self._period.span
        query = select(col(Activity.id)).where(Activity.unit == self._report.unit, LIVE)
        query = query.where(Activity.last >= span.first, Activity.last <= span.last)
        return {number or 0 for number in self._session.exec(query)}

    def _load(self, language: str) -> dict[int, Saved]:
        """Find the saved activities that were touched, each with its lines as the form would show them."""
        only = Only(units=[self._report.unit], numbers=sorted(numbers(self._sent)))
        if not only.numbers:
            return {}
        the_plan = plan.current(self._session)
        with speaking(language):
            book = gather(self._session, the_plan, self._report, self._period, self._request, only=only)
            lines: dict[int, dict[tuple[str, str], Sequence[Any]]] = defaultdict(dict)
            for key, rows in entrybook.lines(book).items():
                for line in rows:
                    label = str(line[0])
                    lines[int(label.partition(".")[0])][key, label] = line
        found = {}
        for one in book.done:
            row = self._session.get_one(Activity, one.number)
            known = draft.get(self._session, row.draft_id) if row.draft_id else None
            found[one.number] = Saved(row, known, lines[one.number])
        return found

    def _hanging(self) -> dict[str, dict[str, list[Row]]]:
        """Give the touched lines that hang on activities, by these."""
        found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        as_before = {label for label in self._sent.as_before if "." not in label}
        own = {row.label for row in self._sent.touched[ACTIVITIES.key]} | as_before
        for page in PAGES[1:]:
            for row in self._sent.touched[page.key]:
                label = whose(row)
                if not label:
                    self._object(row, "activity", Unclear(NOT_NAMED))
                elif not row.is_new and row.plain("activity") not in ("", label):
                    self._object(row, "activity", Unclear(BELONGS, label=label))
                elif label not in own and not (label.isdecimal() and int(label) in self._saved):
                    self._object(row, "activity", Unclear(NO_SUCH, label=brief(label)))
                else:
                    found[label][page.key].append(row)
        return found

    def _take(self, label: str, row: Row | None, hanging: Mapping[str, list[Row]]) -> None:
        """Work out what becomes of one activity."""
        rows = [*([row] if row else []), *(one for page in PAGES for one in hanging.get(page.key, ()))]
        if any(one.broken for one in rows):
            return
        before = len(self._found.wrong)
        saved = self._saved.get(int(label)) if label.isdecimal() else None
        if saved is None and (label.isdecimal() or (row is not None and not row.is_new)):
            self._object(rows[0], "label" if row else "activity", Unclear(GONE))
            return
        if saved is not None:
            rows = [one for one in rows if self._is_changed(one, saved)]
            if not rows or len(self._found.wrong) > before:
                return
            row = row if row in rows else None
        written = Written(self, label, row, saved, [one for one in rows if one is not row])
        entry = written.entry(self._facts, self._why)
        if entry is None and len(self._found.wrong) == before:
            self._object(rows[0], "", Unclear(IN_CHAT))  # nothing is passed over without a word
        if entry is not None and len(self._found.wrong) == before:
            self._found.entries.append(entry)

    def _is_changed(self, row: Row, saved: Saved) -> bool:
        """Tell whether a line of the bot differs from what stands there now; what both changed is refused."""
        if row.is_new:
            return True
        now = saved.lines.get((row.page.key, row.label))
        if now is None:
            self._object(row, "label", Unclear(GONE))
            return False
        keys = [one.key for one in row.page.columns if one.sort != "stamp"]
        differs = [n for n, key in enumerate(keys) if row.plain(key) != cells.plain(now[n])]
        if differs and entrybook.stamp(now) != row.stamp:
            told = "; ".join(said.cell(row.page.column(keys[n]).title, cells.plain(now[n])) for n in differs)
            self._object(row, "label", Unclear(CHANGED, now=told))
            return False
        return bool(differs)

    def _object(self, row: Row, key: str, unclear: Unclear) -> None:
        self._sent.object_to(row, key, unclear)

    # What one activity's lines ask of those above them.

    def object_to(self, row: Row, key: str, unclear: Unclear) -> None:
        self._object(row, key, unclear)

    @property
    def session(self) -> Session:
        return self._session

    @property
    def today(self) -> date:
        return self._request.now.date()

    def locked(self, row: Activity) -> Unclear | None:
        """Say why an accepted report holds an activity, if one does."""
        lock = lock_of(self._request, row)
        return lock.unclear if lock else None

    def refuse_twice(self, row: Row, state: State) -> None:
        """Refuse a new activity that the bot has already, or that stands above. Raises Unclear."""
        key = recording.told_of(state)
        if key is None:
            return
        if key in self._new:
            raise Unclear(ABOVE_ALREADY, row=self._new[key])
        self._new[key] = row.number
        known = recording.the_same(self._session, self._report.unit, state)
        if known is not None:
            raise Unclear(recording.THERE_ALREADY, number=str(known))

    def first_paper(self, number: str, row: int) -> int | None:
        """Remember where a certificate stands; give the row in which it stood before."""
        return None if self._papers.setdefault(number, row) == row else self._papers[number]

    def brought(self, item: Mapping[str, Any]) -> Iterator[tuple[str, str | None, list[Any]]]:
        """Give the enterprises that lines above bring and that bear a name, or the code, like this one."""
        code = parent(item["tax_code"]) if item.get("tax_code") else None
        for key in filter(None, (f"code:{code}" if code else None, f"core:{core(item['name'])}")):
            for name, other, where in self._firms[key]:
                if not (code and other and code != other):
                    yield name, other, where

    def bring(self, item: Mapping[str, Any], where: list[Any]) -> None:
        code = parent(item["tax_code"]) if item.get("tax_code") else None
        brought = (item["name"], code, where)
        self._firms[f"core:{core(item['name'])}"].append(brought)
        if code:
            self._firms[f"code:{code}"].append(brought)

    def person(self, folded: str, where: list[Any] | None = None) -> list[Any] | None:
        """Give where an expert of a name was brought above; else remember it."""
        if where is not None:
            self._people.setdefault(folded, where)
        return self._people.get(folded)


def gather(
    session: Session, the_plan: Any, row: Report, of: Period, request: Request, *, only: Only
) -> entrybook.Book:
    """Gather what the form of a unit and a period holds."""
    span = of.span
    return entrybook.Book(
        plan=the_plan.code,
        plan_number=the_plan.number,
        unit=row.unit,
        unit_name=duty.unit_name(request),
        period=of.id or 0,
        title=of.title,
        first=of.first,
        last=of.last,
        made_at=request.now,
        groups={one.number: f"{one.number}. {one.short}" for one in plan.groups(session, the_plan)},
        done=listing.done(session, the_plan, span, only=only),
        parts=listing.parts(session, the_plan, span, only=only),
        papers=listing.papers(session, the_plan, span, only=only),
        funds=listing.funds(session, the_plan, span, only=only),
    )
