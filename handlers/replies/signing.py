"""This file is how a report on paper is said: the unit's own words, what is to be signed, its number."""

from collections.abc import Sequence

from handlers.reading.unclear import N_
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Document, Reply, rows
from handlers.replies.reporting import STATES, Head, Told, document, own_words
from handlers.replies.words import _, bold, safe
from models.rules.states import FILED

PAPER = N_("Report on paper")
NONE_TOLD = N_("none told")


def listed(unit: str, reports: Sequence[Head], page: int) -> Reply:
    """List a unit's reports, the latest first."""
    last = max(0, (len(reports) - 1) // LEAF)
    page = min(page, last)
    here = reports[page * LEAF : (page + 1) * LEAF]
    opens = [Button(shortened(one.title), f"m:card:{one.report_id}") for one in here]
    text = _("Which report?") if reports else _("Your unit has no report so far.")
    head = f"{bold(_(PAPER))} · {safe(unit)}"
    return Reply(text=f"{head}\n{text}", buttons=(*rows(*opens), *turning("m:list:", page, last)))


def card(head: Head, of: Told, *, is_locked: bool, saved: bool = False) -> Reply:
    """Show what a report has beside its activities, and what can be done about it."""
    state = _(STATES[head.state]) or _("not submitted yet")
    lines = ["✅ " + bold(_("Saved."))] if saved else []
    lines += [
        f"{bold(_(PAPER))}\n{safe(head.title)} · {safe(head.unit)} · {state}",
        *(f"{bold(_(label))}: {safe(words) or _(NONE_TOLD)}" for label, words in own_words(of)),
        document(of) if of.document else _("No document number yet."),
    ]
    return Reply(text="\n".join(fitted(lines)), buttons=rows(*_ways(head, of, is_locked=is_locked), each=2))


def _ways(head: Head, of: Told, *, is_locked: bool) -> list[Button]:
    mark = head.report_id
    ways = []
    if not is_locked:
        ways.append(Button("✍️ " + _("Difficulties"), f"m:hard:{mark}"))
        ways.append(Button("✍️ " + _("Proposals"), f"m:wish:{mark}"))
    ways.append(Button("📄 " + _("Word file to sign"), f"m:word:{mark}"))
    if head.state in FILED:
        label = _("Change the number") if of.document else _("Document number")
        ways.append(Button("🔢 " + label, f"m:number:{mark}"))
    return ways


def what(title: str) -> str:
    return _("the Word file of {title}").format(title=title)


def written(file: Document, head: Head, mark: str, *, is_filed: bool) -> Reply:
    """Hand the file over: what is to be done with it. With a mark it can be had as a PDF."""
    lines = [f"{bold(safe(head.title))} · {safe(head.unit)}"]
    lines.append(
        _("Please check it, have it signed, and enter its number here.")
        if is_filed
        else _(
            "Not submitted in the bot yet. Please submit it (/baocao), then fetch the file anew to sign it."
        )
    )
    ways = [Button("🔢 " + _("Document number"), f"m:number:{head.report_id}")] if is_filed else []
    if mark:
        ways.append(Button("PDF", f"m:pdf:{head.report_id}:{mark}"))
    return Reply(document=file, text="\n".join(lines), buttons=rows(*ways, each=2))


def another_by_now() -> Reply:
    return Reply(text="⚠️ " + _("The report has changed since this file. Please fetch the file anew: /vanban"))


def not_filed(head: Head) -> Reply:
    words = _(
        "{title} is not submitted in the bot yet. Please submit it first (/baocao), then enter the number."
    )
    return Reply(text=words.format(title=bold(safe(head.title))))
