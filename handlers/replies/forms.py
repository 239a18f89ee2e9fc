"""This file is how a form looks in the chat: its heading, many options in pages, its summary, its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.conversation.flow import Question
from handlers.conversation.gather import Gather
from handlers.conversation.kinds import Choice, Option
from handlers.reading.text import fold
from handlers.replies import asking
from handlers.replies.asking import Ways
from handlers.replies.paging import fitted
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, safe

# So many buttons under one another fit a phone's screen with the question above them.
LEAF = 8


@dataclass(frozen=True)
class Leaf:
    """Which of many options are shown: these only, or one page of all."""

    only: tuple[Option, ...] | None
    page: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a form shows before its deed."""

    heading: str
    lines: Sequence[str]
    save: str
    editable: bool


def heading(title: str, about: str) -> str:
    return bold(_(title)) + (f" · {safe(about)}" if about else "")


def pick(asked: Question, draft: str, ways: Ways, leaf: Leaf, *, understood: str, problem: str) -> Reply:
    """Ask for one of many: those that fit what was typed, or a page of all."""
    every = asked.step.options(asked.context)
    last = max(0, (len(every) - 1) // LEAF)
    page = min(leaf.page, last)
    shown = leaf.only if leaf.only is not None else every[page * LEAF : (page + 1) * LEAF]
    step = asked.step
    if isinstance(step, Gather):
        step = replace(step, shown=shown)
    elif isinstance(step, Choice):
        step = replace(step, among=lambda _context: shown)
    question = replace(asked, step=step)
    reply = asking.question(question, draft, ways, understood=understood, problem=problem)
    turns = turning(f"{draft}:page.", page, last) if leaf.only is None else ()
    return replace(reply, buttons=(*reply.buttons[:-1], *turns, reply.buttons[-1]))


def turning(begins: str, page: int, last: int) -> Rows:
    """Offer the page before and the one after; `begins` begins their data."""
    before = [Button("‹ " + _("Previous"), f"{begins}{page - 1}")] if page > 0 else []
    after = [Button(_("Next") + " ›", f"{begins}{page + 1}")] if page < last else []
    return rows(*before, *after, each=2)


def summary(shown: Summary, draft: str, *, understood: str, back: bool) -> Reply:
    """Show what will be done before it is done."""
    lines = [understood, ""] if understood else []
    lines += [shown.heading, *fitted(shown.lines)]
    first = [Button("✅ " + _(shown.save), f"{draft}:save")]
    if shown.editable and back:
        first.append(Button("✏️ " + _("Edit"), f"{draft}:edit"))
    second = [Button("‹ " + _("Back"), f"{draft}:back")] if back else []
    second.append(Button("✖ " + _("Stop"), f"{draft}:stop"))
    return Reply(text="\n".join(lines), buttons=(tuple(first), tuple(second)))


def way_named(text: str, save: str, editable: bool) -> str | None:  # noqa: FBT001 - as the form says
    """Find the way that was typed at the summary instead of pressed."""
    ways = {save: "save", "Back": "back", "Stop": "stop"} | ({"Edit": "edit"} if editable else {})
    return {fold(_(words)): way for words, way in ways.items()}.get(fold(text))


def go_on(reply: Reply, title: str, draft_id: int) -> Reply:
    """Add to the end of a form that an activity waits."""
    words = _("An activity is half entered: {title}. Would you like to go on?")
    waits = words.format(title=bold(safe(title)))
    text = f"{reply.text}\n\n{waits}" if reply.text else waits
    return replace(
        reply, text=text, buttons=(*reply.buttons, (Button("▶ " + _("Go on"), f"r:resume:{draft_id}"),))
    )
