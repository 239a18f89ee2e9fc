"""This file is the stand-in for Telegram, and what people do there."""

from bot.playground import contents
from bot.playground.chats import Change, Content, Person, Shown, ShownFile, Toast, Watch
from bot.playground.faults import Dropped
from bot.playground.files import Kept, Upload
from bot.playground.groups import Groups
from bot.playground.limits import LONGEST_TEXT, Json, Refused
from bot.playground.pace import SendLimits, Sent
from bot.playground.postman import Patience

__all__ = [
    "Change",
    "Dropped",
    "Kept",
    "Patience",
    "Person",
    "Refused",
    "SendLimits",
    "Sent",
    "Shown",
    "ShownFile",
    "StandIn",
    "Strange",
    "Toast",
    "Upload",
    "Watch",
]


class Strange(LookupError):
    """Somebody or something that is not in the playground."""


class StandIn(Groups):
    """Telegram, as far as one bot and its chats can see."""

    # What a person does. Each queues an update and returns its id.

    def say(self, person_id: int, text: str, *, reply_to: int | None = None) -> int:
        """Send a text, perhaps in reply to a message.

        An app cuts what is too long into several messages: the last update counts.
        """
        text = text.strip()
        if not text:
            raise Strange("an app sends no empty message")
        parts = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
        return [self._post(person_id, contents.said(part), reply_to=reply_to) for part in parts][-1]

    def press(self, person_id: int, message_id: int, data: str) -> int:
        """Press a button. The data is not compared with the message's: a changed app may send anything.

        The id of the callback query is the update's id as text.
        """
        shown = self._message(person_id, message_id)
        if not shown.by_bot:
            raise Strange("only the bot's messages have buttons")
        query_id = str(self.queue.next_id())
        self.queries[query_id] = (person_id, self.now())
        query = {"id": query_id, "from": self.who(person_id), "message": shown.message, "data": data}
        return self.queue.put("callback_query", query | {"chat_instance": str(person_id)})

    def send_file(
        self,
        person_id: int,
        upload: Upload,
        *,
        kind: str = "document",
        caption: str | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Send a file, perhaps in reply to a message; `kind` is photo or document."""
        content = contents.from_person(self.files, upload, kind, caption or "")
        return self._post(person_id, content, reply_to=reply_to)

    def sticker(self, person_id: int) -> int:
        return self._post(person_id, contents.sticker(self.files))

    def voice(self, person_id: int) -> int:
        return self._post(person_id, contents.voice(self.files))

    def edit(self, person_id: int, message_id: int, text: str) -> int:
        """Change one's own text message."""
        shown = self._message(person_id, message_id)
        if shown.by_bot or shown.file or not text.strip():
            raise Strange("a person edits only a text message of their own")
        self.rewrite(person_id, shown, contents.said(text.strip()))
        return self.queue.put("edited_message", shown.message)

    def block(self, person_id: int) -> int:
        self._person(person_id)
        self.blocked.add(person_id)
        return self._membership(person_id, "member", "kicked")

    def unblock(self, person_id: int) -> int:
        self._person(person_id)
        self.blocked.discard(person_id)
        return self._membership(person_id, "kicked", "member")

    def put_raw(self, body: Json) -> int:
        """Queue anything at all as an update, also what nobody can read."""
        return self.queue.put_raw(body)

    def _post(self, person_id: int, content: Content, *, reply_to: int | None = None) -> int:
        """Write to the bot. Who had blocked it starts it again by writing."""
        self._person(person_id)
        if person_id in self.blocked:
            self.unblock(person_id)
        extra = {"reply_to_message": self._quoted(person_id, reply_to)} if reply_to else None
        return self.queue.put("message", self.post(person_id, content, by_bot=False, extra=extra).message)

    def _quoted(self, person_id: int, message_id: int) -> Json:
        """Give a message as one that replies to it carries it: without what it replies to itself."""
        message = self._message(person_id, message_id).message
        return {name: value for name, value in message.items() if name != "reply_to_message"}

    def _person(self, person_id: int) -> Person:
        if person_id not in self.people:
            raise Strange(f"nobody here has the number {person_id}")
        return self.people[person_id]

    def _message(self, person_id: int, message_id: int) -> Shown:
        shown = self.find(person_id, message_id)
        if shown is None:
            raise Strange(f"no message {message_id} in this chat")
        return shown

    def _membership(self, person_id: int, before: str, after: str) -> int:
        self.tell(Change(person_id, "person"))
        return self.queue.put(
            "my_chat_member",
            {
                "chat": self.where(person_id),
                "from": self.who(person_id),
                "date": int(self.now().timestamp()),
                "old_chat_member": self.member(before),
                "new_chat_member": self.member(after),
            },
        )
