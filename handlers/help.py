"""This file is what a person is told who asks for help, or says something that nobody asked."""

from dataclasses import replace

from handlers.join import listed
from handlers.replies import questions, welcome
from handlers.replies.words import LOCALES, speaking
from handlers.request import Replies, Request, Sort


def guide(request: Request) -> Replies:
    return [welcome.guide(listed(request.commands), reports=request.contact.reports)]


def unprompted(request: Request) -> Replies:
    """Answer what nobody asked for: words that ask nothing known with three questions that would."""
    is_file = request.said.file is not None
    reply = welcome.unprompted(reports=request.contact.reports, is_file=is_file)
    if request.said.sort is not Sort.TEXT:
        return [reply]
    ways = questions.suggestions(leads=request.contact.sees_everything)
    return [replace(reply, buttons=(*reply.buttons, *ways))]


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
