"""This file is forms: a few questions and then a deed, kept in a draft row as an activity is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.conversation import flow
from handlers.conversation.flow import SUMMARY, Conversation, State
from handlers.conversation.kinds import Said
from handlers.conversation.pick import Narrowed, Pick
from handlers.reading.unclear import N_, Unclear
from handlers.replies import asking, forms, welcome
from handlers.replies.reply import Reply
from handlers.replies.words import _, why
from handlers.request import Replies, Request, Sort
from models import draft
from models.contact import Role
from models.draft import Draft, DraftState

OF_FORM = re.compile(r"(?P<draft>\d{1,18}):(?P<turn>\d{1,9}):(?P<verb>[a-z]+)(?:\.(?P<detail>[\w. -]*))?")
CHANGED = N_("Something has changed meanwhile. Please check it again.")
# What the engine keeps among the facts: the activity that waits, and what the summary showed.
ASIDE, SHOWN = "aside", "shown"
# And a name that was typed before one of the likest was pressed: it may be kept for the next time.
TYPED = "typed"
# What a form may bring among its facts: the name of whom or what it is about, for the heading.
ABOUT = "about"

Values = Mapping[str, Any]


def no_check(_request: Request, _answers: Values, _facts: Values) -> None:
    """Refuse nothing."""


def nothing_told(_request: Request, _answers: Values, _facts: Values) -> Sequence[str]:
    """Add nothing to the answers in the summary."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form: its questions, who may fill it in, and the deed at the end.

    `check` is asked after each answer, with the answers so far, and once more before the deed: it raises
    Unclear. `tells` gives the lines below the answers in the summary: what will change. `finish` does the
    deed. `save` labels the button for it. Without `confirm` the last answer does it, and no summary is shown.
    """

    conversation: Conversation
    title: str
    finish: Callable[[Request, Values, Values], Replies]
    roles: frozenset[Role]
    check: Callable[[Request, Values, Values], None] = no_check
    tells: Callable[[Request, Values, Values], Sequence[str]] = nothing_told
    confirm: bool = True
    editable: bool = True
    save: str = N_("Save")

    @property
    def name(self) -> str:
        return self.conversation.name


Forms = Mapping[str, Form]


def begin(request: Request, form: Form, facts: Values) -> Replies:
    """Open a form. An activity that was being entered waits; another form is gone.

    The facts are what JSON can hold; `about` among them names whom or what the form is about.
    """
    if request.contact.role not in form.roles:
        return [welcome.not_yours()]
    state = flow.begin(form.conversation, {**facts, "today": request.now.date().isoformat()})
    before = draft.open_of(request.session, request.who)
    waits = draft.put_aside(request.session, request.who, now=request.now)
    aside = before.facts.get(ASIDE) if before is not None and not before.is_activity else None
    row = Draft(
        contact_id=request.who,
        conversation=form.name,
        step=state.step,
        answers=dict(state.answers),
        facts={**state.facts, ASIDE: waits.id if waits else aside},
        begun_at=request.now,
        touched_at=request.now,
    )
    request.session.add(row)
    request.session.flush()
    return _onward(request, row, form, replace(state, facts=row.facts))


def answer(request: Request, row: Draft, form: Form) -> Replies:
    """Take what was typed or sent as the answer to the standing question."""
    if request.contact.role not in form.roles:
        discard(request)
        return [welcome.not_yours()]
    state = _state(request, row, form)
    if request.said.sort is not Sort.TEXT:
        return [_ask(row, form, state, problem=_("Please answer in words, or with the buttons."))]
    if state.step != row.step:
        return _ask_anew(request, row, form, state)
    question = flow.standing(form.conversation, state)
    text = request.said.text
    way = asking.way_named(text, question) if question else forms.way_named(text, form.save, form.editable)
    if way is not None:
        return _follow(request, row, form, state, (way, ""))
    if question is None:
        return [_ask(row, form, state, problem=_("Please press one of the buttons below."))]
    named = asking.option_named(question, text)
    return _answer(request, row, form, state, Said(pressed=named) if named else Said(text=text))


def press(request: Request, forms_known: Forms) -> Replies:
    """Follow a button of a form, if it is this person's, still theirs to press, and not out of date."""
    parts = OF_FORM.fullmatch(request.argument)
    row = draft.get(request.session, int(parts["draft"])) if parts else None
    form = forms_known.get(row.conversation) if row else None
    if parts is None or row is None or form is None or row.contact_id != request.who:
        return [welcome.stale()]
    if request.contact.role not in form.roles:
        return [welcome.stale()]
    if row.state is DraftState.SAVED:
        return [Reply(toast=_("This was done already."))]
    if row.state is not DraftState.OPEN or row.turn != int(parts["turn"]):
        return [welcome.stale()]
    state = _state(request, row, form)
    if state.step != row.step and parts["verb"] in ("o", "skip"):
        return _ask_anew(request, row, form, state)
    return _follow(request, row, form, state, (parts["verb"], parts["detail"] or ""))


def stop(request: Request, row: Draft) -> Replies:
    """Close a form without its deed; an activity that waited may go on."""
    draft.close(request.session, row, DraftState.DISCARDED, now=request.now)
    return _and_go_on(request, row, [Reply(text=_("Stopped. Nothing was changed."))])


def discard(request: Request) -> None:
    """Close an open form: the person went another way. An open activity stays."""
    row = draft.open_of(request.session, request.who)
    if row is not None and not row.is_activity:
        draft.close(request.session, row, DraftState.DISCARDED, now=request.now)


def _follow(request: Request, row: Draft, form: Form, state: State, way: tuple[str, str]) -> Replies:
    verb, detail = way
    match verb:
        case "o" | "skip":
            return _answer(request, row, form, state, Said(pressed=detail) if verb == "o" else None)
        case "save" if state.step == SUMMARY and form.confirm:
            return _finish(request, row, form, state)
        case "stop":
            return stop(request, row)
    shown = _shown_instead(row, form, state, way)
    if shown is not None:
        return [shown.over(request.said.message_id) if request.said.sort is Sort.BUTTON else shown]
    return _onward(request, row, form, flow.moved(form.conversation, state, verb, detail))


def _shown_instead(row: Draft, form: Form, state: State, way: tuple[str, str]) -> Reply | None:
    """Give another page of the options, the fields to correct, or the summary again; nothing is moved."""
    verb, detail = way
    if verb == "page" and detail.isdecimal() and state.step != SUMMARY:
        return _ask(row, form, state, page=int(detail))
    if verb == "summary" and state.step == SUMMARY:
        return _ask(row, form, state)
    return asking.menu(form.conversation, state, _mark(row), verb, detail) if form.editable else None


def _answer(request: Request, row: Draft, form: Form, state: State, said: Said | None) -> Replies:
    """Take an answer, or none where the question is skipped; what is not understood changes nothing."""
    question = flow.standing(form.conversation, state)
    if question is None:
        return [_ask(row, form, state)]
    try:
        taken = flow.answer(form.conversation, state, said) if said else flow.skip(form.conversation, state)
        form.check(request, taken.answers, taken.facts)
    except Narrowed as narrowed:
        if narrowed.is_new and said and said.text:
            state = replace(state, facts={**state.facts, TYPED: said.text})
            _store(request, row, state)
        return [_ask(row, form, state, problem=why(narrowed), narrowed=narrowed)]
    except Unclear as unclear:
        return [_ask(row, form, state, problem=why(unclear))]
    if said and said.text and TYPED in taken.facts:
        taken = replace(taken, facts={key: value for key, value in taken.facts.items() if key != TYPED})
    told = next((one for one in flow.questions(form.conversation, taken) if one.path == question.path), None)
    goes_on = taken.step != question.path  # what is gathered stands in the question until it is whole
    heard = asking.understood(told) if told and goes_on else ""
    if isinstance(question.step, Pick) and said:
        remark = question.step.remark(said, question.context)
        heard = "\n".join(part for part in (heard, why(remark) if remark else "") if part)
    replies = _onward(request, row, form, taken, understood=heard)
    if goes_on or request.said.sort is not Sort.BUTTON:
        return replies
    return [replies[0].over(request.said.message_id), *replies[1:]]


def _onward(request: Request, row: Draft, form: Form, state: State, *, understood: str = "") -> Replies:
    """Ask what stands now; where nothing does, show what will be done, or do it."""
    if state.step == SUMMARY and form.confirm:
        state = replace(state, facts={**state.facts, SHOWN: _told(request, form, state)})
    _store(request, row, state)
    if state.step == SUMMARY and not form.confirm:
        return _finish(request, row, form, state, understood=understood)
    return [_ask(row, form, state, understood=understood)]


def _finish(request: Request, row: Draft, form: Form, state: State, *, understood: str = "") -> Replies:
    """Do the deed, once; what has changed since it was shown is shown first."""
    try:
        form.check(request, state.answers, state.facts)
        if form.confirm and _told(request, form, state) != state.facts.get(SHOWN):
            return _ask_anew(request, row, form, state)
        replies = form.finish(request, state.answers, state.facts)
    except Unclear as unclear:
        return _refused(request, row, form, state, why(unclear))
    draft.close(request.session, row, DraftState.SAVED, now=request.now)
    if understood:
        replies = [replace(replies[0], text=f"{understood}\n\n{replies[0].text}"), *replies[1:]]
    return _and_go_on(request, row, replies)


def _refused(request: Request, row: Draft, form: Form, state: State, problem: str) -> Replies:
    """Say why the deed can't be done: at the summary, or where there is none at the last question."""
    if not form.confirm:
        last = flow.questions(form.conversation, state)[-1:]
        if not last:
            draft.close(request.session, row, DraftState.DISCARDED, now=request.now)
            return _and_go_on(request, row, [Reply(text=problem)])
        state = replace(state, step=last[0].path)
    _store(request, row, state)
    return [_ask(row, form, state, problem=problem)]


def _ask_anew(request: Request, row: Draft, form: Form, state: State) -> Replies:
    if state.step == SUMMARY:
        state = replace(state, facts={**state.facts, SHOWN: _told(request, form, state)})
    _store(request, row, state)
    return [_ask(row, form, state, problem=_(CHANGED))]


def _ask(
    row: Draft,
    form: Form,
    state: State,
    *,
    understood: str = "",
    problem: str = "",
    page: int = 0,
    narrowed: Narrowed | None = None,
) -> Reply:
    question = flow.standing(form.conversation, state)
    heading = forms.heading(form.title, state.facts.get(ABOUT, ""))
    if question is None:
        lines = [*asking.answered(form.conversation, state), *state.facts.get(SHOWN, ())]
        told = "\n\n".join(part for part in (understood, problem) if part)
        shown = forms.Summary(heading=heading, lines=lines, save=form.save, editable=form.editable)
        can_go_back = bool(flow.questions(form.conversation, state))
        return forms.summary(shown, _mark(row), understood=told, back=can_go_back)
    if question.objection is not None and not problem:
        problem = why(question.objection)
    paths = [one.path for one in flow.questions(form.conversation, state)]
    ways = asking.Ways(
        back=question.path != paths[0],
        correcting=form.confirm and flow.is_complete(form.conversation, state),
    )
    if question.path == paths[0] and not understood and not problem:
        understood = heading
    if isinstance(question.step, Pick):
        only = narrowed.options if narrowed else None
        choice = forms.Leaf(only=only, page=page)
        return forms.pick(question, _mark(row), ways, choice, understood=understood, problem=problem)
    return asking.question(question, _mark(row), ways, understood=understood, problem=problem)


def _and_go_on(request: Request, row: Draft, replies: Replies) -> Replies:
    """Offer the activity that waited for the form to end, below what is said to this person last."""
    waiting = draft.get(request.session, row.facts.get(ASIDE) or 0)
    person = request.contact
    if waiting is None or waiting.state is not DraftState.LEFT or not waiting.is_of(person.unit):
        return replies
    if not person.reports or person.retired_at is not None:
        return replies
    title = waiting.answers.get("title") or _("not named yet")
    mine = [n for n, reply in enumerate(replies) if reply.text and reply.to in (None, request.said.chat_id)]
    if not mine:
        return [*replies, forms.go_on(Reply(), title, waiting.id or 0)]
    last = mine[-1]
    return [*replies[:last], forms.go_on(replies[last], title, waiting.id or 0), *replies[last + 1 :]]


def _told(request: Request, form: Form, state: State) -> list[str]:
    return list(form.tells(request, state.answers, state.facts))


def _state(request: Request, row: Draft, form: Form) -> State:
    """Give where a form stands today: its question may have gone idle overnight, or by a release."""
    state = State(row.step, row.answers, {**row.facts, "today": request.now.date().isoformat()})
    is_idle = state.step != SUMMARY and flow.standing(form.conversation, state) is None
    return flow.onward(form.conversation, state) if is_idle else state


def _store(request: Request, row: Draft, state: State) -> None:
    draft.store(
        request.session, row, step=state.step, answers=state.answers, facts=state.facts, now=request.now
    )


def _mark(row: Draft) -> str:
    """Begin a button's data: which draft, and which turn of it."""
    return f"f:{row.id}:{row.turn}"
