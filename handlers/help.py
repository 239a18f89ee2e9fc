"""This file is what a person is told who asks for help, or says something that nobody asked."""

from handlers.join import listed
from handlers.replies import welcome
from handlers.replies.words import LOCALES, speaking
from handlers.request import Replies, Request


def guide(request: Request) -> Replies:
    return [welcome.guide(listed(request.commands), reports=request.contact.reports)]


def unprompted(request: Request) -> Replies:
    return [welcome.unprompted(reports=request.contact.reports, is_file=request.said.file is not None)]


def languages(_request: Request) -> Replies:
    return [welcome.languages()]


def choose_language(request: Request) -> Replies:
    """Switch the language from this very answer on."""
    chosen = request.argument
    if chosen not in LOCALES:
        return [welcome.stale()]
    request.contact.locale = chosen
    with speaking(chosen):
        return [welcome.language_set()]
