"""This file is what is asked where figures are frozen as they are reported upward."""

from dataclasses import dataclass
from datetime import date

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Days, Said, Text
from handlers.conversation.signing import AHEAD
from handlers.reading.moments import ONE_DAY
from handlers.reading.unclear import N_, Unclear

DOCUMENT = Text(
    key="document",
    label=N_("Document"),
    question=N_("Under which document number are the figures reported? For example: 123/BC-SKHCN."),
    most=60,
)


@dataclass(frozen=True, kw_only=True)
class Signed(Days):
    """The day of a document: one that has come."""

    def recognise(self, said: Said, context: Context) -> dict[str, str]:
        span = super().recognise(said, context)
        if span["first"] != span["last"]:
            raise Unclear(ONE_DAY)
        day, on = date.fromisoformat(span["first"]), date.fromisoformat(context.facts["on"])
        if day > context.today:
            raise Unclear(AHEAD, day=day)
        if day < on:
            raise Unclear(N_("{day} lies before {on}, the day of the figures."), day=day, on=on)
        return span


FREEZE = Conversation("freeze", (DOCUMENT,))
FREEZE_LETTER = Conversation(
    "freeze_letter",
    (
        DOCUMENT,
        Signed(
            key="signed",
            label=N_("Day of the document"),
            question=N_("Of which day is the document? For example: 25/11/2026."),
        ),
    ),
)
