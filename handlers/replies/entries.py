"""This file is what is said about a unit's form: fetched, sent back, what is wrong in it, what it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY
from handlers.conversation.flow import State
from handlers.reading.text import brief, fold
from handlers.reading.unclear import Unclear
from handlers.replies import asking
from handlers.replies.paging import fitted, paged
from handlers.replies.reply import Button, Document, Reply, rows
from handlers.replies.words import _, bold, dong, ngettext, number, plain, safe, why

# So many are read on a phone; the rest stands in the file beside.
WRONG_SHOWN = 20
VALUE_LETTERS = 40
ALIKE = 0.6
# A long activity shows so many of its lines among others.
LINES_SHOWN = 25


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One thing that can't be taken: where it stands, what is there, and why."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    unclear: Unclear


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many activities are new, changed, as before; how many the file leaves out."""

    new: int
    changed: int
    as_before: int
    left_out: int


def periods(found: Sequence[tuple[int, str]]) -> Reply:
    """Ask for which period the form is."""
    ways = rows(*(Button(label, f"i:form:{period}") for period, label in found))
    return Reply(text=_("The form of which period?"), buttons=ways)


def no_period(unit: str) -> Reply:
    words = _("No report of your unit is due for that time.")
    return Reply(text=f"{bold(safe(unit))}\n{words}")


def what_form(title: str) -> str:
    return _("the form of {title}").format(title=title)


def form(file: Document, title: str, unit: str, there: int) -> Reply:
    lines = [
        f"{bold(safe(title))} · {safe(unit)}",
        ngettext("{count} activity is in it already.", "{count} activities are in it already.", there).format(
            count=number(there)
        )
        if there
        else _("Nothing is in it yet."),
        _(
            "Fill it in on a computer and send it back here: the bot shows what would"
            " change, and asks before it saves."
        ),
    ]
    return Reply(document=file, text="\n".join(lines))


def refused(name: str, unclear: Unclear) -> Reply:
    """Say why a file is not taken."""
    return Reply(text=f"⚠️ {bold(safe(name))}\n{why(unclear)}")


def not_ours(name: str, unclear: Unclear, *, reports: bool) -> Reply:
    """Answer an Excel file that nobody asked for and that is no form."""
    lines = [f"{bold(safe(name))}", why(unclear)]
    if reports:
        lines.append(_("To keep it as evidence, begin an activity first: /baocao."))
    return Reply(text="\n".join(lines))


def wrong_in(name: str, found: Sequence[Wrong], file: Document) -> Reply:
    """List what is wrong, and take nothing."""
    head = ngettext(
        "{count} thing in this file is not right; nothing of it was taken.",
        "{count} things in this file are not right; nothing of it was taken.",
        len(found),
    ).format(count=number(len(found)))
    lines = [f"⚠️ {bold(safe(name))}", head, ""]
    lines += fitted([_wrong(one) for one in found[:WRONG_SHOWN]])
    if len(found) > WRONG_SHOWN:
        lines.append(_("… and {count} more faults").format(count=number(len(found) - WRONG_SHOWN)))
    lines += [
        "",
        _("All of them stand in the file {name}. Please set them right and send the form again.").format(
            name=safe(file.name)
        ),
    ]
    return Reply(text="\n".join(lines))


def all_wrong(file: Document) -> Reply:
    return Reply(document=file, text=_("What is to be set right, cell by cell."))


def _wrong(one: Wrong) -> str:
    return f"• {bold(safe(place(one)))}{_value(one)}: {why(one.unclear)}"


def place(one: Wrong) -> str:
    """Say where something stands: Activities, F12 (First day)."""
    if not one.letter:
        return _("{sheet}, row {row}").format(sheet=one.sheet, row=one.row)
    return f"{one.sheet}, {one.letter}{one.row} ({one.column})"


def _value(one: Wrong) -> str:
    return f" “{safe(brief(one.value, most=VALUE_LETTERS))}”" if one.value and one.letter else ""


def nothing_new(name: str, counts: Counts) -> Reply:
    words = _("Nothing in this file differs from what is in the bot.")
    return Reply(text="\n".join((bold(safe(name)), words, *_left_out(counts))))


def found(batch: int, content: Mapping[str, Any], page: int) -> Reply:
    """Show what would change, page by page, and ask."""
    blocks = [str(one) for one in content["blocks"]]
    below = rows(
        Button("✅ " + _("Save all"), f"i:take:{batch}"),
        Button("🗑 " + _("Leave it"), f"i:drop:{batch}"),
        each=2,
    )
    return paged(str(content["head"]), blocks, page=page, turn=f"i:page:{batch}", below=below)


def head(name: str, title: str, counts: Counts, beside: Sequence[tuple[str, str]], doubtful: int) -> str:
    """Say what is found in a file, before the list."""
    lines = [f"{bold(safe(name))} · {safe(title)}"]
    told = [
        _("{count} new").format(count=number(counts.new)) if counts.new else "",
        _("{count} corrected").format(count=number(counts.changed)) if counts.changed else "",
        _("{count} as before").format(count=number(counts.as_before)),
    ]
    lines.append(
        _("Activities: {told}. Nothing is saved yet.").format(told=", ".join(part for part in told if part))
    )
    if doubtful:
        words = ngettext("{count} is to be looked at: ⚠️.", "{count} are to be looked at: ⚠️.", doubtful)
        lines.append(words.format(count=number(doubtful)))
    lines += _left_out(counts)
    if beside:
        named = ", ".join(f"“{safe(brief(column))}”" for _sheet, column in beside[:5])
        lines.append(_("Columns that are not of the form are not read: {named}.").format(named=named))
    return "\n".join(lines)


def _left_out(counts: Counts) -> list[str]:
    if not counts.left_out:
        return []
    words = ngettext(
        "{count} activity of the bot is not in this file: it stays as it is.",
        "{count} activities of the bot are not in this file: they stay as they are.",
        counts.left_out,
    )
    return [words.format(count=number(counts.left_out))]


def new(label: str, state: State, notes: Sequence[Unclear]) -> str:
    """Show a new activity, whole."""
    lines = [line for line in asking.answered(ACTIVITY, state) if line.strip()]
    return _block(f"➕ {bold(safe(label))}", lines, notes)


def changed(label: str, before: State, after: State, notes: Sequence[Unclear]) -> str:
    """Show what changes of an activity: what was, what will be."""
    was, will = _answers(before), _answers(after)
    lines = []
    for path in dict.fromkeys([*will, *was]):
        name = (will.get(path) or was[path])[0]
        old, anew = was.get(path, ("", ""))[1], will.get(path, ("", ""))[1]
        if old != anew:
            lines.append(f"{name}: {old or '–'} → {anew or '–'}")
    title = safe(str(before.answers.get("title", "")))
    return _block(f"✏️ {bold(safe(label))} · {title}", lines, notes)


def _answers(state: State) -> dict[str, tuple[str, str]]:
    """Give what each question is called, and how its answer reads."""
    found = {}
    for one in flow.questions(ACTIVITY, state):
        words = asking.value(one)
        if one.step.label and words and one.path != "why":
            name = _(one.step.label)
            found[one.path] = (f"{name} ({one.number})" if one.number else name, words)
    return found


def _block(head: str, lines: Sequence[str], notes: Sequence[Unclear]) -> str:
    """Set one activity so that it fits into a message: what is doubtful comes first."""
    told = [f"⚠️ {why(one)}" for one in notes]
    return "\n".join(fitted([head, *_short(told), *_short(lines)]))


def _short(lines: Sequence[str]) -> list[str]:
    if len(lines) <= LINES_SHOWN:
        return list(lines)
    return [
        *lines[:LINES_SHOWN],
        _("… and {count} more lines").format(count=number(len(lines) - LINES_SHOWN)),
    ]


def taken(added: int, corrected: int, report: Reply) -> Reply:
    """Say what was saved, and how the report stands."""
    told = [
        ngettext("{count} new activity", "{count} new activities", added).format(count=number(added))
        if added
        else "",
        ngettext("{count} correction", "{count} corrections", corrected).format(count=number(corrected))
        if corrected
        else "",
    ]
    words = ", ".join(part for part in told if part)
    text = f"✅ {bold(_('Saved.'))} {words}. " + _("The figures follow at once.")
    return Reply(text=f"{text}\n\n{report.text}", buttons=report.buttons)


def dropped() -> Reply:
    return Reply(text=_("All right. Nothing of this file was saved."))


def taken_already() -> Reply:
    return Reply(toast=_("This file was saved already."))


def overtaken(unclear: Unclear) -> Reply:
    """Say that nothing was saved, for what it rests on has changed."""
    words = _(
        "Nothing was saved. Please send the file again; if it is refused, fetch a new form with /maunhap."
    )
    return Reply(text=f"⚠️ {why(unclear)}\n{words}")


def why_corrected(name: str) -> str:
    """Give the reason that stands in the book."""
    return _("the Excel file {name}").format(name=brief(name, most=200))


def title(words: str) -> str:
    return _(words)


def cell(heading: str, value: str) -> str:
    return f"{_(heading)} “{brief(value)}”"


def amount(value: int, key: str) -> str:
    return dong(value) if key == "cost" else number(value)


def above() -> str:
    return _("The person entered above")


def alike(words: str, labels: Sequence[str]) -> str:
    """Give the label that is meant, as far as one is alike."""
    found = get_close_matches(fold(words), [fold(one) for one in labels], 1, ALIKE)
    return next((one for one in labels if found and fold(one) == found[0]), "")


def as_text(one: Wrong) -> str:
    """Word one thing that is wrong, for the terminal."""
    value = f" “{brief(one.value, most=VALUE_LETTERS)}”" if one.value and one.letter else ""
    return f"{place(one)}{value}: {plain(why(one.unclear))}"
