"""This file is buttons pressed as no app would: forged, or taken from an older message."""

from tests.chat import Player

STALE = "Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất."


def shown(chat: Player, name: str, label: str) -> tuple[int, str]:
    """Give the newest button of this label: its message and its data."""
    return [
        (message.message_id, data)
        for message in chat.standin.chat(chat.people[name])
        for row in message.buttons
        for words, data in row
        if words == label
    ][-1]


def forge(chat: Player, name: str, *forged: str) -> None:
    """Press under the bot's last message what the bot never showed to this person."""
    last = [message for message in chat.standin.chat(chat.people[name]) if message.by_bot][-1]
    for data in forged:
        chat.standin.press(chat.people[name], last.message_id, data)
