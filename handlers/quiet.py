"""This file is /nhac: how often a person wants to be reminded."""

from handlers.replies import answering as said
from handlers.replies import welcome
from handlers.request import Replies, Request
from models import contact
from models.rules.steps import Quiet


def show(request: Request) -> Replies:
    """Show how often the person is reminded, and what else can be chosen."""
    return [said.quiet(request.contact.quiet.value)]


def choose(request: Request) -> Replies:
    if not request.contact.reports or request.argument not in {level.value for level in Quiet}:
        return [welcome.stale()]
    contact.set_quiet(request.session, request.contact, Quiet(request.argument), now=request.now)
    return [said.quiet(request.contact.quiet.value, is_saved=True).over(request.said.message_id)]
