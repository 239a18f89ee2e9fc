"""This file is what is asked where something saved is taken back, or ceases to hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Choice, Context, Days, Option, Text
from handlers.reading.unclear import N_, Unclear

ALL = "all"
WHY_MOST = 300


def items_meant(answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[int]:
    """Give the numbers of the certificates or models that are meant."""
    known = [int(one["id"]) for one in facts["items"]]
    chosen = answers.get("item", ALL)
    return known if chosen == ALL else [int(chosen)]


def _items(context: Context) -> tuple[Option, ...]:
    listed = (Option(str(one["id"]), one["name"]) for one in context.facts["items"])
    return (*listed, Option(ALL, N_("All of them")))


def _one_day_gone_by(days: dict[str, str], context: Context) -> None:
    if days["first"] != days["last"]:
        raise Unclear(N_("Please enter one day, for example 24/11/2026."))
    day, first = date.fromisoformat(days["first"]), date.fromisoformat(context.facts["last"])
    if day > context.today:
        raise Unclear(N_("{day} is still ahead. Please enter it once it has come."), day=day)
    if day <= first:
        raise Unclear(N_("{day} is not after {first}, when it was given."), day=day, first=first)


VOID = Conversation(
    "void",
    (
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("Why is it taken back? For example: ghi trùng, nhập nhầm."),
            most=WHY_MOST,
        ),
    ),
)
WITHDRAW = Conversation(
    "withdraw",
    (
        Choice(
            key="item",
            label=N_("What"),
            question=N_("Which one holds no more?"),
            among=_items,
            when=lambda context: len(context.facts["items"]) > 1,
        ),
        Days(
            key="since",
            label=N_("From"),
            question=N_("From which day does it hold no more? For example: 24/11/2026."),
            check=_one_day_gone_by,
        ),
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("Why does it hold no more? For example: giấy chứng nhận bị thu hồi."),
            most=WHY_MOST,
        ),
    ),
)
PLEA = Conversation(
    "plea",
    (
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("What is to be corrected, and why? The lead office reads it word for word."),
            most=WHY_MOST,
        ),
    ),
)
