"""This file is what is asked where figures are frozen as they are reported upward."""

from datetime import date

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Days, Text
from handlers.conversation.signing import one_day_gone_by
from handlers.reading.unclear import N_, Unclear

DOCUMENT = Text(
    key="document",
    label=N_("Document"),
    question=N_("Under which document number are the figures reported? For example: 123/BC-SKHCN."),
    most=60,
)


def _not_before_its_figures(days: dict[str, str], context: Context) -> None:
    day, on = one_day_gone_by(days, context), date.fromisoformat(context.facts["on"])
    if day < on:
        raise Unclear(N_("{day} lies before {on}, the day of the figures."), day=day, on=on)


FREEZE = Conversation("freeze", (DOCUMENT,))
FREEZE_LETTER = Conversation(
    "freeze_letter",
    (
        DOCUMENT,
        Days(
            key="signed",
            label=N_("Day of the document"),
            question=N_("Of which day is the document? For example: 25/11/2026."),
            check=_not_before_its_figures,
        ),
    ),
)
