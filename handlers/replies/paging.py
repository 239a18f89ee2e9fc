"""This file is how a long answer is cut into pages that one message carries."""

from collections.abc import Sequence

from handlers.replies.reply import MESSAGE_UNITS, Button, Reply, Rows
from handlers.replies.words import _

# Room for the head and for the tags, which are counted here and not by Telegram.
PAGE_UNITS = MESSAGE_UNITS - 600


def units(text: str) -> int:
    """Measure text as Telegram does: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def fitted(lines: Sequence[str]) -> list[str]:
    """Keep as many whole lines as one message carries, and say how many are left out."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += units(line) + 1
        if size > PAGE_UNITS:
            return [*kept, _("… and {count} more lines").format(count=len(lines) - len(kept))]
        kept.append(line)
    return kept


def shortened(words: str, most: int = 60) -> str:
    """Cut words that name a thing among others."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def paged(
    head: str, blocks: Sequence[str], *, page: int, turn: str, below: Rows = (), gap: str = "\n\n"
) -> Reply:
    """Show one page of blocks, whole ones only; `turn` begins the data of the page buttons."""
    pages = _packed(blocks)
    page = min(max(page, 0), len(pages) - 1)
    ways = []
    if page > 0:
        ways.append(Button("‹ " + _("Previous"), f"{turn}:{page - 1}"))
    if page < len(pages) - 1:
        ways.append(Button(_("Next") + " ›", f"{turn}:{page + 1}"))
    if len(pages) > 1:
        head += " · " + _("page {page} of {pages}").format(page=page + 1, pages=len(pages))
    text = gap.join((head, *pages[page]))
    return Reply(text=text, buttons=((tuple(ways), *below) if ways else below))


def _packed(blocks: Sequence[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    size = 0
    for block in blocks:
        size += units(block) + 2
        if size > PAGE_UNITS and pages[-1]:
            pages.append([])
            size = units(block) + 2
        pages[-1].append(block)
    return pages
