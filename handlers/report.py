"""This file is reporting an activity: begun, answered, corrected, put aside, saved."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import duty, evidence, form, recording, told
from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY, corrects
from handlers.conversation.flow import SUMMARY, State
from handlers.conversation.kinds import Said
from handlers.reading import reports
from handlers.reading.days import Span
from handlers.reading.reports import Message, Told
from handlers.reading.unclear import N_, Unclear
from handlers.replies import asking, history, reporting, welcome
from handlers.replies.paging import fitted
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, safe, why
from handlers.request import File, Replies, Request, Sort
from models import activity, draft, report, unit
from models.activity import Activity
from models.contact import Role
from models.draft import Draft, DraftState
from models.report import Report

# What a button carries: whatever does not read so is forged or ancient, and changes nothing.
OF_DRAFT = re.compile(r"(?P<draft>\d{1,18}):(?P<turn>\d{1,9}):(?P<verb>[a-z]+)(?:\.(?P<detail>[\w. -]*))?")
# With so many facts beside its kind a message is a report, whatever it might ask.
SURE = 2
AROUND = re.compile(r"(?P<verb>begin|resume|fresh|drop):(?P<number>\d{1,18})")
OVERTAKEN = N_(
    "This activity was changed meanwhile, by somebody else or by a file."
    " Please discard this and correct it anew."
)


def begin(request: Request) -> Replies:
    """Begin an activity, or offer the one that was begun before."""
    return _begin(request, None)


def answer(request: Request, row: Draft) -> Replies:
    """Take what was typed or sent as the answer to the standing question."""
    state = _state(row, request)
    if request.said.file is not None:
        return [_attach(request, row, state, request.said.file)]
    if state.step != row.step:
        return [_ask_anew(request, row, state)]
    way = asking.way_named(request.said.text, flow.standing(ACTIVITY, state))
    if way is not None:
        return _follow(request, row, state, way, "")
    if state.step == SUMMARY:
        return [_ask(request, row, state, problem=_("Please press Save, Edit or Discard."))]
    return _answer(request, row, state, _said(state, request.said.text))


def again(request: Request, row: Draft) -> Replies:
    """Ask the standing question once more, after something that can't be an answer."""
    words = _("Please answer in words, or with the buttons. Photos and documents are kept as evidence.")
    return [_ask(request, row, _state(row, request), problem=words)]


def leave(request: Request) -> Replies:
    """Put the open activity aside, nothing of it is lost; an open form is stopped."""
    row = draft.open_of(request.session, request.who)
    if row is None:
        return [Reply(text=_("Nothing is being entered now."))]
    if not row.is_activity:
        return form.stop(request, row)
    return [_put_aside(request, row)]


def press(request: Request) -> Replies:
    """Follow a button of the conversation, if it is this person's and not out of date."""
    parts = OF_DRAFT.fullmatch(request.argument)
    row = draft.get(request.session, int(parts["draft"])) if parts else None
    if parts is None or row is None or not _is_own(request, row):
        return [welcome.stale()]
    if row.state is DraftState.SAVED:
        return [Reply(toast=_("This activity was saved already."))]
    if row.state is not DraftState.OPEN or row.turn != int(parts["turn"]):
        return [welcome.stale()]
    state = _state(row, request)
    if state.step != row.step and parts["verb"] in ("o", "skip"):
        return [_ask_anew(request, row, state)]
    return _follow(request, row, state, parts["verb"], parts["detail"] or "")


def begin_correction(request: Request, row: Activity) -> Replies:
    """Open a saved activity again with all its answers, at its summary."""
    known = draft.get(request.session, row.draft_id) if row.draft_id else None
    if known is None:
        return [history.no_draft()]
    form.discard(request)
    draft.put_aside(request.session, request.who, now=request.now)
    facts = {**known.facts, **duty.facts(request, None), "unit": row.unit, "corrects": row.id}
    facts["told_as"] = known.id
    # An estimate does not become a result because something else is set right: it is asked each time.
    facts["intended"] = row.estimate or bool(known.facts.get("intended"))
    anew = ("why", "done") if row.estimate else ("why",)
    answers = {key: value for key, value in known.answers.items() if key not in anew}
    facts["entered"] = recording.entered(request.session, row, answers)
    state = flow.onward(ACTIVITY, recording.look_up(request.session, State(SUMMARY, answers, facts)))
    words = _("A saved activity is corrected. It stays as it is until you save.")
    return [_ask(request, _new_draft(request, state), state, understood=words)]


def on_button(request: Request) -> Replies:
    """Follow a button around the conversation: begin, resume, begin afresh, discard."""
    parts = AROUND.fullmatch(request.argument)
    if parts is None or not request.contact.reports:
        return [welcome.stale()]
    if parts["verb"] == "begin":
        return _begin(request, duty.own_report(request, int(parts["number"])))
    return _on_draft(request, parts["verb"], int(parts["number"]))


def heard(request: Request) -> Message | Unclear:
    """Read words that nobody asked for, a file's caption too, as a report, or say why they are none."""
    words = request.said.file.caption if request.said.file else request.said.text
    try:
        return reports.report(words, today=request.now.date(), units=unit.called(request.session))
    except Unclear as unclear:
        return unclear


def is_sure(of: Message | Unclear) -> bool:
    """Tell whether a message is a report, whatever it might ask."""
    return isinstance(of, Message) and (of.is_nil or reports.facts(of) >= SURE)


def take(request: Request, of: Message | Unclear) -> Replies:
    """Begin what one message told, or say what is missing to begin; nothing where it tells nothing."""
    if isinstance(of, Unclear):
        is_claim = of.reason in (reports.VAGUE, reports.NOT_DONE) and request.contact.reports
        return [reporting.vague(why(of))] if is_claim else []
    if not request.contact.reports:
        return [welcome.not_yours()]
    named = unit.names(request.session)[of.units[0]] if not _is_ours(request, of.units) else ""
    if of.is_nil:
        return _begin_nil(request, of.nil, named)
    waiting = [_draft_told(request, one) for one in of.activities]
    first = waiting[0]
    if named:
        return [reporting.of_another(named, duty.unit_name(request), f"r:resume:{_id(first)}")]
    first.state = DraftState.OPEN
    state = _state(first, request)
    shown = fitted(asking.answered(ACTIVITY, state)) if state.step != SUMMARY else []
    understood = "\n".join((reporting.told(len(waiting)), *shown))
    refusal = evidence.refusal(request.said.file, []) if request.said.file else ""
    return [_ask(request, first, state, understood=understood, problem=refusal)]


def _draft_told(request: Request, one: Told) -> Draft:
    """Fill in a draft as far as an activity was told; it waits."""
    facts = {**duty.facts(request, None), "unit": request.contact.unit, "told_with": request.said.update_id}
    facts["told_days"], facts["intended"] = told.told_days(one), one.intended
    answers = {**told.answers(one, facts), **_evidence(request.said.file)}
    state = recording.look_up(request.session, State(SUMMARY, answers, facts))
    row = _new_draft(request, flow.onward(ACTIVITY, state))
    draft.close(request.session, row, DraftState.LEFT, now=request.now)
    return row


def _evidence(file: File | None) -> dict[str, Any]:
    """Give the answer that a file with a report in its caption is: the evidence of each activity in it."""
    return {} if file is None or evidence.refusal(file, []) else {"files": evidence.added(file, [])}


def _is_ours(request: Request, units: Sequence[str]) -> bool:
    """Tell whether a report is the own unit's: by its name, by an earlier one, or by none."""
    moved = unit.family(request.session).moved(request.now.date())
    return not units or request.contact.unit in {moved.get(code, code) for code in units}


def _begin_nil(request: Request, days: Span | None, named: str) -> Replies:
    """Lead to the report that has nothing in it; nil is confirmed there, never by a sentence alone."""
    owed = report.owed_by(request.session, request.contact.unit or "", request.now.date())
    meant = [row for row, of in owed if days is None or (of.first <= days.last and days.first <= of.last)]
    if not meant:
        return [reporting.nothing_owed()]
    if named:
        return [reporting.of_another(named, duty.unit_name(request), f"r:begin:{meant[0].id}")]
    return [_open(request, meant[0])]


def _begin(request: Request, wanted: Report | None) -> Replies:
    if not request.contact.reports:
        return [welcome.not_yours()]
    form.discard(request)
    known = _open_activity(request) or draft.last_left(request.session, request.who, request.contact.unit)
    if known is not None and not known.is_blank:
        return [reporting.unfinished(known.answers.get("title") or _("not named yet"), _id(known))]
    if known is not None:
        _close_draft(request, known, DraftState.DISCARDED)
    return [_open(request, wanted)]


def _open(request: Request, wanted: Report | None) -> Reply:
    draft.put_aside(request.session, request.who, now=request.now)
    state = flow.begin(ACTIVITY, {**duty.facts(request, wanted), "unit": request.contact.unit})
    if wanted is not None:
        state = _settled(state, wanted)
    row = _new_draft(request, state)
    return _ask(request, row, state, understood=_heading(request, state))


def _new_draft(request: Request, state: State) -> Draft:
    row = Draft(
        contact_id=request.who,
        conversation=ACTIVITY.name,
        step=state.step,
        answers=dict(state.answers),
        facts=dict(state.facts),
        begun_at=request.now,
        touched_at=request.now,
    )
    request.session.add(row)
    request.session.flush()
    return row


def _settled(state: State, wanted: Report) -> State:
    """Take the period whose button was pressed as chosen, where there are several."""
    is_offered = any(one["id"] == wanted.period_id for one in state.facts["periods"])
    if state.step != "period" or not is_offered:
        return state
    return flow.onward(ACTIVITY, replace(state, answers={"period": str(wanted.period_id)}))


def _open_activity(request: Request) -> Draft | None:
    """Give the activity that stands open; a form in its place is none."""
    row = draft.open_of(request.session, request.who)
    return row if row is not None and row.is_activity else None


def _is_own(request: Request, row: Draft) -> bool:
    """Tell whether an activity is this person's, who reports for its unit still."""
    is_theirs = row.contact_id == request.who and row.is_of(request.contact.unit)
    return row.is_activity and is_theirs and request.contact.reports


def _heading(request: Request, state: State) -> str:
    """Say what is reported for; where a period is still to be chosen, whose report it is."""
    if state.step == "period":
        return reporting.unit_head(duty.unit_name(request), duty.returned(request))
    of = duty.head_for(request, state)
    return reporting.head(of) if of else reporting.no_period(duty.unit_name(request))


def _follow(request: Request, row: Draft, state: State, verb: str, detail: str) -> Replies:
    match verb:
        case "o" | "skip":
            return _answer(request, row, state, Said(pressed=detail) if verb == "o" else None)
        case "save" if state.step == SUMMARY:
            return [_save(request, row, state), *_told_beside(request, row)]
        case "stop":
            return [_put_aside(request, row)]
        case "drop":
            _close_draft(request, row, DraftState.DISCARDED)
            return [reporting.discarded(_id(row))]
    menu = _menu(row, state, verb, detail)
    if menu is not None:
        return [menu.over(request.said.message_id) if request.said.sort is Sort.BUTTON else menu]
    moved = flow.moved(ACTIVITY, state, verb, detail)
    _store(request, row, moved)
    return [_ask(request, row, moved)]


def _menu(row: Draft, state: State, verb: str, detail: str) -> Reply | None:
    """Give what is shown in place of the summary, or the summary itself again."""
    if verb == "summary":
        return asking.summary(ACTIVITY, state, _mark(row))
    return asking.menu(ACTIVITY, state, _mark(row), verb, detail)


def _answer(request: Request, row: Draft, state: State, said: Said | None) -> Replies:
    """Take an answer, or none where the question is skipped; what is not understood changes nothing."""
    question = flow.standing(ACTIVITY, state)
    if question is None:
        return [_ask(request, row, state)]
    try:
        taken = flow.answer(ACTIVITY, state, said) if said else flow.skip(ACTIVITY, state)
        recording.refuse_doubles(request.session, taken)
    except Unclear as unclear:
        return [_ask(request, row, state, problem=why(unclear))]
    answered = flow.onward(ACTIVITY, recording.look_up(request.session, taken))
    _store(request, row, answered)
    taken_as = next((one for one in flow.questions(ACTIVITY, answered) if one.path == question.path), None)
    heard = asking.understood(taken_as) if taken_as else ""
    return [_ask(request, row, answered, understood=heard + _report_behind(request, answered, question.path))]


def _report_behind(request: Request, state: State, path: str) -> str:
    """Show what the lead office asks for, or returned, once it is chosen among the periods."""
    of = duty.head_for(request, state) if path == "period" else None
    return f"\n\n{reporting.head(of)}" if of and (of.is_on_request or of.why_returned) else ""


def _said(state: State, text: str) -> Said:
    """Take words that name a button as the button."""
    question = flow.standing(ACTIVITY, state)
    named = asking.option_named(question, text) if question else None
    return Said(pressed=named) if named else Said(text=text)


def _attach(request: Request, row: Draft, state: State, file: File) -> Reply:
    """Keep a file as evidence, at whatever question it comes."""
    known = list(state.answers.get("files", ()))
    refusal = evidence.refusal(file, known)
    if refusal:
        return _ask(request, row, state, problem=refusal)
    name = _("a photo") if file.kind == "photo" else safe(file.name)
    files = evidence.added(file, known)
    if files == known:
        return _ask(request, row, state, problem=_("This file is there already: {name}.").format(name=name))
    kept = replace(state, answers={**state.answers, "files": files})
    _store(request, row, kept)
    words = _("✓ Kept as evidence: {name} ({count} in all)").format(name=name, count=len(files))
    return _ask(request, row, kept, understood=words)


def _save(request: Request, row: Draft, state: State) -> Reply:
    """Save what was shown; what has changed since is shown first."""
    try:
        recording.refuse_doubles(request.session, state)
    except Unclear as unclear:
        return _ask(request, row, state, problem=why(unclear))
    shown = asking.answered(ACTIVITY, State(row.step, row.answers, row.facts))
    state = flow.onward(ACTIVITY, recording.look_up(request.session, state))
    if state.step != SUMMARY or asking.answered(ACTIVITY, state) != shown:
        _store(request, row, state)
        return _ask(request, row, state, problem=_("Something has changed meanwhile. Please check it again."))
    number = corrects(state.facts)
    if number is not None:
        return _correct(request, row, state, number)
    kept = recording.save(
        request.session, state, unit=request.contact.unit or "", draft=row, by=request.who, now=request.now
    )
    row.state, row.touched_at = DraftState.SAVED, request.now
    if any(one.path == "outside" for one in flow.questions(ACTIVITY, state)):
        return reporting.saved_elsewhere(kept.title, kept.last.year)
    return reporting.saved(duty.head_for(request, state), kept.title)


def _told_beside(request: Request, row: Draft) -> Replies:
    """Offer the next activity of the same message, once this one is saved."""
    message = row.facts.get("told_with")
    if row.state is not DraftState.SAVED or message is None:
        return []
    waiting = draft.told_with(request.session, request.who, message)
    return [reporting.more_told(len(waiting), _id(waiting[0]))] if waiting else []


def _correct(request: Request, row: Draft, state: State, number: int) -> Reply:
    """Write a saved activity anew, if it may still be changed."""
    corrected = activity.get(request.session, number)
    known = draft.get(request.session, corrected.draft_id) if corrected and corrected.draft_id else None
    if corrected is None or known is None or corrected.voided_at is not None:
        return _ask(request, row, state, problem=_("This activity was taken back already."))
    if state.facts.get("told_as", known.id) != known.id:
        return _ask(request, row, state, problem=_(OVERTAKEN))
    if request.contact.role is not Role.LEAD and report.accepted_with(request.session, corrected):
        return _ask(request, row, state, problem=_("Its report was accepted meanwhile."))
    before = State(SUMMARY, known.answers, known.facts)
    kept = recording.correct(
        request.session, state, corrected, before, draft=row, by=request.who, now=request.now
    )
    row.state, row.touched_at = DraftState.SAVED, request.now
    return history.corrected(kept.id or 0, kept.title)


def _on_draft(request: Request, verb: str, draft_id: int) -> Replies:
    row = draft.get(request.session, draft_id)
    if row is None or not _is_own(request, row) or row.state is DraftState.SAVED:
        return [welcome.stale()]
    if verb == "resume":
        return [_resume(request, row)]
    other = _open_activity(request)
    is_pressed_late = row.state is DraftState.DISCARDED or (other is not None and other.id != row.id)
    if is_pressed_late or (verb == "drop" and row.state is not DraftState.LEFT):
        return [welcome.stale()]
    _close_draft(request, row, DraftState.DISCARDED)
    if verb == "fresh":
        return [reporting.set_aside(draft_id), _open(request, None)]
    return [reporting.discarded(draft_id)]


def _resume(request: Request, row: Draft) -> Reply:
    other = draft.open_of(request.session, request.who)
    if other is not None and other.id != row.id:
        _close_draft(request, other, DraftState.LEFT if other.is_activity else DraftState.DISCARDED)
    row.state = DraftState.OPEN
    state = flow.onward(ACTIVITY, recording.look_up(request.session, _state(row, request)))
    _store(request, row, state)
    so_far = "\n".join(fitted(asking.answered(ACTIVITY, state))) if state.step != SUMMARY else ""
    return _ask(request, row, state, understood=so_far)


def _ask_anew(request: Request, row: Draft, state: State) -> Reply:
    """Ask what stands now: the question that was answered has gone idle, and no other may take its answer."""
    _store(request, row, state)
    return _ask(request, row, state, problem=_("Something has changed meanwhile. Please check it again."))


def _put_aside(request: Request, row: Draft) -> Reply:
    if row.is_blank:
        _close_draft(request, row, DraftState.DISCARDED)
        return Reply(text=_("Stopped."))
    _close_draft(request, row, DraftState.LEFT)
    return reporting.put_aside(_id(row))


def _ask(request: Request, row: Draft, state: State, *, understood: str = "", problem: str = "") -> Reply:
    question = flow.standing(ACTIVITY, state)
    if question is None:
        above = "\n\n".join(part for part in (understood, problem) if part)
        return asking.summary(ACTIVITY, state, _mark(row), understood=above)
    objection = question.objection
    if objection is not None and not problem:
        problem = why(objection)
    closing: tuple[Button, ...] = ()
    if question.path == "group" and row.is_blank:
        closing = reporting.closing_buttons(duty.head_for(request, state))
    ways = asking.Ways(
        back=question.path != flow.questions(ACTIVITY, state)[0].path,
        correcting=flow.is_complete(ACTIVITY, state),
    )
    asked = asking.question(question, _mark(row), ways, understood=understood, problem=problem)
    return replace(asked, buttons=(*asked.buttons, *rows(*closing))) if closing else asked


def _state(row: Draft, request: Request) -> State:
    """Give where a draft stands today: its question may have gone idle overnight, or by a release."""
    today: date = request.now.date()
    state = State(row.step, row.answers, {**row.facts, "today": today.isoformat()})
    is_idle = state.step != SUMMARY and flow.standing(ACTIVITY, state) is None
    return flow.onward(ACTIVITY, state) if is_idle else state


def _store(request: Request, row: Draft, state: State) -> None:
    draft.store(
        request.session, row, step=state.step, answers=state.answers, facts=state.facts, now=request.now
    )


def _close_draft(request: Request, row: Draft, state: DraftState) -> None:
    draft.close(request.session, row, state, now=request.now)


def _mark(row: Draft) -> str:
    """Begin a button's data: which draft, and which turn of it."""
    return f"d:{row.id}:{row.turn}"


def _id(row: Draft) -> int:
    if row.id is None:
        raise ValueError("a draft is spoken of only once it is stored")
    return row.id
