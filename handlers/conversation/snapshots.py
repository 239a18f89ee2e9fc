"""This file is what is asked where figures are frozen as they are reported upward."""

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Text
from handlers.reading.unclear import N_

FREEZE = Conversation(
    "freeze",
    (
        Text(
            key="document",
            label=N_("Document"),
            question=N_("Under which document number are the figures reported? For example: 123/BC-SKHCN."),
            most=60,
        ),
    ),
)
