"""This file is how those who have not reported are said: in lists, a card for each, a letter to send on."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from handlers.reading.unclear import N_, Unclear
from handlers.replies.asking import ROOM_FOR_ONE
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import PAGE_UNITS, fitted, paged, shortened, units
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.reporting import STATES
from handlers.replies.words import _, bold, day, deadline, hour, ngettext, number, safe, span, why
from models.rules.states import OWED, ReportState

# The people of one unit that are named in a list; its card names them all.
NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A unit that owes its report, who could be asked, and whom no message reaches."""

    unit: str
    people: tuple[str, ...]
    unreachable: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reported:
    """How a period stands: submitted and nil are both reported, late is among them; returned is missing."""

    title: str
    due: date
    submitted: int
    nil: int
    late: int
    missing: tuple[Missing, ...]
    due_time: time | None = None
    returned: int = 0

    @property
    def all(self) -> int:
        return self.submitted + self.nil + len(self.missing)


class Which(StrEnum):
    """Which of a period's units are listed. A unit may stand in several lists."""

    MISSING = "missing"
    OVERDUE = "overdue"
    PROMISED = "promised"
    EXTENDED = "extended"
    RETURNED = "returned"
    CUTOFF = "cutoff"
    NIL = "nil"
    EXCUSED = "excused"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit's report in one period. `due` is the day that holds for it, `extended` one that was given."""

    report_id: int
    unit: str
    short: str
    state: ReportState
    due: date
    due_time: time | None
    extended: date | None
    is_overdue: bool
    promised: date | None
    broken: int
    people: tuple[str, ...]
    unreachable: tuple[str, ...]
    nudged: datetime | None
    is_fresh: bool
    is_disowned: bool
    note: str

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def may_be_nudged(self) -> bool:
        """Tell whether a reminder would reach somebody who has not had one this working day."""
        return self.is_owed and bool(self.people) and not self.is_fresh


@dataclass(frozen=True, kw_only=True)
class View:
    """A period's units, and which of them are listed. `others` are the other periods that are worked on."""

    period_id: int
    of: Reported
    lines: Sequence[Line]
    which: Which
    others: Sequence[tuple[int, str, int]]

    @property
    def listed(self) -> list[Line]:
        return self.fitting(self.which)

    @property
    def to_nudge(self) -> list[Line]:
        return [one for one in self.listed if one.may_be_nudged]

    @property
    def mark(self) -> int:
        """Stand for those who would be reminded: another number as soon as they are others."""
        return zlib.crc32(repr([one.report_id for one in self.to_nudge]).encode())

    def fitting(self, which: Which) -> list[Line]:
        return [one for one in self.lines if FITS[which](one)]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One unit's report, whole. `back` leads to the list that it was opened from."""

    line: Line
    title: str
    question: str
    activities: int
    back: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a unit, or several alike, can be written in Zalo or by e-mail."""

    units: Sequence[str]
    office: str
    plan: str
    title: str
    question: str
    first: date
    last: date
    due: date
    due_time: time | None
    state: ReportState
    is_overdue: bool


LABELS = {
    Which.MISSING: N_("Missing"),
    Which.OVERDUE: N_("Overdue"),
    Which.PROMISED: N_("Promised"),
    Which.EXTENDED: N_("Extended"),
    Which.RETURNED: N_("Returned"),
    Which.CUTOFF: N_("Out of reach"),
    Which.NIL: N_("Nothing to report"),
    Which.EXCUSED: N_("Let off"),
}
FITS: Mapping[Which, Callable[[Line], bool]] = {
    Which.MISSING: lambda one: one.is_owed,
    Which.OVERDUE: lambda one: one.is_owed and one.is_overdue,
    Which.PROMISED: lambda one: one.is_owed and one.promised is not None,
    Which.EXTENDED: lambda one: one.is_owed and one.extended is not None,
    Which.RETURNED: lambda one: one.state is ReportState.RETURNED,
    Which.CUTOFF: lambda one: one.is_owed and not one.people,
    Which.NIL: lambda one: one.state is ReportState.NIL,
    Which.EXCUSED: lambda one: one.state is ReportState.EXCUSED,
}


def to_read(periods: Sequence[Reported], page: int) -> Reply:
    """List everybody who is missing, for those who only read."""
    if not periods:
        return no_period()
    blocks = [block for of in periods for block in _missing_in(of)]
    return paged(bold(_("Who is missing")), blocks, page=page, turn="t:missing", below=_home(), gap="\n")


def no_period() -> Reply:
    return Reply(text=_("No reporting period has begun yet."), buttons=_home())


def reported(of: Reported) -> str:
    """Count who has reported in a period and who has not."""
    counts = _("submitted {submitted} · nothing to report {nil} · missing {missing}").format(
        submitted=number(of.submitted), nil=number(of.nil), missing=number(len(of.missing))
    )
    late = " · " + _("late {late}").format(late=number(of.late)) if of.late else ""
    due = _("due {day}").format(day=deadline(of.due, of.due_time))
    of_all = _("{count} units").format(count=number(of.all))
    return f"<b>{safe(of.title)}</b> ({due})\n{of_all}: {counts}{late}"


def listed(view: View, page: int) -> Reply:
    """List some of a period's units for the lead office; a press opens one."""
    found = view.listed
    last = max(0, (len(found) - 1) // LEAF)
    page = min(page, last)
    shown = list(enumerate(found, start=1))[page * LEAF : (page + 1) * LEAF]
    head = bold(f"{_(LABELS[view.which])} ({number(len(found))})")
    if last:
        head += " · " + _("page {page} of {pages}").format(page=page + 1, pages=last + 1)
    lines = fitted([f"{n}. {_told(one)}" for n, one in shown]) if found else [_nobody(view.which)]
    text = "\n".join((bold(_("Who is missing")), reported(view.of), "", head, *lines))
    opens = [Button(shortened(one.short, 40), _opens(one, view.which, page)) for _n, one in shown]
    longest = max((len(one.label) for one in opens), default=0)
    turns = turning(f"c:list:{view.period_id}:{view.which}:", page, last)
    each = 2 if longest <= ROOM_FOR_ONE else 1
    return Reply(text=text, buttons=(*rows(*opens, each=each), *turns, *_around(view)))


def card(of: Card) -> Reply:
    """Show how one unit's report stands, and what can be done."""
    one = of.line
    standing = " · ".join(_standing(one))
    lines = [f"<b>{safe(one.unit)}</b>", _named(of), standing[:1].upper() + standing[1:]]
    if of.activities:
        count = ngettext("{count} activity recorded", "{count} activities recorded", of.activities)
        lines.append(count.format(count=number(of.activities)))
    if one.note:
        lines.append(_("Reason: {why}").format(why=safe(one.note)))
    lines.append(_("Contacts: {names}").format(names=_people(one, len(one.people)) or _("none")))
    if one.nudged is not None and one.is_owed:
        lines.append(_("Last reminded by the lead office: {hour}").format(hour=hour(one.nudged)))
    return Reply(text="\n".join(lines), buttons=(*rows(*_deeds(one), each=2), (_back(of.back),)))


def nudged(one: Line, *, in_office_hours: bool) -> Reply:
    words = _("{unit} will be reminded ({names}).").format(
        unit=bold(safe(one.unit)), names=_people(one, NAMED)
    )
    return Reply(text=f"✅ {words}\n{_heard(in_office_hours=in_office_hours)}")


def nudged_already(one: Line, at: datetime) -> Reply:
    words = _("{unit} was to be reminded already, at {hour}. Once a working day is enough.")
    return Reply(text=words.format(unit=safe(one.unit), hour=hour(at)), buttons=rows(_letter(one)))


def out_of_reach(one: Line) -> Reply:
    words = _("The bot reaches nobody of {unit}. Please send them the text below by Zalo or e-mail.")
    return Reply(text=words.format(unit=bold(safe(one.unit))), buttons=rows(_letter(one)))


def settled(one: Line, title: str) -> Reply:
    words = _("{unit} · {title}: nothing is owed any more.")
    return Reply(text=words.format(unit=safe(one.unit), title=safe(title)))


def ask_nudge(view: View, *, problem: str = "") -> Reply:
    """Show how many of those listed will be reminded, and who will not and why, before it is done."""
    to_do = view.to_nudge
    back = f"c:list:{view.period_id}:{view.which}:0"
    lines = [problem] if problem else []
    lines.append(f"<b>{safe(view.of.title)}</b> · {_(LABELS[view.which])}")
    ask = ngettext("Remind {count} unit?", "Remind {count} units?", len(to_do))
    if to_do:
        lines.append(bold(ask.format(count=number(len(to_do)))))
    else:
        lines.append(_("There is nobody to remind now."))
    lines += fitted([f"• {safe(one.unit)}: {_people(one, NAMED)}" for one in to_do])
    fresh = sum(one.is_fresh and bool(one.people) for one in view.listed)
    cut_off = sum(not one.people for one in view.listed)
    if fresh:
        lines.append(_("Reminded this working day already: {count}").format(count=number(fresh)))
    if cut_off:
        lines.append(_("Out of the bot’s reach, to be asked in another way: {count}").format(count=cut_off))
    yes = ngettext("Remind {count} unit", "Remind {count} units", len(to_do)).format(count=len(to_do))
    ways = [Button(f"🔔 {yes}", f"c:yes:{view.period_id}:{view.which}:{view.mark}")] if to_do else []
    ways.append(Button("‹ " + _("Back to the list"), back))
    return Reply(text="\n".join(lines), buttons=rows(*ways))


def all_nudged(view: View, count: int, *, in_office_hours: bool) -> Reply:
    words = ngettext("{count} unit will be reminded.", "{count} units will be reminded.", count)
    told = (
        _("The bot tells the units now.")
        if in_office_hours
        else _("The bot will tell the units in office hours.")
    )
    text = f"✅ {words.format(count=number(count))}\n{told}"
    return Reply(text=text, buttons=rows(_back(f"c:list:{view.period_id}:{view.which}:0")))


def will_excuse() -> list[str]:
    return [_("The unit owes no report for this period, and is not reminded any more.")]


def excused(unit: str, title: str, report_id: int, back: str) -> Reply:
    words = _("{unit} is let off: {title}.").format(unit=bold(safe(unit)), title=safe(title))
    ways = rows(Button("↩ " + _("Take back"), f"c:call:{report_id}"), _back(back), each=2)
    return Reply(text=f"✅ {words}", buttons=ways)


def called_in(unit: str, title: str, back: str) -> Reply:
    words = _("{unit} owes its report again: {title}.").format(unit=bold(safe(unit)), title=safe(title))
    return Reply(text=f"✅ {words}", buttons=rows(_back(back)))


def refused(unclear: Unclear) -> Reply:
    return Reply(text=why(unclear))


def letters(of: Letter) -> list[Reply]:
    """Word what can be copied and sent on; many addressees take more than one message."""
    return [Reply(text=_letter_to(group, of)) for group in _groups(of)]


def heard(*, in_office_hours: bool, is_reached: bool) -> str:
    """Say when a unit hears of something, or that it must be told in another way."""
    if not is_reached:
        return _("The bot reaches nobody of this unit: please tell them in another way.")
    return _heard(in_office_hours=in_office_hours)


def _heard(*, in_office_hours: bool) -> str:
    if in_office_hours:
        return _("The bot tells the unit now.")
    return _("The bot will tell the unit in office hours.")


def _named(of: Card) -> str:
    due = _("due {day}").format(day=deadline(of.line.due, of.line.due_time))
    named = f"{safe(of.title)} · {due}"
    return (
        f"{named}\n{_('Asked for: {question}').format(question=safe(of.question))}" if of.question else named
    )


def _deeds(one: Line) -> list[Button]:
    if one.state is ReportState.EXCUSED:
        return [Button("↩ " + _("Ask for the report after all"), f"c:call:{one.report_id}")]
    if not one.is_owed:
        return []
    return [
        Button("🔔 " + _("Remind now"), f"c:nudge:{one.report_id}"),
        _letter(one),
        Button("⏳ " + _("Extend"), f"e:for:{one.report_id}"),
        Button("🆓 " + _("Let off"), f"c:excuse:{one.report_id}"),
    ]


def _letter(one: Line) -> Button:
    return Button("📄 " + _("Text of a reminder"), f"c:text:{one.report_id}")


def _around(view: View) -> Rows:
    """Offer the other lists that hold somebody, what can be done with this one, the other periods."""
    lists = [
        Button(f"{_(label)} ({number(count)})", f"c:list:{view.period_id}:{which}:0")
        for which, label in LABELS.items()
        if which is not view.which and (count := len(view.fitting(which)))
    ]
    here = [one for one in view.listed if one.is_owed]
    deeds = []
    if any(one.people for one in here):
        deeds.append(Button("🔔 " + _("Remind all"), f"c:all:{view.period_id}:{view.which}:0"))
    if here:
        deeds.append(Button("📄 " + _("Text for Zalo, e-mail"), f"c:letter:{view.period_id}:{view.which}:0"))
    periods = [
        Button(shortened(f"🗓 {title} ({number(count)})"), f"c:list:{other}:{Which.MISSING}:0")
        for other, title, count in view.others
    ]
    return (*rows(*lists, each=2), *rows(*deeds, each=2), *rows(*periods), *_home())


def _told(one: Line) -> str:
    """Word a unit in a list: how its report stands, and whom to ask."""
    parts = [*_standing(one, brief=True), _people(one, NAMED)] if one.is_owed else _standing(one, brief=True)
    if one.is_owed and not one.people and not one.unreachable:
        parts[-1] = _("no contact has joined")
    return f"{safe(one.unit)}: {' · '.join(part for part in parts if part)}"


def _standing(one: Line, *, brief: bool = False) -> list[str]:
    """Word how a report stands; in a list of the missing that it is missing is said once, above."""
    words = _(STATES[one.state]) if one.state is not ReportState.DUE else "" if brief else _("missing so far")
    parts = [words] if words else []
    if one.state is ReportState.EXCUSED and brief and one.note:
        parts = [safe(shortened(one.note, 120))]
    if not one.is_owed:
        return parts
    if one.is_overdue:
        parts.append(_("overdue"))
    if one.extended is not None:
        parts.append(_("extended to {day}").format(day=day(one.extended)))
    if one.promised is not None:
        parts.append(_("promised for {day}").format(day=day(one.promised)))
    if one.broken:
        broken = ngettext("{count} promise broken", "{count} promises broken", one.broken)
        parts.append(broken.format(count=number(one.broken)))
    if one.is_disowned:
        parts.append(_("the contact says that it is not theirs"))
    return parts


def _people(one: Line, most: int) -> str:
    return whom_to_ask([shortened(name) for name in one.people[:most]], one.unreachable[:NAMED])


def _nobody(which: Which) -> str:
    return _("All units have reported.") if which is Which.MISSING else _("No unit is in this list.")


def _opens(one: Line, which: Which, page: int) -> str:
    return f"c:unit:{one.report_id}:{which}:{page}"


def _back(data: str) -> Button:
    return Button("‹ " + _("Back to the list"), data)


def _home() -> Rows:
    return rows(Button("‹ " + _("Overview"), "t:home:0"))


def _missing_in(of: Reported) -> list[str]:
    """List who can be asked, and in one line the units that nobody has joined for."""
    asked = [(one, whom_to_ask(one.people, one.unreachable)) for one in of.missing]
    lines = [f"• {safe(one.unit)}: {names}" for one, names in asked if names]
    alone = [safe(one.unit) for one, names in asked if not names]
    if alone:
        words = _("No contact has joined yet ({count}): {units}")
        lines.append(words.format(count=number(len(alone)), units=", ".join(alone)))
    return [f"\n{reported(of)}", *(lines or [_("Every unit has reported.")])]


def whom_to_ask(people: Sequence[str], unreachable: Sequence[str]) -> str:
    """Name a unit's people; whom the bot can't reach must be asked in another way."""
    cut_off = _("{name} (the bot's messages do not arrive)")
    return ", ".join([*map(safe, people), *(cut_off.format(name=safe(name)) for name in unreachable)])


def _groups(of: Letter) -> list[list[str]]:
    """Part the addressees so that each letter fits one message."""
    groups: list[list[str]] = [[]]
    for name in of.units:
        if groups[-1] and units(_letter_to([*groups[-1], name], of)) > PAGE_UNITS:
            groups.append([])
        groups[-1].append(name)
    return groups


def _letter_to(names: Sequence[str], of: Letter) -> str:
    """Word a letter that names offices and no persons: it may pass through many hands."""
    to = _("To: {units}").format(units="; ".join(safe(name) for name in names))
    told = {
        "office": safe(of.office),
        "plan": safe(of.plan),
        "title": safe(of.title),
        "span": span(of.first, of.last),
        "due": deadline(of.due, of.due_time),
    }
    parts = [to, _letter_asks(of).format(**told)]
    if of.question:
        parts.append(_("Asked for: {question}").format(question=safe(shortened(of.question, 1000))))
    parts.append(
        _(
            "Where nothing was done in the period, please report “nothing to report”. Who has sent the report"
            " already may pass over this message."
        )
    )
    parts.append(
        _("The report is made with the plan’s bot on Telegram; invitations: {office}.").format(**told)
    )
    parts.append(_("Thank you very much."))
    return "\n\n".join(parts)


def _letter_asks(of: Letter) -> str:
    if of.state is ReportState.RETURNED:
        return _(
            "{title} ({span}) under Kế hoạch {plan} was returned to be completed. {office} kindly asks you to"
            " complete it and to submit it again. Due day: {due}."
        )
    if of.is_overdue:
        return _(
            "{title} ({span}) under Kế hoạch {plan} was due on {due}, and {office} has not received it yet."
            " You are kindly asked to send it as soon as possible."
        )
    return _("{office} kindly asks you to send {title} ({span}) under Kế hoạch {plan}. Due day: {due}.")
