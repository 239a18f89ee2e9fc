"""This file is what is asked around a report on paper: difficulties, proposals, the number that it got."""

import re
from datetime import date
from typing import Any

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Days, Text
from handlers.reading.unclear import N_, Unclear

# A page of paper holds no more of each.
WORDS_MOST = 1500
NONE = N_("None")
AHEAD = N_("{day} is still ahead. Please enter it once it has come.")
NUMBER = re.compile(r"\d{1,6}\s?/\s?\S.*")


def _is_number(words: Any, _context: Context) -> None:
    if not NUMBER.fullmatch(words):
        raise Unclear(N_("“{text}” is no document number. For example: 12/BC-SCT."), text=words)


def one_day_gone_by(days: dict[str, str], context: Context) -> date:
    """Give the one day that was entered, if it has come. Raises Unclear."""
    day = date.fromisoformat(days["first"])
    if days["first"] != days["last"]:
        raise Unclear(N_("Please enter one day, for example 24/11/2026."))
    if day > context.today:
        raise Unclear(AHEAD, day=day)
    return day


def _within_the_report(days: dict[str, str], context: Context) -> None:
    day = one_day_gone_by(days, context)
    if day < date.fromisoformat(context.facts["first"]):
        raise Unclear(N_("{day} lies before the period that the report is about."), day=day)


DIFFICULTIES = Conversation(
    "difficulties",
    (
        Text(
            key="words",
            label=N_("Difficulties"),
            question=N_(
                "What stands in the way of the unit's work? Please write it as it shall stand in the report."
            ),
            optional=True,
            pass_over=NONE,
            most=WORDS_MOST,
        ),
    ),
)
PROPOSALS = Conversation(
    "proposals",
    (
        Text(
            key="words",
            label=N_("Proposals"),
            question=N_(
                "What does the unit propose, and to whom? Please write it as it shall stand in the report."
            ),
            optional=True,
            pass_over=NONE,
            most=WORDS_MOST,
        ),
    ),
)
DOCUMENT = Conversation(
    "document",
    (
        Text(
            key="number",
            label=N_("Document number"),
            question=N_("Under which number was the report signed? For example: 12/BC-SCT."),
            most=60,
            check=_is_number,
        ),
        Days(
            key="signed",
            label=N_("Signed on"),
            question=N_("On which day was it signed? For example: 24/11/2026."),
            check=_within_the_report,
        ),
    ),
)
