"""This file is what is asked where two tell of one activity: nothing but yes or no."""

from handlers.conversation.flow import Conversation

COUNT_ONCE = Conversation("count_once", ())
