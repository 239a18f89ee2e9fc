"""This file is the stand-in held against the real python-telegram-bot over HTTP, and its page's questions."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
import uvicorn
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReplyKeyboardRemove,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.playground import limits, markup
from bot.playground.server import application
from bot.playground.standin import Person, Refused, StandIn, Strange, Upload

TOKEN = "1000:playground"
LAN, MINH = 11, 12
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGIN = datetime(2026, 11, 2, 7, 50, tzinfo=ZONE)


class Rehearsal:
    """A clock that moves when it is told to, and remembers that it was."""

    announce = "Mọi người và số liệu ở đây đều là giả định"

    def __init__(self) -> None:
        self.hour = BEGIN

    def now(self) -> datetime:
        return self.hour

    async def move_to(self, when: datetime) -> None:
        self.hour = when


class Served:
    """One stand-in behind a real server on a free port of this machine."""

    def __init__(self) -> None:
        self.clock = Rehearsal()
        self.standin = StandIn(token=TOKEN, now=self.clock.now)
        self.standin.add_person(Person(LAN, "Nguyễn Thị Lan", note="Đầu mối Sở Công Thương"))
        self.standin.add_person(Person(MINH, "Trần Minh", note="Cơ quan đầu mối"))
        config = uvicorn.Config(
            application(self.standin, self.clock), host="127.0.0.1", port=0, log_level="warning", ws="none"
        )
        self.server = uvicorn.Server(config)

    @property
    def url(self) -> str:
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def bot(self, token: str = TOKEN) -> Bot:
        return Bot(token, base_url=f"{self.url}/bot", base_file_url=f"{self.url}/file/bot")


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    served = Served()
    running = asyncio.create_task(served.server.serve())
    while not served.server.started:  # noqa: ASYNC110 - uvicorn says it in a flag only
        await asyncio.sleep(0.01)
    yield served
    served.standin.close()
    served.server.should_exit = True
    await running


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    async with served.bot() as bot:
        yield bot


@pytest.fixture
async def page(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as client:
        yield client


@pytest.fixture
def alone() -> StandIn:
    standin = StandIn(token=TOKEN, now=lambda: BEGIN)
    standin.add_person(Person(LAN, "Nguyễn Thị Lan"))
    return standin


def picture(width: int = 640, height: int = 480, kind: str = "PNG") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(drawn, kind)
    return drawn.getvalue()


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"d:{label}") for label in labels]]
    )


async def test_the_real_library_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (1000, "nscl_thu_bot", True)


async def test_a_wrong_token_is_not_let_in(served: Served) -> None:
    with pytest.raises(InvalidToken):
        async with served.bot("1000:other"):
            raise AssertionError


async def test_a_message_arrives_with_its_command_and_its_hour(served: Served, bot: Bot) -> None:
    served.standin.say(LAN, "/start MA-MOI")
    [update] = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.full_name) == ("/start MA-MOI", "Nguyễn Thị Lan")
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]
    assert message.date == BEGIN


async def test_an_offset_confirms_what_lies_below_it(served: Served, bot: Bot) -> None:
    first, second = served.standin.say(LAN, "một"), served.standin.say(LAN, "hai")
    assert [u.update_id for u in await bot.get_updates()] == [first, second]
    assert [u.update_id for u in await bot.get_updates(limit=1)] == [first]
    assert [u.update_id for u in await bot.get_updates(offset=second)] == [second]
    assert served.standin.waiting_updates() == 1
    assert await bot.get_updates(offset=second + 1) == ()
    assert served.standin.waiting_updates() == 0


async def test_a_negative_offset_keeps_only_the_last(served: Served, bot: Bot) -> None:
    for word in ("một", "hai", "ba"):
        served.standin.say(LAN, word)
    assert [u.message.text for u in await bot.get_updates(offset=-1) if u.message] == ["ba"]
    assert served.standin.waiting_updates() == 1


async def test_a_long_poll_wakes_as_soon_as_something_comes(served: Served, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    served.standin.say(LAN, "xin chào")
    async with asyncio.timeout(2):
        assert len(await poll) == 1


async def test_a_long_poll_ends_empty_after_its_time(alone: StandIn) -> None:
    assert await alone.call("getUpdates", {"timeout": 0.05}) == []


async def test_the_second_poller_throws_the_first_out(served: Served, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    async with served.bot() as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        served.standin.say(LAN, "xin chào")
        assert len(await second) == 1


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_only_the_kinds_that_were_asked_for_are_queued(served: Served, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    served.standin.say(LAN, "xin chào")
    assert served.standin.waiting_updates() == 0


async def test_words_with_tags_become_words_with_entities(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(
        LAN, " <b>Đạt 👍</b> &lt;5&gt; <a href='https://example.org'>xem</a>\n", parse_mode="HTML"
    )
    assert sent.text == "Đạt 👍 <5> xem"
    assert [(e.type, e.offset, e.length, e.url) for e in sent.entities] == [
        ("bold", 0, 6, None),
        ("text_link", 11, 3, "https://example.org"),
    ]
    [shown] = served.standin.chat(LAN)
    assert shown.by_bot
    assert shown.text.strip().startswith("<b>Đạt 👍</b> &lt;5&gt;")


async def test_plain_words_are_shown_as_they_are(served: Served, bot: Bot) -> None:
    await bot.send_message(LAN, "3 < 5 & 7")
    assert served.standin.chat(LAN)[0].text == "3 &lt; 5 &amp; 7"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>hở", "Can't find end tag"),
        ("a < b", "Unsupported start tag"),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("đ<x>", "at byte offset 2"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag"),
        ("<b x", "Unclosed start tag"),
    ],
)
def test_bad_tags_are_refused(html: str, reason: str) -> None:
    with pytest.raises(Refused, match="Bad Request: can't parse entities: ") as refused:
        markup.read(html, "HTML")
    assert reason in refused.value.description


def test_unknown_names_of_letters_stay_as_they_are() -> None:
    assert markup.read("&nbsp;&#273;&#x111;&quot; & &copy;", "HTML").text == '&nbsp;đđ" & &copy;'


async def test_lengths_are_counted_as_telegram_counts(bot: Bot) -> None:
    await bot.send_message(LAN, "<b>" + "👍" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)message is too long"):
        await bot.send_message(LAN, "👍" * 2048 + "á")
    with pytest.raises(BadRequest, match=r"(?i)message text is empty"):
        await bot.send_message(LAN, "<b> </b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_photo(LAN, picture(), caption="á" * 1025)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[("x", "á" * 33)]], "BUTTON_DATA_INVALID"),
        ([[("x", "")]], "BUTTON_DATA_INVALID"),
        ([[("x", "1")] * 9], "REPLY_MARKUP_TOO_LONG"),
        ([[("x", "1")]] * 101, "REPLY_MARKUP_TOO_LONG"),
        ([[("", "1")]], "text must be non-empty"),
    ],
)
async def test_keyboards_have_bounds(alone: StandIn, rows: list[list[tuple[str, str]]], reason: str) -> None:
    buttons = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    with pytest.raises(Refused, match=reason):
        await alone.call(
            "sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": {"inline_keyboard": buttons}}
        )
    assert alone.chat(LAN) == []


async def test_a_button_of_sixty_four_bytes_is_taken(alone: StandIn) -> None:
    buttons = [[{"text": "x", "callback_data": "á" * 32}]]
    await alone.call(
        "sendmessage", {"chat_id": LAN, "text": "x", "reply_markup": json.dumps({"inline_keyboard": buttons})}
    )
    assert alone.chat(LAN)[0].buttons == [[("x", "á" * 32)]]


async def test_a_button_is_pressed_answered_and_its_message_rewritten(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(LAN, "Nộp?", reply_markup=keyboard("Nộp", "Thôi"))
    served.standin.press(LAN, sent.message_id, "d:Nộp")
    [update] = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert (query.data, query.from_user.id, query.message.text) == ("d:Nộp", LAN, "Nộp?")
    assert await bot.answer_callback_query(query.id, "Đã nộp", show_alert=True)
    assert served.standin.toasts == [(LAN, "Đã nộp", True)]
    edited = await bot.edit_message_text("Đã nộp.", LAN, sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("Đã nộp.", None)
    shown = served.standin.chat(LAN)[0]
    assert (shown.text, shown.buttons, shown.edited) == ("Đã nộp.", [], True)


async def test_a_query_is_answered_once_and_in_time(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(LAN, "Nộp?", reply_markup=keyboard("Nộp"))
    first = str(served.standin.press(LAN, sent.message_id, "d:Nộp"))
    late = str(served.standin.press(LAN, sent.message_id, "d:Nộp"))
    await bot.answer_callback_query(first)
    served.clock.hour += timedelta(hours=1)
    for query_id in (first, late, "never"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old and response timeout expired"):
            await bot.answer_callback_query(query_id)


async def test_what_cannot_be_edited_is_said(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(LAN, "Một", reply_markup=keyboard("Nộp"))
    own = served.standin.chat(LAN)[-1]
    served.standin.say(LAN, "của tôi")
    mine = served.standin.chat(LAN)[-1]
    photo = await bot.send_photo(LAN, picture())
    for message_id, reason in (
        (own.message_id, "not modified"),
        (99, "message to edit not found"),
        (mine.message_id, "message can't be edited"),
        (photo.message_id, "there is no text in the message to edit"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.edit_message_text("Một", LAN, message_id, reply_markup=sent.reply_markup)
    with pytest.raises(BadRequest, match=r"(?i)no caption"):
        await bot.edit_message_caption(LAN, sent.message_id, caption="Hai")


async def test_buttons_alone_can_be_taken_away(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(LAN, "<i>Một</i>", parse_mode="HTML", reply_markup=keyboard("Nộp"))
    edited = await bot.edit_message_reply_markup(LAN, sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.entities[0].type, edited.reply_markup) == ("Một", "italic", None)
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await bot.edit_message_reply_markup(LAN, sent.message_id)
    assert served.standin.chat(LAN)[0].text == "<i>Một</i>"


async def test_a_message_is_deleted_once_and_not_after_two_days(served: Served, bot: Bot) -> None:
    first = await bot.send_message(LAN, "Một", reply_markup=ReplyKeyboardRemove())
    second = await bot.send_message(LAN, "Hai")
    assert await bot.delete_message(LAN, first.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(LAN, first.message_id)
    served.clock.hour += timedelta(hours=49)
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted"):
        await bot.delete_message(LAN, second.message_id)


async def test_a_photo_has_its_sizes_and_can_be_sent_again(served: Served, bot: Bot) -> None:
    sent = await bot.send_photo(LAN, picture(640, 480), caption="<b>Tiến độ</b>", parse_mode="HTML")
    assert [(size.width, size.height) for size in sent.photo] == [(320, 240), (640, 480)]
    assert (sent.caption, sent.caption_entities[0].type) == ("Tiến độ", "bold")
    again = await bot.send_photo(LAN, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    file = served.standin.chat(LAN)[0].file
    assert file is not None
    assert (file.kind, file.size) == ("photo", len(picture(640, 480)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_pictures_of_all_kinds_are_taken(bot: Bot, kind: str) -> None:
    assert (await bot.send_photo(LAN, picture(kind=kind))).photo


async def test_what_is_no_photo_is_refused(alone: StandIn) -> None:
    big = picture() + bytes(limits.LARGEST_PHOTO)
    for content, reason in (
        (b"%PDF-1.7", "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (big, "too big for a photo"),
        (b"", "file must be non-empty"),
    ):
        with pytest.raises(Refused, match=reason):
            await alone.call("sendPhoto", {"chat_id": LAN}, {"photo": Upload("a.png", content, "image/png")})
    with pytest.raises(Refused, match="wrong file identifier"):
        await alone.call("sendPhoto", {"chat_id": LAN, "photo": "https://example.org/a.png"})


async def test_an_upload_over_fifty_megabytes_is_refused(alone: StandIn) -> None:
    upload = Upload("a.bin", bytes(limits.LARGEST_UPLOAD + 1), "application/octet-stream")
    with pytest.raises(Refused, match="Too Large") as refused:
        await alone.call("sendDocument", {"chat_id": LAN}, {"document": upload})
    assert refused.value.code == 413


async def test_a_picture_in_a_message_is_exchanged(served: Served, bot: Bot) -> None:
    sent = await bot.send_photo(LAN, picture(640, 480), reply_markup=keyboard("Sau"))
    edited = await bot.edit_message_media(
        InputMediaPhoto(picture(800, 600), caption="Sau"), LAN, sent.message_id
    )
    assert isinstance(edited, Message)
    assert (edited.photo[-1].width, edited.caption) == (800, "Sau")
    captioned = await bot.edit_message_caption(LAN, sent.message_id, caption="Trước")
    assert isinstance(captioned, Message)
    assert (captioned.photo[-1].width, captioned.caption) == (800, "Trước")
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await bot.edit_message_media(
            InputMediaPhoto(picture(800, 600), caption="Trước"), LAN, sent.message_id
        )
    assert served.standin.chat(LAN)[0].text == "Trước"


async def test_a_document_goes_out_and_comes_back(bot: Bot) -> None:
    sent = await bot.send_document(LAN, b"a;b\n1;2\n", filename="tổng hợp.csv", reply_markup=keyboard("Xem"))
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("tổng hợp.csv", 8)
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b\n1;2\n"


async def test_an_album_is_of_one_kind_and_of_two_to_ten(served: Served, bot: Bot) -> None:
    sent = await bot.send_media_group(LAN, [InputMediaPhoto(picture()), InputMediaPhoto(picture(300, 300))])
    assert len({message.media_group_id for message in sent}) == 1
    with pytest.raises(BadRequest, match=r"(?i)can't be mixed"):
        await bot.send_media_group(LAN, [InputMediaPhoto(picture()), InputMediaDocument(b"x")])
    with pytest.raises(BadRequest, match=r"(?i)album"):
        await bot.send_media_group(LAN, [InputMediaPhoto(picture())])
    assert len(served.standin.chat(LAN)) == 2


async def test_a_persons_file_is_downloaded_up_to_twenty_megabytes(served: Served, bot: Bot) -> None:
    standin = served.standin
    standin.send_file(LAN, Upload("anh.jpg", picture(kind="JPEG"), "image/jpeg"), kind="photo", caption="Lớp")
    standin.send_file(LAN, Upload("lớn.zip", bytes(limits.LARGEST_DOWNLOAD + 1), "application/zip"))
    first, second = [update.message for update in await bot.get_updates()]
    assert first is not None
    assert second is not None
    assert second.document is not None
    assert (first.photo[-1].width, first.caption) == (640, "Lớp")
    file = await bot.get_file(first.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture(kind="JPEG")
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(second.document.file_id)
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file("nothing")


async def test_stickers_voices_and_edits_can_be_read(served: Served, bot: Bot) -> None:
    served.standin.sticker(LAN)
    served.standin.voice(LAN)
    served.standin.say(LAN, "5")
    served.standin.edit(LAN, served.standin.chat(LAN)[-1].message_id, "50")
    sticker, voice, said, edited = await bot.get_updates()
    assert sticker.message is not None
    assert sticker.message.sticker is not None
    assert voice.message is not None
    assert voice.message.voice is not None
    assert said.message is not None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "50"
    assert edited.edited_message.edit_date == BEGIN


async def test_a_person_edits_only_words_of_their_own(served: Served, bot: Bot) -> None:
    sent = await bot.send_message(LAN, "Một")
    for message_id in (sent.message_id, 99):
        with pytest.raises(Strange):
            served.standin.edit(LAN, message_id, "Hai")


async def test_long_words_are_cut_by_the_app(alone: StandIn) -> None:
    alone.say(LAN, "á" * 5000)
    assert [len(shown.text) for shown in alone.chat(LAN)] == [4096, 904]


async def test_who_blocks_the_bot_is_out_of_reach_until_they_write(served: Served, bot: Bot) -> None:
    served.standin.block(LAN)
    [left] = await bot.get_updates()
    assert left.my_chat_member is not None
    assert left.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(LAN, "Nhắc")
    served.standin.say(LAN, "tôi quay lại")
    back, said = await bot.get_updates(offset=left.update_id + 1)
    assert back.my_chat_member is not None
    assert back.my_chat_member.new_chat_member.status == "member"
    assert said.message is not None
    await bot.send_message(LAN, "Chào lại")


async def test_a_stranger_has_no_chat(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(404, "ai đó?")


async def test_unknown_methods_are_not_found(alone: StandIn) -> None:
    with pytest.raises(Refused) as refused:
        await alone.call("sendDice", {"chat_id": LAN})
    assert refused.value.code == 404


async def test_the_menu_is_the_narrowest_in_the_persons_language(served: Served, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("trogiup", "Trợ giúp")], language_code="vi")
    await bot.set_my_commands([BotCommand("duyet", "Duyệt")], scope=BotCommandScopeChat(MINH))
    assert [c.command for c in await bot.get_my_commands(language_code="vi")] == ["trogiup"]
    menu = served.standin.menu
    assert menu.shown_to(LAN, "vi")[0]["command"] == "trogiup"
    assert menu.shown_to(LAN, "en")[0]["command"] == "help"
    assert menu.shown_to(MINH, "vi")[0]["command"] == "duyet"
    await bot.delete_my_commands(language_code="vi")
    assert menu.shown_to(LAN, "vi")[0]["command"] == "help"
    with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand("Trợ-Giúp", "Trợ giúp")])


async def test_the_bot_describes_itself(bot: Bot) -> None:
    await bot.set_my_description("Thu báo cáo", language_code="vi")
    await bot.set_my_short_description("Báo cáo")
    assert (await bot.get_my_description("vi")).description == "Thu báo cáo"
    assert (await bot.get_my_short_description("vi")).short_description == "Báo cáo"


async def test_a_typing_sign_reaches_who_watches(served: Served, bot: Bot) -> None:
    watch = served.standin.watch(LAN)
    await bot.send_chat_action(MINH, "typing")
    await bot.send_chat_action(LAN, "typing")
    change = await anext(watch)
    assert (change.person_id, change.kind) == (LAN, "typing")
    watch.close()
    assert [change async for change in watch] == []


async def test_faults_arrive_as_the_librarys_own_errors(
    served: Served, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    faults: list[tuple[Refused, type[Exception]]] = [
        (limits.too_many_requests(7), RetryAfter),
        (Refused(502, "Bad Gateway"), NetworkError),
        (Refused(400, "Bad Request: group chat was upgraded", migrate_to=-100), ChatMigrated),
    ]
    for refusal, kind in faults:
        served.standin.fail_next("sendMessage", refusal)
        with pytest.raises(kind):
            await bot.send_message(LAN, "Nhắc")
    await bot.send_message(LAN, "Nhắc")
    assert len(served.standin.chat(LAN)) == 1


async def test_an_answer_can_be_lost_after_the_deed(alone: StandIn) -> None:
    alone.fail_next("sendMessage", Refused(502, "Bad Gateway"), afterwards=True)
    with pytest.raises(Refused):
        await alone.call("sendMessage", {"chat_id": LAN, "text": "Nhắc"})
    assert [shown.text for shown in alone.chat(LAN)] == ["Nhắc"]


async def test_numbers_begin_where_they_are_told_to() -> None:
    standin = StandIn(token=TOKEN, now=lambda: BEGIN, first_id=500)
    standin.add_person(Person(LAN, "Lan"))
    assert (standin.say(LAN, "một"), standin.say(LAN, "hai")) == (500, 501)
    assert [shown.message_id for shown in standin.chat(LAN)] == [500, 501]


async def test_calls_may_come_as_json_or_in_the_address(served: Served, page: httpx.AsyncClient) -> None:
    await page.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": LAN, "text": "Một"})
    await page.get(f"/bot{TOKEN}/SENDMESSAGE", params={"chat_id": LAN, "text": "Hai"})
    await page.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": LAN, "text": "Ba"})
    assert [shown.text for shown in served.standin.chat(LAN)] == ["Một", "Hai", "Ba"]
    broken = await page.post(f"/bot{TOKEN}/getMe", content="{", headers={"content-type": "application/json"})
    assert broken.json()["description"] == "Bad Request: can't parse JSON object"


async def test_the_page_shows_who_is_there_and_what_was_said(
    served: Served, bot: Bot, page: httpx.AsyncClient
) -> None:
    await bot.send_message(LAN, "Còn 5 ngày", reply_markup=keyboard("Báo cáo ngay"))
    said = await page.post(f"/playground/people/{LAN}/say", json={"text": "xin chào"})
    assert said.json() == {"update": served.standin.queue.waiting[0]["update_id"]}
    state = (await page.get("/playground/state")).json()
    assert state["clock"] == {"day": "Thứ Hai, 02/11/2026", "time": "07:50", "value": "2026-11-02T07:50"}
    assert [(p["name"], p["last"] and p["last"]["text"]) for p in state["people"]] == [
        ("Nguyễn Thị Lan", "xin chào"),
        ("Trần Minh", None),
    ]
    chat = (await page.get(f"/playground/people/{LAN}")).json()
    assert chat["messages"][0]["rows"] == [[{"label": "Báo cáo ngay", "data": "d:Báo cáo ngay", "url": None}]]
    assert (chat["messages"][1]["by_bot"], chat["messages"][1]["time"]) == (False, "07:50")


async def test_the_page_presses_edits_blocks_and_sends_odd_things(
    served: Served, bot: Bot, page: httpx.AsyncClient
) -> None:
    sent = await bot.send_message(LAN, "Nộp?", reply_markup=keyboard("Nộp"))
    here = f"/playground/people/{LAN}"
    await page.post(f"{here}/press", json={"message": sent.message_id, "data": "d:Nộp"})
    await page.post(f"{here}/say", json={"text": "5"})
    await page.post(f"{here}/edit", json={"message": served.standin.chat(LAN)[-1].message_id, "text": "50"})
    for doing in ("sticker", "voice", "block", "unblock"):
        await page.post(f"{here}/{doing}", json={})
    kinds = [next(k for k in update if k != "update_id") for update in served.standin.queue.waiting]
    assert kinds == [
        "callback_query",
        "message",
        "edited_message",
        "message",
        "message",
        "my_chat_member",
        "my_chat_member",
    ]


async def test_the_page_sends_files_and_gets_them_back_safely(
    served: Served, page: httpx.AsyncClient
) -> None:
    here = f"/playground/people/{LAN}/file"
    await page.post(
        here,
        params={"name": "anh.png", "kind": "photo"},
        content=picture(),
        headers={"content-type": "image/png"},
    )
    await page.post(
        here, params={"name": "x.html"}, content=b"<script>", headers={"content-type": "text/html"}
    )
    photo, document = [shown.file for shown in served.standin.chat(LAN)]
    assert photo is not None
    assert document is not None
    assert (await page.get(f"/playground/files/{photo.file_id}")).headers["content-type"] == "image/png"
    safe = await page.get(f"/playground/files/{document.file_id}")
    assert safe.headers["content-disposition"] == "attachment"
    assert safe.headers["content-type"] == "application/octet-stream"


async def test_a_file_over_twenty_megabytes_is_declined_kindly(page: httpx.AsyncClient) -> None:
    answer = await page.post(f"/playground/people/{LAN}/file", content=bytes(20 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["error"]) == (413, "Tệp lớn hơn 20 MB. Mời gửi tệp nhỏ hơn.")


@pytest.mark.parametrize(
    ("asked", "day", "time"),
    [
        ({"step": "hour"}, "Thứ Hai, 02/11/2026", "08:50"),
        ({"step": "morning"}, "Thứ Ba, 03/11/2026", "08:00"),
        ({"step": "week"}, "Thứ Hai, 09/11/2026", "07:50"),
        ({"when": "2026-11-15T23:59"}, "Chủ Nhật, 15/11/2026", "23:59"),
    ],
)
async def test_the_clock_goes_forward(
    page: httpx.AsyncClient, asked: dict[str, str], day: str, time: str
) -> None:
    clock = (await page.post("/playground/clock", json=asked)).json()["clock"]
    assert (clock["day"], clock["time"]) == (day, time)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"when": "2026-11-01T08:00"}, "chỉ đi tới, không lùi"),
        ({"when": "2036-11-01T08:00"}, "nhiều nhất 5 năm"),
        ({"when": "mai"}, "chọn đủ ngày và giờ"),
    ],
)
async def test_the_clock_refuses_kindly(
    served: Served, page: httpx.AsyncClient, asked: dict[str, str], sentence: str
) -> None:
    answer = await page.post("/playground/clock", json=asked)
    assert sentence in answer.json()["error"]
    assert served.clock.hour == BEGIN


async def test_the_stream_tells_what_happens(served: Served, bot: Bot, page: httpx.AsyncClient) -> None:
    async with page.stream("GET", "/playground/stream") as stream:
        lines = (line async for line in stream.aiter_lines() if line.startswith("data: "))
        assert json.loads((await anext(lines))[6:]) == {"kind": "hello"}
        await bot.send_message(MINH, "Tổng hợp tuần")
        told = json.loads((await anext(lines))[6:])
        assert (told["kind"], told["person"], told["message"]["text"]) == ("message", MINH, "Tổng hợp tuần")
        served.standin.close()
        assert [line async for line in lines] == []


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
async def test_other_sites_cannot_speak_with_the_playground(
    page: httpx.AsyncClient, headers: dict[str, str], code: int
) -> None:
    answer = await page.post(f"/playground/people/{LAN}/say", json={"text": "chào"}, headers=headers)
    assert answer.status_code == code


async def test_only_json_and_known_people_are_taken(page: httpx.AsyncClient) -> None:
    form = await page.post(f"/playground/people/{LAN}/say", data={"text": "chào"})
    nobody = await page.post("/playground/people/99/say", json={"text": "chào"})
    empty = await page.post(f"/playground/people/{LAN}/say", json={"text": "  "})
    assert (form.status_code, nobody.status_code, empty.status_code) == (415, 404, 404)


async def test_the_page_and_its_parts_are_served_under_a_strict_policy(page: httpx.AsyncClient) -> None:
    for path in ("/", "/page.css", "/page.js", "/icon.svg"):
        answer = await page.get(path)
        assert answer.status_code == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
