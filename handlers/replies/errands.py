"""This file is what is said while something is made beside the chat."""

from handlers.reading.unclear import N_
from handlers.replies.reply import Reply
from handlers.replies.words import _, safe

MADE_ALREADY = N_("This is being made already; it comes here in a moment.")
TOO_MANY = N_("You are waiting for many things already. Please try again once some of them are here.")


def drawing() -> Reply:
    return Reply(toast=_("Drawing…"), begins_errand=True)


def drawn_already() -> Reply:
    return Reply(toast=_(MADE_ALREADY))


def drawn_too_many() -> Reply:
    return Reply(toast=_(TOO_MANY))


def begun(what: str) -> Reply:
    words = _("Making {what}. It comes here when it is done; please go on meanwhile.")
    return Reply(text="⏳ " + words.format(what=safe(what)), begins_errand=True)


def under_way() -> Reply:
    return Reply(text="⏳ " + _(MADE_ALREADY))


def too_many() -> Reply:
    return Reply(text="⚠️ " + _(TOO_MANY))


def reading(name: str) -> Reply:
    words = _("Reading the file {name}. What is found comes here in a moment.")
    return Reply(text="⏳ " + words.format(name=safe(name)), begins_errand=True)


def read_already(name: str) -> Reply:
    return Reply(text="⏳ " + _("The file {name} is being read already.").format(name=safe(name)))


def not_fetched(name: str) -> Reply:
    words = _("The file {name} could not be fetched from Telegram. Please send it again.")
    return Reply(text="⚠️ " + words.format(name=safe(name)))


def failed() -> Reply:
    return Reply(text="⚠️ " + _("Sorry, this could not be made. Please try again, or tell the lead office."))
