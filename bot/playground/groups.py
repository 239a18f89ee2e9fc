"""This file is the groups of the stand-in: the bot is taken in and put out, people talk, a group moves."""

from bot.playground import contents
from bot.playground.calls import Calls
from bot.playground.chats import Person
from bot.playground.limits import Json, Refused

# In a supergroup's number the group's own comes after this.
SUPERGROUPS = -(10**12)
# Who writes in the name of the group, as Telegram has it.
ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}

# What an administrator may do; Telegram leaves none of it out.
RIGHTS: Json = dict.fromkeys(
    (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)


class Groups(Calls):
    """A group is a chat whose number is below zero. The bot hears all of it, as if it administered it."""

    def add_group(self, group_id: int, title: str) -> None:
        """Let there be a group, without the bot."""
        self.add_person(Person(id=group_id, name=title))
        self.blocked.add(group_id)

    def take_in(self, group_id: int, by: int) -> int:
        """Let somebody put the bot into a group."""
        self.blocked.discard(group_id)
        self._service(group_id, by, {"new_chat_members": [self.bot]})
        return self._standing(group_id, by, "left", "member")

    def put_out(self, group_id: int, by: int) -> int:
        """Let somebody put the bot out of a group."""
        self._service(group_id, by, {"left_chat_member": self.bot})
        self.blocked.add(group_id)
        return self._standing(group_id, by, "member", "kicked")

    def promote(self, group_id: int, by: int) -> int:
        """Let the bot administer a group."""
        return self._standing(group_id, by, "member", "administrator")

    def upgrade(self, group_id: int, by: int) -> int:
        """Make a supergroup of a group, and give its new number. The old chat is told, and the new one."""
        new = SUPERGROUPS + group_id
        self.add_person(Person(id=new, name=self.people[group_id].name))
        self.moved[group_id] = new
        self._service(group_id, by, {"migrate_to_chat_id": new})
        self._service(new, by, {"migrate_from_chat_id": group_id})
        self._standing(new, by, "left", "member")
        return new

    def say_in(self, group_id: int, by: int | None, text: str) -> int:
        """Say something in a group; who stays anonymous speaks in the group's name."""
        extra = {"from": self.who(by)} if by else {"from": ANONYMOUS, "sender_chat": self.where(group_id)}
        said = self.post(group_id, contents.said(text), by_bot=False, extra=extra)
        return self.queue.put("message", said.message)

    def edit_in(self, group_id: int, message_id: int, text: str) -> int:
        """Change what was said in a group."""
        shown = self.find(group_id, message_id)
        if shown is None:
            raise LookupError(f"no message {message_id} in this group")
        self.rewrite(group_id, shown, contents.said(text))
        return self.queue.put("edited_message", shown.message)

    def reachable(self, chat_id: int) -> int:
        """The chat, if the bot may write into it."""
        if chat_id in self.moved:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to=self.moved[chat_id],
            )
        if chat_id < 0 and chat_id in self.blocked:
            raise Refused(403, "Forbidden: bot was kicked from the group chat")
        return super().reachable(chat_id)

    def _service(self, group_id: int, by: int, told: Json) -> None:
        envelope = {
            "message_id": self.queue.next_id(),
            "from": self.who(by),
            "chat": self.where(group_id),
            "date": int(self.now().timestamp()),
        }
        self.queue.put("message", envelope | told)

    def _standing(self, group_id: int, by: int, before: str, after: str) -> int:
        told = {
            "chat": self.where(group_id),
            "from": self.who(by),
            "date": int(self.now().timestamp()),
            "old_chat_member": self.member(before),
            "new_chat_member": self.member(after),
        }
        return self.queue.put("my_chat_member", told)

    def member(self, status: str) -> Json:
        """The bot in a chat, by its standing."""
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot, "status": status} | until | (RIGHTS if status == "administrator" else {})
