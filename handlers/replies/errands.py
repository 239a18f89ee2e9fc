"""This file is what is said while something is made beside the chat."""

from handlers.reading.unclear import N_
from handlers.replies.reply import Reply
from handlers.replies.words import _, safe

MADE_ALREADY = N_("This is being made already; it comes here in a moment.")


def drawing() -> Reply:
    return Reply(toast=_("Drawing…"), begins_errand=True)


def drawn_already() -> Reply:
    return Reply(toast=_(MADE_ALREADY))


def begun(what: str) -> Reply:
    words = _("Making {what}. It comes here when it is done; please go on meanwhile.")
    return Reply(text="⏳ " + words.format(what=safe(what)), begins_errand=True)


def under_way() -> Reply:
    return Reply(text="⏳ " + _(MADE_ALREADY))


def failed() -> Reply:
    return Reply(text="⚠️ " + _("Sorry, this could not be made. Please try again, or tell the lead office."))
