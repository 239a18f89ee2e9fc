"""This file is one activity as it stands in a workbook: it answers the chat's questions from its cells."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from handlers import entrywhom, recording
from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY, candidate_key, kind_of
from handlers.conversation.flow import LEFT, NO, SUMMARY, YES, Question, State
from handlers.conversation.kinds import Choice, Repeat, Said
from handlers.conversation.lines import ACTIVITIES, COSTS, ENTERPRISES, EXPERTS, PAGES, REPEATED, Page
from handlers.entrywhom import LIKE_IT, NAMESAKE, NOT_AMONG
from handlers.reading import cells
from handlers.reading.enterprise_names import Verdict, compare
from handlers.reading.legal_form import legal_form
from handlers.reading.taxcode import parent
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.recording import WHO, paper_number
from handlers.replies import entries as said
from handlers.sentback import Row, spoken_everywhere
from models import activity, enterprise
from models.activity import Activity
from models.draft import Draft

if TYPE_CHECKING:
    from handlers.entrycheck import Check

EMPTY = N_("Nothing is entered under “{column}”.")
NO_LINES = N_("This activity has no line on the sheet “{sheet}” yet.")
MEANT = N_("“{text}” is not in the list. Is “{alike}” meant?")
AHEAD = N_(
    "That day is still ahead. Please choose “Yes” under “Estimate” to keep it as an"
    " estimate, or set the day right."
)
NOT_ASKED = N_("“{column}” is not asked for this kind of activity. Please leave the cell empty.")
NO_COST = N_("Please enter the whole cost of the activity first; this line is more than it.")
IN_CHAT = N_("What hangs on this activity can only be corrected in the chat: /lichsu.")
NO_DRAFT = N_("This activity was not entered in the chat: it can be taken back and reported anew.")
NUMBER_ABOVE = N_("Certificate {number} stands in row {row} already. Each certificate counts once.")
ABOVE = N_("{name} was entered already, just above.")
TOO_MANY = N_("One activity has {most} lines on the sheet “{sheet}” at most. Please make two of it.")
FORM_TOLD = N_(
    "The name itself tells another legal form. Please leave this cell empty, or set the name right."
)
# What is taken, and to be looked at before it is agreed to.
FAR_MORE = N_("{column}: {value} is far more than was ever reported before.")
OUTSIDE = N_(
    "The days lie outside the period of this form; the activity counts for the time when it took place."
)
PASSED = N_("Those days are over, and it is kept as an estimate: it does not count as done.")
# Which column a question is answered from, where it is not of the same name.
COLUMNS = {"days": "first", "ahead": "estimate", "done": "estimate", "solution_name": "solution"}
MOST = {one.key: one.most for one in ACTIVITY.steps if isinstance(one, Repeat)}
_REPEATS = (*WHO, "experts", "sources")


@dataclass(frozen=True)
class Saved:
    """An activity as it stands in the bot: its row, its answers, its lines as the form would show them."""

    row: Activity
    known: Draft | None
    lines: Mapping[tuple[str, str], Sequence[Any]]


@dataclass
class Thing:
    """One repeated thing: the line that was touched, and how the line stood."""

    row: Row | None = None
    was: Mapping[str, str] | None = None
    is_nameless: bool = False


class Written:
    """One activity as it stands written: it answers the chat's questions from the cells."""

    def __init__(
        self, check: "Check", label: str, row: Row | None, saved: Saved | None, hanging: Sequence[Row]
    ) -> None:
        self._check, self._label, self._row, self._saved = check, label, row, saved
        self._hanging = hanging
        self._things: dict[str, list[Thing]] = {}
        self._used: set[tuple[int, str, str]] = set()
        self._objected: set[tuple[int, str]] = set()
        self._notes: list[Unclear] = []
        self._quiet = self._failed = False

    def entry(self, shared: Mapping[str, Any], why: str) -> dict[str, Any] | None:
        """Give what is to be saved, or None where something is wrong: that is told to the check."""
        begun = self._begin(shared, why)
        if begun is None:
            return None
        for self._quiet in (True, False):
            # Whom the names might mean is looked up once they are read; then all is read again.
            self._failed, self._notes = False, []
            state = self._tidied(flow.fill(ACTIVITY, begun, self._give))
            if self._quiet:
                state = recording.look_up(self._check.session, state)
                begun = replace(begun, facts=state.facts)
        self._look_for_left_over(state)
        self._refuse_doubles(state)
        if self._failed:
            return None
        within = self._within(state)
        if self._failed or not flow.is_complete(ACTIVITY, state):
            if not self._failed:
                self._object(self._first_row(), "", Unclear(IN_CHAT))
            return None
        return self._told(state, within, shared)

    def _refuse_doubles(self, state: State) -> None:
        """Refuse what the bot has already, or what stands twice in the workbook."""
        try:
            if self._saved is None and self._row is not None:
                self._check.refuse_twice(self._row, state)
            if not self._failed:
                recording.refuse_doubles(self._check.session, state)
        except Unclear as unclear:
            self._object(self._first_row(), "title" if self._row else "", unclear)

    def _begin(self, shared: Mapping[str, Any], why: str) -> State | None:
        """Lay out the answers that are there, and a place for each thing that is told of."""
        facts, answers = dict(shared), {}
        if self._saved is not None:
            known, row = self._saved.known, self._saved.row
            problem = Unclear(NO_DRAFT) if known is None else self._check.locked(row)
            if known is None or problem is not None:
                self._object(self._first_row(), "label", problem or Unclear(NO_DRAFT))
                return None
            answers = deepcopy({key: value for key, value in known.answers.items() if key != "why"})
            facts = {**known.facts, **facts, "corrects": row.id, "unit": row.unit}
            facts["entered"] = recording.entered(self._check.session, row, answers)
            answers["why"] = why
        if self._estimate() and self._is_over(answers):
            facts["intended"] = True
        try:
            self._lay_out(answers)
        except Unclear as unclear:
            self._object(self._first_row(), "", unclear)
            return None
        return State(SUMMARY, answers, facts)

    def _lay_out(self, answers: dict[str, Any]) -> None:
        for key in _REPEATS:
            known = [item for item in answers.get(key, []) if _is_told(key, item)]
            things = self._known_things(key, known)
            if len(things) != len(known):
                raise Unclear(IN_CHAT)
            page = _page_of(key)
            fresh = [row for row in self._hanging if row.page is page and row.is_new]
            things += [Thing(row) for row in fresh]
            known += [{} for _row in fresh]
            if len(known) > MOST[key]:
                raise Unclear(TOO_MANY, most=MOST[key], sheet=said.title(page.name))
            if key == "enterprises" and self._counts_unnamed(answers):
                things.append(Thing(is_nameless=True))
                known.append({"name": None})
            if known or key in answers:
                answers[key] = known
            self._things[key] = things

    def _known_things(self, key: str, known: Sequence[Any]) -> list[Thing]:
        """Match what the bot has to its lines: they stand in the same order."""
        if self._saved is None or not known:
            return []
        page = _page_of(key)
        touched = {row.label: row for row in self._hanging if row.page is page and not row.is_new}
        columns = [one.key for one in page.columns if one.sort != "stamp"]
        found = []
        for (of, label), line in self._saved.lines.items():
            if of == page.key:
                was = {one: cells.plain(value) for one, value in zip(columns, line, strict=True)}
                found.append(Thing(touched.get(label), was))
        return _by_number(found, known) if key == "experts" else found

    def _counts_unnamed(self, answers: Mapping[str, Any]) -> bool:
        if self._row is not None:
            return bool(self._row.plain("unnamed"))
        return bool(answers.get("unnamed"))

    def _estimate(self) -> bool:
        if self._row is not None:
            return bool(self._row.plain("estimate"))
        return self._saved is not None and self._saved.row.estimate

    def _is_over(self, answers: Mapping[str, Any]) -> bool:
        self._quiet = True  # what is wrong with the days is told where they are asked for
        try:
            last = self._days()[1] if self._row else date.fromisoformat(answers["days"]["last"])
        except Unclear:
            return False
        finally:
            self._quiet = False
        return last <= self._check.today

    def _give(self, question: Question) -> Any:
        """Answer one question from the cells, or leave it open and say what is wrong."""
        key, index = _place(question.path)
        thing = self._thing(key, index)
        row, was = (thing.row, thing.was) if key else (self._row, self._was())
        column = COLUMNS.get(question.step.key, question.step.key)
        try:
            known = self._known(question, key, index, thing)
            if known is not LEFT:
                return known
            if row is None:
                return self._keep(question)
            self._used.add((id(row), row.page.key, column))
            if was is not None and question.is_answered and not self._differs(row, was, column):
                return question.value
            return self._read(question, row, column)
        except Unclear as unclear:
            self._object(row or self._first_row(), column if row else "", unclear)
            return LEFT

    def _known(self, question: Question, key: str, index: int, thing: Thing) -> Any:
        """Answer what no cell answers."""
        leaf = question.step.key
        if leaf == "more":
            return YES if index + 1 < len(self._things.get(key, ())) else NO
        if leaf in ("why", "evidence"):
            return question.value
        if leaf.endswith("_sure"):
            of = leaf.removesuffix("_sure")
            self._note(
                FAR_MORE,
                column=said.title(ACTIVITIES.column(of).title),
                value=said.amount(question.context.answers[of], of),
            )
            return "yes"
        if leaf == "outside":
            self._note(OUTSIDE)
            return "keep"
        if leaf == "same" and key == "experts" and thing.was is not None:
            return self._certified(question, thing)
        is_past_the_last = key == "sources" and index >= len(self._things["sources"])
        if is_past_the_last or (leaf == "name" and thing.is_nameless):
            return None
        if key and question.path.endswith(".0.name") and not self._things[key]:
            raise Unclear(NO_LINES, sheet=said.title(_page_of(key).name))
        return LEFT

    def _certified(self, question: Question, thing: Thing) -> Any:
        """Keep whose a certificate is, as long as the name stays."""
        if thing.was is None or (thing.row is not None and self._differs(thing.row, thing.was, "name")):
            return LEFT
        papers = activity.papers(self._check.session, self._saved.row) if self._saved else ()
        held = {str(expert.id) for paper, expert in papers if paper.number == thing.was["number"]}
        offered = {one.id for one in question.step.options(question.context)}
        return next(iter(held & offered), LEFT)

    def _keep(self, question: Question) -> Any:
        """Keep what is known where the line was not touched."""
        if question.is_answered:
            return question.value
        if question.step.key == "done":
            return "no"
        if question.step.optional:
            return None
        raise Unclear(IN_CHAT)

    def _read(self, question: Question, row: Row, column: str) -> Any:
        """Answer a question from its cell. Raises Unclear."""
        match question.step.key:
            case "days":
                first, last = self._days()
                return question.step.read(Said(text=f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"), question.context)
            case "ahead" | "done":
                return self._estimated(question.step.key)
            case "same":
                return entrywhom.same(question, row, self._notes)
        words = cells.words(row.cells.get(column))
        if words:
            return _answered(question, words)
        # In the chat a name may stay open; here who has none is told as a number.
        if question.step.optional and question.step.key != "name":
            return None
        raise Unclear(EMPTY, column=said.title(row.page.column(column).title))

    def _estimated(self, key: str) -> str:
        """Tell whether what is ahead, or was intended, is kept as an estimate. Raises Unclear."""
        if not self._estimate():
            if key == "ahead":
                raise Unclear(AHEAD)
            return "yes"
        self._chosen_yes("estimate")
        if key == "ahead":
            return "estimate"
        self._note(PASSED)
        return "no"

    def _chosen_yes(self, column: str) -> None:
        """Read a cell that holds nothing but yes. Raises Unclear."""
        row = self._row
        words = cells.words(row.cells.get(column)) if row else ""
        if row and fold(words) not in {fold(one) for one in spoken_everywhere("Yes")}:
            raise Unclear(NOT_AMONG, text=brief(words), options=said.title("Yes"))

    def _days(self) -> tuple[date, date]:
        """Read the first and the last day; one day has one cell. Raises Unclear."""
        row = self._row
        if row is None:
            raise Unclear(IN_CHAT)
        if cells.is_blank(row.cells.get("first")):
            raise Unclear(EMPTY, column=said.title(ACTIVITIES.column("first").title))
        first = cells.day(row.cells["first"], today=self._check.today)
        if cells.is_blank(row.cells.get("last")):
            return first, first
        try:
            return first, cells.day(row.cells["last"], today=self._check.today)
        except Unclear as unclear:
            self._object(row, "last", unclear)
            return first, first

    def _within(self, state: State) -> list[list[Any]]:
        """Find who is brought by lines above in the same workbook: that one is meant, not one more."""
        found: list[list[Any]] = []
        for key in WHO:
            for index, item in enumerate(state.answers.get(key, [])):
                where = [self._label, key, index]
                if self._is_brought_anew(state, item):
                    row = self._thing(key, index).row or self._first_row()
                    above = self._above(row, item)
                    if above is not None and above[0] == self._label:
                        self._object(row, "name", Unclear(ABOVE, name=item["name"]))
                    elif above is None:
                        self._check.bring(item, where)
                    else:
                        found.append([key, index, above])
        return [*found, *self._people(state)]

    def _people(self, state: State) -> list[list[Any]]:
        """Find the experts whom lines above bring; a certificate stands in a form once."""
        found: list[list[Any]] = []
        for index, item in enumerate(state.answers.get("experts", [])):
            thing = self._thing("experts", index)
            row = thing.row or self._first_row()
            number = paper_number(item.get("number"))
            if number and (above_row := self._check.first_paper(number, row.number)) is not None:
                self._object(row, "number", Unclear(NUMBER_ABOVE, number=number, row=above_row))
            if item.get("same") not in (None, "no") or (thing.was is not None and thing.row is None):
                continue
            above_person = self._check.person(fold(item.get("name") or ""))
            if above_person is not None and above_person[0] != self._label:
                chosen = entrywhom.chosen(row) if thing.row else ""
                if not chosen:
                    self._object(row, "name", Unclear(NAMESAKE, names=above_person[0]))
                elif chosen == YES:
                    found.append(["experts", index, above_person])
            self._check.person(fold(item.get("name") or ""), [self._label, "experts", index])
        return found

    def _is_brought_anew(self, state: State, item: Mapping[str, Any]) -> bool:
        """Tell whether an enterprise is on no list yet."""
        if not item.get("name") or candidate_key(item) in state.facts.get("entered", {}):
            return False
        code = item.get("tax_code")
        by_code = code and enterprise.by_tax_code(self._check.session, parent(code)) is not None
        return not by_code and item.get("same") in (None, "no")

    def _above(self, row: Row, item: Mapping[str, Any]) -> list[Any] | None:
        chosen = entrywhom.chosen(row) if row.page is ENTERPRISES else ""
        code = parent(item["tax_code"]) if item.get("tax_code") else None
        for name, other, where in self._check.brought(item):
            verdict = compare(item["name"], name)
            if (code and code == other) or chosen == YES or (verdict is Verdict.SAME and chosen != NO):
                return where
            if verdict is Verdict.ASK and chosen != NO:
                self._object(row, "name", Unclear(LIKE_IT, names=f"{name} ({where[0]})"))
                return None
        return None

    def _look_for_left_over(self, state: State) -> None:
        """Object to cells that no question asked about: they would be lost without a word."""
        kind = kind_of(state.answers, state.facts)
        if kind is None:
            return
        for row in [*([self._row] if self._row else []), *self._hanging]:
            key = REPEATED[row.page.key](kind) if row.page.hangs else ""
            if self._is_objected_to(row):
                continue
            if key is None:
                self._object(row, "activity", Unclear(NOT_ASKED, column=said.title(row.page.name)))
                continue
            for column in row.page.entered:
                is_used = (id(row), row.page.key, column.key) in self._used
                if is_used or column.key in ("activity", "same", "last") or not row.plain(column.key):
                    continue
                self._object_to_left_over(row, column.key, kind, state)

    def _object_to_left_over(self, row: Row, key: str, kind: str, state: State) -> None:
        column = row.page.column(key)
        words = {fold(one) for told in (column.choices or {}).values() for one in spoken_everywhere(told)}
        written = fold(row.plain(key))
        if key == "kind":
            if written not in {fold(one) for one in spoken_everywhere((column.choices or {})[kind])}:
                self._object(row, key, _not_kind(state, row.plain(key)))
        elif key == "form":
            told = legal_form(row.plain("name"))
            meant = next(
                (
                    one
                    for one, word in (column.choices or {}).items()
                    if written in map(fold, spoken_everywhere(word))
                ),
                None,
            )
            if written not in words or (told and meant != told and not self._is_as_it_was(row, key)):
                self._object(row, key, Unclear(FORM_TOLD))
        elif row.page is COSTS:
            self._object(row, key, Unclear(NO_COST))
        else:
            self._object(row, key, Unclear(NOT_ASKED, column=said.title(column.title)))

    def _is_as_it_was(self, row: Row, key: str) -> bool:
        line = self._saved.lines.get((row.page.key, row.label)) if self._saved else None
        if line is None:
            return False
        keys = [one.key for one in row.page.columns]
        return row.plain(key) == cells.plain(line[keys.index(key)]) and row.plain("name") == cells.plain(
            line[keys.index("name")]
        )

    def _told(self, state: State, within: list[list[Any]], shared: Mapping[str, Any]) -> dict[str, Any]:
        """Give the entry: what is saved, and the words in which it is shown."""
        own = {key: value for key, value in state.facts.items() if shared.get(key) != value}
        known = self._saved.known if self._saved else None
        shown = said.new(self._label, state, self._notes)
        if self._saved is not None and known is not None:
            before = State(SUMMARY, known.answers, {**state.facts, **known.facts})
            shown = said.changed(self._label, before, state, self._notes)
        return {
            "label": self._label,
            "number": self._saved.row.id if self._saved else None,
            "draft": known.id if known else None,
            "answers": dict(state.answers),
            "facts": own,
            "within": within,
            "shown": shown,
        }

    def _tidied(self, state: State) -> State:
        """Take out what was laid out and is not asked for this kind."""
        kind = kind_of(state.answers, state.facts)
        if kind is None:
            return state
        asked = {REPEATED[one.key](kind) for one in PAGES[1:]}
        answers = {key: value for key, value in state.answers.items() if key not in _REPEATS or key in asked}
        return replace(state, answers=answers)

    def _thing(self, key: str, index: int) -> Thing:
        things = self._things.get(key, [])
        return things[index] if index < len(things) else Thing()

    def _was(self) -> Mapping[str, str] | None:
        line = self._saved.lines.get((ACTIVITIES.key, self._label)) if self._saved else None
        if line is None:
            return None
        keys = [one.key for one in ACTIVITIES.columns if one.sort != "stamp"]
        return {key: cells.plain(value) for key, value in zip(keys, line, strict=True)}

    def _differs(self, row: Row, was: Mapping[str, str], column: str) -> bool:
        keys = ("first", "last") if column == "first" else (column,)
        return any(row.plain(key) != was[key] for key in keys)

    def _first_row(self) -> Row:
        return self._row or self._hanging[0]

    def _note(self, reason: str, **values: object) -> None:
        self._notes.append(Unclear(reason, **values))

    def _is_objected_to(self, row: Row) -> bool:
        """Tell whether something is wrong with a line already, or with the cost that it is a part of."""
        costs = row.page is COSTS and self._row is not None and (id(self._row), "cost") in self._objected
        return costs or any(number == id(row) for number, _key in self._objected)

    def _object(self, row: Row, key: str, unclear: Unclear) -> None:
        self._failed = True
        self._objected.add((id(row), key))
        if not self._quiet:
            known = {one.key for one in row.page.columns}
            self._check.object_to(row, key if key in known else "", unclear)


def _by_number(things: Sequence[Thing], known: Sequence[Any]) -> list[Thing]:
    """Put certificates in the order of the answers: one that was told elsewhere first stands above."""
    of = {paper_number((thing.was or {}).get("number")): thing for thing in things}
    numbers = [paper_number(item.get("number")) for item in known]
    if len(of) != len(things) or set(numbers) != of.keys():
        raise Unclear(IN_CHAT)
    return [of[number] for number in numbers]


def _page_of(key: str) -> Page:
    return {"experts": EXPERTS, "sources": COSTS}.get(key, ENTERPRISES)


def _place(path: str) -> tuple[str, int]:
    """Give under which repeated answers a question stands, and at which of them."""
    parts = path.split(".")
    return (parts[0], int(parts[1])) if len(parts) == 3 else ("", 0)


def _is_told(key: str, item: Mapping[str, Any]) -> bool:
    """Tell what has a line in the form: an enterprise by its name, money of a known source."""
    return bool(item.get("amount")) if key == "sources" else item.get("name") is not None


def _answered(question: Question, words: str) -> Any:
    """Read words as the chat would; a choice by its words in any language. Raises Unclear."""
    if not isinstance(question.step, Choice):
        return question.step.read(Said(text=words), question.context)
    chosen = _option(question, words)
    if chosen is None and question.step.key == "solution":
        return "other"
    if chosen is None:
        raise _not_among(question, words)
    question.step.check(chosen, question.context)
    return chosen


def _option(question: Question, words: str) -> str | None:
    """Find the option that was chosen, in any language."""
    typed = fold(words)
    for option in question.step.options(question.context):
        if typed == option.id or typed in {fold(one) for one in spoken_everywhere(option.label)}:
            return option.id
    return None


def _not_among(question: Question, words: str) -> Unclear:
    labels = [said.title(one.label) for one in question.step.options(question.context)]
    alike = said.alike(words, labels)
    if alike:
        return Unclear(MEANT, text=brief(words), alike=alike)
    return Unclear(NOT_AMONG, text=brief(words), options="; ".join(labels))


def _not_kind(state: State, words: str) -> Unclear:
    kinds = ACTIVITIES.column("kind").choices or {}
    kind = kind_of(state.answers, state.facts) or ""
    return Unclear(NOT_AMONG, text=brief(words), options=said.title(kinds[kind]))
