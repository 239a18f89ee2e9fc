"""This file is what is asked where figures are frozen as they are reported upward."""

from dataclasses import dataclass

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Option, Said, Step, Text
from handlers.reading import days
from handlers.reading.moments import ONE_DAY
from handlers.reading.unclear import N_, Unclear

DOCUMENT = Text(
    key="document",
    label=N_("Document"),
    question=N_("Under which document number are the figures reported? For example: 123/BC-SKHCN."),
    most=60,
)


@dataclass(frozen=True, kw_only=True)
class Signed(Step):
    """The day of a document: today, or one that has come."""

    def options(self, context: Context) -> tuple[Option, ...]:
        return (Option(context.today.isoformat(), N_("Today")),)

    def recognise(self, said: Said, context: Context) -> str:
        span = days.days(said.pressed or said.text or "", today=context.today)
        if span.first != span.last:
            raise Unclear(ONE_DAY)
        return span.first.isoformat()


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
