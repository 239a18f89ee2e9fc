"""This file is how invitations are said: made, listed, revoked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.replies.forms import LEAF, turning
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, hour, safe


def leafed(buttons: Sequence[Button], page: int, begins: str) -> Rows:
    """Give one page of buttons, and the way to the other pages; `begins` begins their data."""
    last = max(0, (len(buttons) - 1) // LEAF)
    page = min(page, last)
    return (*rows(*buttons[page * LEAF : (page + 1) * LEAF]), *turning(begins, page, last))


def with_open(reply: Reply, count: int) -> Reply:
    """Add the way to the open invitations below a reply."""
    words = _("Open invitations ({count})").format(count=count)
    return replace(reply, buttons=(*reply.buttons, (Button("📋 " + words, "o:invites:0"),)))


def invited(role: str, number: int, code: str, username: str, until: datetime) -> Reply:
    """Hand an invitation out, to be sent on: a link where the bot's name is known, and the words to type."""
    lines = [
        "✅ " + bold(_("An invitation for: {role}").format(role=role)),
        _(
            "Please send the person only one of these, privately. It lets one person in, once, until {hour}."
        ).format(hour=hour(until)),
        "",
    ]
    if username:
        lines.append(f"https://t.me/{safe(username)}?start={code}")
    lines.append(f"<code>/start {code}</code>")
    buttons = rows(
        Button("➕ " + _("Invite another"), "o:invite"),
        Button("🗑 " + _("Revoke"), f"o:revoke:{number}"),
        each=2,
    )
    return Reply(text="\n".join(lines), buttons=buttons)


def invitations(listed: Sequence[tuple[int, str, datetime]], page: int) -> Reply:
    """List the open invitations; a press revokes one."""
    again = (Button("➕ " + _("Invite another"), "o:invite"),)
    if not listed:
        return Reply(text=_("No invitation is open."), buttons=(again,))
    last = (len(listed) - 1) // LEAF
    page = min(page, last)
    shown = list(enumerate(listed, start=1))[page * LEAF : (page + 1) * LEAF]
    until = _("until {hour}")
    lines = [f"{n}. {role}, {until.format(hour=hour(at))}" for n, (_number, role, at) in shown]
    buttons = [Button("🗑 " + _("Revoke {number}").format(number=n), f"o:revoke:{one[0]}") for n, one in shown]
    head = bold(_("Open invitations ({count})").format(count=len(listed)))
    ways = (*rows(*buttons, each=2), *turning("o:invites:", page, last), again)
    return Reply(text="\n".join((head, *lines)), buttons=ways)


def revoked(role: str) -> Reply:
    words = _("Revoked. The invitation for {role} lets nobody in any more.").format(role=role)
    return Reply(text=words, buttons=rows(Button("➕ " + _("Invite another"), "o:invite")))


def not_open() -> Reply:
    return Reply(toast=_("This invitation was used, is past its days, or was revoked."))
