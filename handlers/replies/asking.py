"""This file is how a conversation looks in the chat: the question, what was understood, the summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from handlers.conversation.activity import told_of_cost
from handlers.conversation.deadlines import Due
from handlers.conversation.flow import Conversation, Question, State, questions, repeats
from handlers.conversation.gather import Gather, names
from handlers.conversation.kinds import Choice, Days, Files, Money, Option, Repeat
from handlers.reading.text import fold
from handlers.reading.unclear import Dong
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, day, deadline, dong, ngettext, number, plain, safe, span

# Labels of so many letters leave room for one neighbour, or two, on a small phone.
ROOM_FOR_ONE, ROOM_FOR_TWO = 20, 9
# So many names stand in one answer.
NAMES = 40


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Where a person may go from a question instead of answering it."""

    back: bool
    correcting: bool


def question(asked: Question, draft: str, ways: Ways, *, understood: str = "", problem: str = "") -> Reply:
    """Ask: what was understood so far, what was wrong, the question, its buttons."""
    words = _(asked.step.question)
    if asked.one and asked.number and asked.number > 1:
        words = f"{_(asked.one)} {asked.number}: {words}"
    standing = value(asked) if asked.step.label else ""
    before = _("Entered so far: {value}").format(value=standing) if standing else ""
    asks, mark, hint = safe(words).partition("? ")
    asked_in_bold = f"{bold(asks + mark.strip())} {hint}".strip()
    text = "\n\n".join(part for part in (understood, problem, before, asked_in_bold) if part)
    return Reply(text=text, buttons=(*_options(asked, draft), _ways(asked, draft, ways)))


def understood(asked: Question) -> str:
    """Say back what an answer was taken to be."""
    words = value(asked)
    return f"✓ {_(asked.step.label)}: {words}" if asked.step.label and words else ""


def value(asked: Question) -> str:
    """Word an answer; an option by its label, money as money."""
    given = asked.value
    if isinstance(asked.step, Files):
        files = asked.context.answers.get("files", ())
        return _("{count} files").format(count=len(files)) if files else ""
    if given is None:
        return ""
    match asked.step:
        case Gather():
            return _gathered(
                names(asked.step.among(asked.context), given), len(asked.step.among(asked.context))
            )
        case Due():
            at = time.fromisoformat(given["at"]) if given["at"] else None
            return deadline(date.fromisoformat(given["day"]), at)
        case Choice():
            options = {option.id: option for option in asked.step.options(asked.context)}
            return told(options[given]) if given in options else ""
        case Days():
            return span(date.fromisoformat(given["first"]), date.fromisoformat(given["last"]))
        case Money():
            return dong(given) if given else _("No cost")
    return number(given) if isinstance(given, int) else safe(str(given))


def option_named(asked: Question, text: str) -> str | None:
    """Find the option that was typed in words instead of pressed, as it reads in the person's language."""
    options = {fold(_plain_label(option)): option.id for option in asked.step.options(asked.context)}
    return options.get(fold(text))


def told(option: Option) -> str:
    """Word an option as an answer; empty where another answer says it."""
    if option.told is None:
        return safe(_plain_label(option))
    return safe(_(option.told))


def summary(conversation: Conversation, state: State, draft: str, *, understood: str = "") -> Reply:
    """Show everything in words before it is saved."""
    lines = [understood, ""] if understood else []
    lines.append(bold(_("Please check before saving")))
    lines += fitted([*answered(conversation, state), *_unknown_source(state.answers)])
    buttons = rows(
        Button("✅ " + _("Save"), f"{draft}:save"),
        Button("✏️ " + _("Edit"), f"{draft}:edit"),
        Button("🗑 " + _("Discard"), f"{draft}:drop"),
        each=3,
    )
    return Reply(text="\n".join(lines), buttons=buttons)


def answered(conversation: Conversation, state: State) -> list[str]:
    """Word every answer in its line; the things of a repeated kind are numbered."""
    lines = []
    for one in questions(conversation, state):
        words = value(one)
        if not words or not one.step.label:
            continue
        if one.number and one.path.endswith((".name", ".source")):
            lines.append(f"<b>{one.number}.</b> {_(one.step.label)}: {words}")
        else:
            lines.append(f"{'    ' if one.number else ''}{_(one.step.label)}: {words}")
    return lines


def fields(conversation: Conversation, state: State, draft: str) -> Reply:
    """Offer every field to be entered anew; repeated ones behind a button of their own."""
    buttons = []
    for step in conversation.steps:
        if isinstance(step, Repeat):
            if state.answers.get(step.key) and any(
                one.path.startswith(f"{step.key}.") for one in questions(conversation, state)
            ):
                buttons.append(Button(f"{_(step.label)} ›", f"{draft}:list.{step.key}"))
        elif any(one.path == step.key for one in questions(conversation, state)):
            buttons.append(Button(_(step.label), f"{draft}:to.{step.key}"))
    buttons.append(Button("‹ " + _("Back to the summary"), f"{draft}:summary"))
    return Reply(text=bold(_("What would you like to correct?")), buttons=rows(*buttons, each=2))


def items(conversation: Conversation, state: State, draft: str, key: str) -> Reply:
    """Offer the things of a repeated kind to be corrected, and to add one."""
    repeat = next(step for step in conversation.steps if isinstance(step, Repeat) and step.key == key)
    asked = [one for one in questions(conversation, state) if one.path.startswith(f"{key}.")]
    firsts = [one for one in asked if one.path.endswith((".name", ".source"))]
    buttons = [
        Button(shortened(f"{one.number}. {plain(value(one))} ›"), f"{draft}:item.{key}.{n}")
        for n, one in enumerate(firsts)
        if value(one)
    ]
    if repeat.more:
        buttons.append(Button("➕ " + _("Add one more"), f"{draft}:add.{key}"))
    buttons.append(Button("‹ " + _("Back"), f"{draft}:edit"))
    return Reply(text=bold(_(repeat.label)), buttons=rows(*buttons))


def item(conversation: Conversation, state: State, draft: str, place: str) -> Reply:
    """Offer the fields of one thing, such as `enterprises.0`, and to take it out where others remain."""
    asked = [one for one in questions(conversation, state) if one.path.startswith(f"{place}.")]
    missing = _("none")
    buttons = [
        Button(shortened(f"{_(one.step.label)}: {plain(value(one)) or missing}"), f"{draft}:to.{one.path}")
        for one in asked
        if one.step.label and one.is_answered and (value(one) or one.value is None)
    ]
    key, _dot, index = place.partition(".")
    if len(state.answers.get(key, ())) > 1:
        buttons.append(Button("🗑 " + _("Take it out"), f"{draft}:cut.{key}.{index}"))
    buttons.append(Button("‹ " + _("Back"), f"{draft}:list.{key}"))
    title = value(asked[0]) if asked else ""
    return Reply(text=bold(title or _("What would you like to correct?")), buttons=rows(*buttons))


def menu(conversation: Conversation, state: State, draft: str, verb: str, detail: str) -> Reply | None:
    """Give what is shown in place of a summary: its fields, a list, or one thing of it."""
    match verb:
        case "edit":
            return fields(conversation, state, draft)
        case "list" if detail in repeats(conversation) and state.answers.get(detail):
            return items(conversation, state, draft, detail)
        case "item" if detail.partition(".")[0] in repeats(conversation):
            return item(conversation, state, draft, detail)
    return None


def way_named(text: str, asked: Question | None) -> str | None:
    """Find the way that was typed in words instead of pressed: back, skip, stop; save, edit, discard."""
    ways = {"Stop": "stop"} if asked else {"Save": "save", "Edit": "edit", "Discard": "drop"}
    if asked:
        ways |= {"Back": "back"} | ({asked.step.pass_over: "skip"} if asked.step.optional else {})
    return {fold(_(words)): way for words, way in ways.items()}.get(fold(text))


def _options(asked: Question, draft: str) -> Rows:
    buttons = [
        Button(shortened(_plain_label(option)), f"{draft}:o.{option.id}")
        for option in asked.step.options(asked.context)
    ]
    longest = max((len(button.label) for button in buttons), default=0)
    return rows(*buttons, each=3 if longest <= ROOM_FOR_TWO else 2 if longest <= ROOM_FOR_ONE else 1)


def _ways(asked: Question, draft: str, open_to: Ways) -> tuple[Button, ...]:
    ways = []
    if open_to.correcting:
        ways.append(Button("‹ " + _("Back to the summary"), f"{draft}:back"))
    elif open_to.back:
        ways.append(Button("‹ " + _("Back"), f"{draft}:back"))
    if asked.step.optional:
        ways.append(Button(_(asked.step.pass_over) + " ›", f"{draft}:skip"))
    ways.append(Button("⏸ " + _("Stop"), f"{draft}:stop"))
    return tuple(ways)


def _gathered(chosen: Sequence[str], among: int) -> str:
    """Word what is gathered: how many they are, and who as long as that can be read."""
    count = ngettext("{count} unit", "{count} units", len(chosen)).format(count=number(len(chosen)))
    if len(chosen) == among:
        return _("all, {count}").format(count=count)
    listed = ", ".join(safe(name) for name in chosen[:NAMES])
    return f"{count}: {listed}{', …' if len(chosen) > NAMES else ''}" if chosen else ""


def _plain_label(option: Option) -> str:
    """Word an option; amounts among its values are money, days are days."""
    values = {name: _value_in_label(name, value) for name, value in option.values.items()}
    return _(option.label).format(**values) if values else _(option.label)


def _value_in_label(name: str, value: object) -> object:
    match value:
        case Dong():
            return dong(value)
        case int() if name == "amount":
            return dong(value)
        case int():
            return number(value)
        case date():
            return day(value)
    return value


def _unknown_source(answers: Mapping[str, Any]) -> list[str]:
    """Say how much of the cost has no source, so that the parts visibly make the whole."""
    cost = answers.get("cost") or 0
    told = told_of_cost(answers)
    if not cost or told == cost:
        return []
    return ["    " + _("Source not stated: {amount}").format(amount=dong(cost - told))]
