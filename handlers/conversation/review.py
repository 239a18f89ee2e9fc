"""This file is what is asked in a review: why a report is returned or let off, about what, and the answer."""

from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Context, Option, Text
from handlers.conversation.pick import Named, Pick
from handlers.reading.unclear import N_


def activities(context: Context) -> tuple[Option, ...]:
    """Offer the report's activities by their numbers in its list."""
    listed = enumerate(context.facts["activities"], start=1)
    return tuple(Named(str(n), f"{n}. {one['title']}", also=(one["title"],)) for n, one in listed)


EXCUSE = Conversation(
    "excuse",
    (Text(key="why", label=N_("Reason"), question=N_("Why is the unit let off this report?"), most=300),),
)
GIVE_BACK = Conversation(
    "give_back",
    (
        Text(
            key="why",
            label=N_("Reason"),
            question=N_("What is to be completed or corrected? The unit reads it word for word."),
            most=500,
        ),
    ),
)
ASK = Conversation(
    "inquiry",
    (
        Pick(
            key="activity",
            label=N_("Activity"),
            question=N_("About which activity? Press a button, or type its number or a part of its name."),
            among=activities,
            when=lambda context: len(context.facts["activities"]) > 1,
        ),
        Text(
            key="question",
            label=N_("Question"),
            question=N_("What would you like to know? The unit reads it word for word."),
            most=500,
        ),
    ),
)
# A figure may be the whole answer.
WORDS = Text(
    key="answer",
    label=N_("Answer"),
    question=N_("Please write the answer in one message."),
    least=1,
    most=1000,
)
ANSWER = Conversation("inquiry_answer", (WORDS,))
