"""This file is how a conversation goes on: which question stands, what an answer changes, back and edit."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from handlers.conversation.kinds import Asked, Choice, Context, Option, Repeat, Said, Step
from handlers.reading.unclear import N_, Unclear

SUMMARY = ""
YES, NO = "yes", "no"
# What stands written gives no answer to a question.
LEFT = object()


@dataclass(frozen=True)
class Conversation:
    """A conversation is data: its questions in their order."""

    name: str
    steps: tuple[Asked, ...]


@dataclass(frozen=True)
class State:
    """Where a conversation stands. The step is a path such as `cost` or `enterprises.0.name`."""

    step: str
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """A step at its place, with what it may look at."""

    path: str
    step: Step
    context: Context
    one: str = ""

    @property
    def value(self) -> Any:
        return self.context.item.get(_leaf(self.path))

    @property
    def is_answered(self) -> bool:
        known = _leaf(self.path) in self.context.item
        return known and self.step.holds(self.value, self.context)

    @property
    def objection(self) -> Unclear | None:
        """Why an answer given earlier no longer stands, where it does not."""
        if self.value is None:
            return None
        try:
            self.step.check(self.value, self.context)
        except Unclear as unclear:
            return unclear
        return None

    @property
    def number(self) -> int | None:
        """Which thing of a repeated kind this asks about, counted from 1."""
        parts = self.path.split(".")
        return int(parts[1]) + 1 if len(parts) == 3 else None


def begin(conversation: Conversation, facts: Mapping[str, Any]) -> State:
    return onward(conversation, State(SUMMARY, {}, facts))


def questions(conversation: Conversation, state: State) -> list[Question]:
    """Give every question that the answers so far call for, in order."""
    return list(_questions(conversation, state))


def standing(conversation: Conversation, state: State) -> Question | None:
    """Give the question that stands; None at the summary."""
    return next((one for one in _questions(conversation, state) if one.path == state.step), None)


def answer(conversation: Conversation, state: State, said: Said) -> State:
    """Take an answer to the standing question and go to the next open one. Raises Unclear."""
    question = standing(conversation, state)
    if question is None:
        return state
    return _put(conversation, state, question, question.step.read(said, question.context))


def fill(conversation: Conversation, state: State, give: Callable[[Question], Any]) -> State:
    """Put every question in its turn, each to be answered from what stands written; what is LEFT stays open.

    Repeated things are there already, empty: one for each that is told of.
    """
    answers = deepcopy(dict(state.answers))
    for question in _questions(conversation, replace(state, answers=answers)):
        value = give(question)
        if value is LEFT:
            continue
        item, key = _item(answers, question.path), question.step.key
        if item.get(key) != value:
            for rests in question.step.resets:
                item.pop(rests, None)
        item[key] = value
    return replace(state, step=SUMMARY, answers=answers)


def skip(conversation: Conversation, state: State) -> State:
    question = standing(conversation, state)
    if question is None or not question.step.optional:
        return state
    return _put(conversation, state, question, None)


def is_complete(conversation: Conversation, state: State) -> bool:
    """Tell whether everything is answered: then a question that stands is one being corrected."""
    return all(one.is_answered for one in _questions(conversation, state))


def back(conversation: Conversation, state: State) -> State:
    """Go to the question before, or out of a correction; what was answered stays until answered anew."""
    if state.step != SUMMARY and is_complete(conversation, state):
        return replace(state, step=SUMMARY)
    paths = [one.path for one in _questions(conversation, state)]
    here = paths.index(state.step) if state.step in paths else len(paths)
    return replace(state, step=paths[here - 1]) if here > 0 else state


def edit(conversation: Conversation, state: State, path: str) -> State:
    """Open one question again; the answer leads back to the summary."""
    known = {one.path for one in _questions(conversation, state)}
    return replace(state, step=path) if path in known else state


def add(conversation: Conversation, state: State, key: str) -> State:
    """Ask for one more thing of a repeated kind."""
    answers = deepcopy(dict(state.answers))
    if not answers.get(key):
        return state
    answers[key][-1]["more"] = YES
    return onward(conversation, replace(state, answers=answers))


def cut(conversation: Conversation, state: State, key: str, index: int) -> State:
    """Take one thing out of a repeated kind, if another remains."""
    answers = deepcopy(dict(state.answers))
    items = answers.get(key, [])
    if not 0 <= index < len(items) or len(items) == 1:
        return state
    del items[index]
    if "more" in items[-1]:
        items[-1]["more"] = NO
    return onward(conversation, replace(state, answers=answers))


def repeats(conversation: Conversation) -> set[str]:
    """Give the keys of what is asked again for each thing of a kind."""
    return {step.key for step in conversation.steps if isinstance(step, Repeat)}


def moved(conversation: Conversation, state: State, verb: str, detail: str) -> State:
    """Give the state after a button: a step back, a jump to a field, or a change of a list."""
    match verb:
        case "back":
            return back(conversation, state)
        case "to":
            return edit(conversation, state, detail)
        case "add" if detail in repeats(conversation):
            return add(conversation, state, detail)
        case "cut":
            key, _dot, index = detail.partition(".")
            if key in repeats(conversation) and index.isdecimal():
                return cut(conversation, state, key, int(index))
    return state


def _questions(conversation: Conversation, state: State) -> Iterator[Question]:
    for asked in conversation.steps:
        context = Context(state.facts, state.answers, state.answers)
        if not asked.when(context):
            continue
        if isinstance(asked, Repeat):
            yield from _repeated(asked, state)
        else:
            yield Question(asked.key, asked, context)


def _repeated(repeat: Repeat, state: State) -> Iterator[Question]:
    items = state.answers.get(repeat.key, [])
    for index in range(repeat.most):
        item = items[index] if index < len(items) else {}
        context = Context(state.facts, state.answers, item)
        for step in repeat.steps:
            if step.when(context):
                yield Question(f"{repeat.key}.{index}.{step.key}", step, context, repeat.one)
        if repeat.again is not None:
            if index + 1 >= len(items) and not repeat.again(context):
                return
            continue
        if repeat.ends(context):
            return
        yield Question(f"{repeat.key}.{index}.more", _more(repeat), context)
        if item.get("more") != YES:
            return


def _more(repeat: Repeat) -> Choice:
    return Choice(
        key="more",
        label="",
        question=repeat.more,
        among=lambda _context: (Option(YES, N_("Yes, one more")), Option(NO, N_("No more"))),
    )


def _put(conversation: Conversation, state: State, question: Question, value: Any) -> State:
    answers = deepcopy(dict(state.answers))
    item = _item(answers, question.path)
    if item.get(question.step.key) != value:
        for key in question.step.resets:
            item.pop(key, None)
    item[question.step.key] = value
    if value == NO and question.step.key == "more":
        key, index, _ = question.path.split(".")
        del answers[key][int(index) + 1 :]  # one more was begun, and then not meant
    return onward(conversation, replace(state, answers=answers))


def _item(answers: dict[str, Any], path: str) -> dict[str, Any]:
    if "." not in path:
        return answers
    key, index, _ = path.split(".")
    items = answers.setdefault(key, [])
    if int(index) == len(items):
        items.append({})
    item: dict[str, Any] = items[int(index)]
    return item


def _leaf(path: str) -> str:
    return path.rsplit(".", 1)[-1]


def onward(conversation: Conversation, state: State) -> State:
    """Go to the first question that is open, else to the summary."""
    waiting = (one.path for one in _questions(conversation, state) if not one.is_answered)
    return replace(state, step=next(waiting, SUMMARY))
