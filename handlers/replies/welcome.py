"""This file is what is said at the door: welcome, whom to ask, what can be asked."""

from collections.abc import Iterable
from datetime import datetime

from handlers.reading.unclear import N_
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, hour, safe

ROLES = {
    "contact": N_("contact of {unit}"),
    "lead": N_("lead office ({unit})"),
    "observer": N_("observer: reads the progress"),
}


def role(name: str, unit: str | None) -> str:
    return _(ROLES[name]).format(unit=safe(unit or ""))


def joined(name: str, role_words: str, commands: Iterable[tuple[str, str]]) -> Reply:
    text = _("Welcome, {name}. You have joined as {role}.").format(
        name=f"<b>{safe(name)}</b>", role=role_words
    )
    return Reply(text="\n\n".join((text, _listed(commands))))


def hello(
    name: str, role_words: str, commands: Iterable[tuple[str, str]], rehearsal: datetime | None
) -> Reply:
    """Greet somebody who is known; a rehearsal says so, and which hour it plays."""
    parts = [_("Hello, {name}: {role}.").format(name=f"<b>{safe(name)}</b>", role=role_words)]
    if rehearsal is not None:
        parts.append("⏱ " + _("This is a rehearsal: the clock shows {hour}.").format(hour=hour(rehearsal)))
    return Reply(text="\n\n".join((*parts, _listed(commands))))


def stranger(plan: str, office: str) -> Reply:
    words = _("This bot serves the contacts of Kế hoạch {plan}. To take part, please ask {office}.")
    return Reply(text=words.format(plan=safe(plan), office=safe(office)))


def retired(office: str) -> Reply:
    words = _("You are no contact of this bot any more. If that is wrong, please ask {office}.")
    return Reply(text=words.format(office=safe(office)))


def wrong_code(office: str) -> Reply:
    words = _("This invitation is wrong, used or past its seven days. Please ask {office} for a new one.")
    return Reply(text=words.format(office=safe(office)))


def already_joined(role_words: str) -> Reply:
    return Reply(
        text=_(
            "You have joined already as {role}. The invitation was not used. To change your role or unit,"
            " please ask the lead office."
        ).format(role=role_words)
    )


def guide(commands: Iterable[tuple[str, str]], *, reports: bool) -> Reply:
    title = bold(_("What you can ask for"))
    tail = _("What you enter is kept at every step; you may stop and go on later.")
    text = f"{title}\n{_listed(commands)}"
    return Reply(text=f"{text}\n\n{tail}" if reports else text)


def unprompted(*, reports: bool, is_file: bool) -> Reply:
    """Answer something that no question asked for."""
    lost = _("This file was not kept: no activity is being entered.") if reports and is_file else ""
    words = _("To report an activity, press the button or send /baocao.") if reports else ""
    text = " ".join(part for part in (lost, words, _("What can be asked for: /trogiup.")) if part)
    buttons = [Button("📝 " + _("Report an activity"), "r:begin:0")] if reports else []
    return Reply(text=text, buttons=rows(*buttons))


def unknown_command() -> Reply:
    return Reply(text=_("There is no such command. See /trogiup."))


def not_yours() -> Reply:
    return Reply(text=_("That is not open to your role. See /trogiup."))


def stale() -> Reply:
    return Reply(toast=_("This button is out of date. Please use the newest message."))


def sorry() -> Reply:
    return Reply(
        text=_(
            "Something went wrong, and this message was not taken. Please send it once more;"
            " what you entered before is kept."
        )
    )


def set_aside(name: str) -> Reply:
    """Tell the lead office that the bot could not take something, and what becomes of it."""
    words = (
        _("The bot could not take a message from {name}.") if name else _("The bot could not take a message.")
    )
    kept = _("It is kept, and everything else goes on. Please tell whoever runs the bot.")
    return Reply(kind="alarm", text=f"⚠️ {words.format(name=safe(name))} {kept}")


def edited() -> Reply:
    return Reply(
        text=_(
            "A message that was edited is not taken as an answer. To correct an answer, press Back, or Edit"
            " in the summary at the end."
        )
    )


def languages() -> Reply:
    return Reply(
        text=_("Which language?"),
        buttons=rows(Button("Tiếng Việt", "l:vi"), Button("English", "l:en"), each=2),
    )


def language_set() -> Reply:
    return Reply(text=_("The bot now speaks English."))


def _listed(commands: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"/{name} - {_(description)}" for name, description in commands)
