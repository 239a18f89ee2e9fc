"""This file is the bot as a process of its own, on a server that speaks the Bot API over HTTP."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.playground.standin import Refused
from models.database import open_engine, turn
from models.errand import Errand, ErrandState
from tests.chat import TOKEN
from tests.whole.server import ROOT, Process, Server, free_port, until

HOA, LAN = 701, 702
# What a process imports first, if it is found on its path: its pictures never come to an end.
HANGING = """
import time
from bot import switchboard
from handlers.errands import Maker
from models.contact import Role

def hang(_request):
    time.sleep(3600)

switchboard.ERRANDS["picture"] = Maker(make=hang, roles=frozenset(Role))
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.add(HOA, "Nguyễn Thị Hòa")
        running.add(LAN, "Trần Thị Lan")
        yield running


@pytest.fixture
def bot(server: Server, tmp_path: Path) -> Iterator[Process]:
    process = Process(server.url, tmp_path)
    yield process
    process.end(signal.SIGKILL)


def code_in(text: str) -> str | None:
    found = re.search(r"/start (\S+)", text)
    return found[1] if found else None


def test_a_first_start_leads_from_the_printed_link_to_a_report_and_the_progress(
    server: Server, bot: Process
) -> None:
    bot.start("--now", "2026-11-02T07:50:00+07:00")
    code = until(lambda: code_in(bot.log()), "the first invitation")
    assert f"https://t.me/nscl_thu_bot?start={code}" in bot.log()
    assert "rehearsal" in bot.log()
    assert "cơ quan đầu mối" in server.say(HOA, f"/start {code}")
    assert "diễn tập" in server.say(HOA, "/start")

    invited = bot.terminal("invite", "--unit", "sct")
    unit_code = code_in(invited.stdout)
    assert invited.stdout.startswith("https://t.me/nscl_thu_bot?start="), invited.stderr
    assert "đầu mối của Sở Công Thương" in server.say(LAN, f"/start {unit_code}")

    server.say(LAN, "/baocao")
    server.press(LAN, "4. Đào tạo, tập huấn nhân lực")
    server.press(LAN, "Lớp đào tạo, tập huấn")
    server.say(LAN, "Tập huấn 5S cho doanh nghiệp")
    server.say(LAN, "15-16/10/2026")
    server.say(LAN, "42 người")
    server.say(LAN, "40")
    server.press(LAN, "Chuyên sâu")
    server.say(LAN, "Hội trường Sở")
    server.press(LAN, "Không có kinh phí")
    assert "1 tệp" in str(server.send_file(LAN, "lop.jpg", "photo", b"\xff\xd8 a photo"))
    assert "2 tệp" in str(server.send_file(LAN, "danh-sach.pdf", "document", b"%PDF-1.7"))
    assert "Tổng số lượt: 42" in server.press(LAN, "Đã gửi đủ (2 tệp)")
    assert "Đã lưu." in server.press(LAN, "✅ Lưu")
    assert "40/trên 500 lượt" in server.say(HOA, "/tiendo")
    assert "Theo đơn vị" not in server.press(HOA, "🖼 Ảnh")
    assert server.heard(HOA)[-1]["file"]["kind"] == "photo"

    printed = bot.terminal("progress", "--as-of", "2026-11-22", "--format", "json")
    figures = {one["code"]: one for one in json.loads(printed.stdout)["indicators"]}
    assert list(figures) == ["CG", "LD", "DN", "MH", "GT", "GTV"]
    # 40 of 500 is 8 percent; "trên 500" is strict.
    assert {
        key: figures["LD"][key] for key in ("value", "target", "comparator", "met", "percent", "span")
    } == {
        "value": 40,
        "target": 500,
        "comparator": ">",
        "met": False,
        "percent": 8.0,
        "span": {"from": "2021-01-01", "to": "2030-12-31"},
    }
    assert [year["year"] for year in figures["DN"]["years"]] == [2021, 2022, 2023, 2024, 2025, 2026]
    why = json.loads(bot.terminal("explain", "LD", "--as-of", "2026-11-22", "--format", "json").stdout)
    assert (why["figure"], [line["amount"] for line in why["counted"]], why["left_out"]) == (40, [40], [])
    assert "Tập huấn 5S cho doanh nghiệp: 40 · 16/10/2026" in bot.terminal("explain", "ld").stdout
    read = bot.terminal("read", "day", "quý II/2024", "--ref", "2026-11-22", "--format", "json")
    assert json.loads(read.stdout) == {"value": {"from": "2024-04-01", "to": "2024-06-30"}}
    assert bot.terminal("read", "number", "hai nghìn năm").stdout.startswith("ask: ")
    assert bot.end() == 0
    check = bot.terminal("check")  # what was written since the last tick may wait for its seal
    assert (check.returncode, "book of changes" in check.stdout) == (0, True), check.stdout
    assert TOKEN not in bot.log()


def test_a_draft_outlives_a_kill_and_what_came_meanwhile_is_answered(server: Server, bot: Process) -> None:
    bot.start()
    code = until(lambda: code_in(bot.log()), "the first invitation")
    server.say(HOA, f"/start {code}")
    server.say(HOA, "/baocao")
    server.press(HOA, "1. Cơ chế, chính sách")
    bot.end(signal.SIGKILL)
    before = len(server.heard(HOA))
    server.do(HOA, "say", text="Tham mưu ban hành kế hoạch năm")
    bot.start()
    understood = "Tham mưu ban hành kế hoạch năm"
    until(lambda: understood in server.heard(HOA)[-1]["text"], "the answer after the restart")
    # What was said just before the kill may be said once more, for nobody could note that it arrived.
    repeated = [one for one in server.heard(HOA)[before:] if understood not in one["text"]]
    assert [one["text"] for one in repeated] in ([], [server.heard(HOA)[before - 1]["text"]])


@pytest.fixture
def hanging(server: Server, tmp_path: Path) -> Iterator[Process]:
    """Give the bot, with pictures that never come to an end, on the same data."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(HANGING)
    process = Process(server.url, tmp_path, PYTHONPATH=f"{tmp_path / 'path'}:{ROOT}")
    yield process
    process.end(signal.SIGKILL)


def test_an_errand_that_hangs_keeps_no_process_from_its_end_and_the_next_one_takes_it_over(
    server: Server, bot: Process, hanging: Process, tmp_path: Path
) -> None:
    hanging.start()
    code = until(lambda: code_in(hanging.log()), "the first invitation")
    server.say(HOA, f"/start {code}")
    server.say(HOA, "/tiendo")
    (picture,) = [
        (one["id"], button["data"])
        for one in server.heard(HOA)
        for row in one["rows"]
        for button in row
        if button["label"] == "🖼 Ảnh"
    ]
    server.do(HOA, "press", message=picture[0], data=picture[1])
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")

    def begun() -> bool:
        with turn(engine) as session:
            return session.exec(select(Errand.state)).first() is ErrandState.WORKING

    until(begun, "the picture is begun")
    assert hanging.end() == 0  # within the patience of the tests, which is short beside an hour
    engine.dispose()
    bot.start()
    until(lambda: server.heard(HOA)[-1]["file"], "the picture of the next process")
    assert bot.end() == 0


def test_a_bot_that_finds_no_telegram_waits_and_goes_on(tmp_path: Path) -> None:
    with Server() as server:
        server.add(HOA, "Nguyễn Thị Hòa")
        server.standin.fail_next("getMe", Refused(502, "Bad Gateway"), times=1)
        server.standin.fail_next("getMyCommands", Refused(404, "Not Found"), times=1)
        bot = Process(server.url, tmp_path)
        bot.start()
        code = until(lambda: code_in(bot.log()), "the start after a refusal")
        server.standin.fail_next(
            "getUpdates", Refused(409, "Conflict: terminated by other getUpdates"), times=1
        )
        server.standin.fail_next("getUpdates", Refused(401, "Unauthorized"), times=1)
        assert "Chào mừng" in server.say(HOA, f"/start {code}")
        assert bot.end() == 0
        assert TOKEN not in bot.log()


def test_a_wrong_token_ends_the_start_with_a_clear_line(server: Server, tmp_path: Path) -> None:
    bot = Process(server.url, tmp_path, BOT_TOKEN=TOKEN.replace("AA", "BB"))
    bot.start()
    assert bot.wait() == 1
    assert bot.log().strip().splitlines()[-1].startswith("BOT_TOKEN was refused by Telegram")


def test_the_terminal_loads_shows_and_refuses_plans(tmp_path: Path) -> None:
    bot = Process(f"http://127.0.0.1:{free_port()}", tmp_path, BOT_TOKEN="")
    loaded = bot.terminal("plan", "load", "plans/3483")
    assert loaded.returncode == 0, loaded.stderr
    assert "added unit SCT" in loaded.stdout
    assert bot.terminal("plan", "load", "plans/3483").stdout.strip() == "Nothing changed."
    assert "3483/KH-UBND" in bot.terminal("plan", "show").stdout
    assert "SCT" in bot.terminal("units").stdout

    bad = tmp_path / "bad"
    bad.mkdir()
    for file in Path("plans/3483").glob("*.toml"):
        text = file.read_text().replace("value = 10\n", 'value = "nhiều"\n', 1)
        (bad / file.name).write_text(text)
    refused = bot.terminal("plan", "load", str(bad))
    assert refused.returncode == 1
    assert re.match(r"targets\.toml:\d+: value: ", refused.stderr)
    assert "Traceback" not in refused.stderr
    assert bot.terminal("invite", "--lead").stdout.startswith("https://t.me/NAME?start=")
    assert bot.terminal("invite", "--unit", "XYZ").stderr.startswith("--unit XYZ: no such unit")
    assert "LD" in bot.terminal("progress").stdout
    assert bot.terminal("explain", "XX").stderr.startswith("3483 has no indicator XX: CG, LD, DN")
    assert (
        "0 doanh nghiệp (01/01/2024 - 31/12/2024)" in bot.terminal("explain", "DN", "--year", "2024").stdout
    )
    assert bot.terminal("snapshot", "list").stdout == ""
    assert bot.terminal("snapshot", "show", "1").stderr.strip() == "there is no snapshot 1; there are: none"
    for answer in ("Reading: B.", "Nothing changed."):
        assert bot.terminal("plan", "settle", "B", "--why", "Công văn 12").stdout.strip() == answer
    assert "--units needs --by unit." in bot.terminal("progress", "--units", "now").stderr
    assert "Theo đơn vị hiện nay" in bot.terminal("progress", "--by", "unit", "--units", "now").stdout
    # On 30/6/2025: 14 departments, 7 districts and 2 associations; today 14, 24 communes and 2.
    for units, count in (("then", 23), ("now", 40)):
        asked = ("--by", "unit", "--units", units, "--as-of", "2025-06-30", "--format", "json")
        data = json.loads(bot.terminal("progress", *asked).stdout)
        assert (data["as_of"], data["units"], len(data["shares"])) == ("2025-06-30", units, count)


def test_a_changed_plan_tells_what_changed(tmp_path: Path) -> None:
    bot = Process(f"http://127.0.0.1:{free_port()}", tmp_path, BOT_TOKEN="")
    bot.terminal("plan", "load", "plans/3483")
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in Path("plans/3483").glob("*.toml"):
        text = file.read_text().replace("due = { month = 11, day = 15 }", "due = { month = 11, day = 10 }")
        (changed / file.name).write_text(text)
    said = bot.terminal("plan", "load", str(changed)).stdout.splitlines()
    assert len(said) == 2
    assert said[0].startswith("changed round NAM: due: ")
    assert said[1] == "1 changes."


def test_the_terminal_shows_sets_and_clears_the_office_s_days(tmp_path: Path) -> None:
    bot = Process(f"http://127.0.0.1:{free_port()}", tmp_path, BOT_TOKEN="")
    bot.terminal("plan", "load", "plans/3483")
    shown = bot.terminal("days", "show", "--year", "2026").stdout.splitlines()
    assert "2026-01-01 Thu  off     calendar" in shown
    assert "2026-08-22 Sat  worked  calendar" in shown
    assert any(line.startswith("2026-01-10 Sat  worked  plan      12729/VPCP-KGVX") for line in shown)
    assert len(shown) == 16

    worked = bot.terminal("days", "set", "2026-11-24", "--working", "--why", "Văn bản số 5")
    assert (worked.returncode, worked.stdout) == (0, "2026-11-24 Tue: worked. Văn bản số 5\n")
    assert bot.terminal("plan", "load", "plans/3483").stdout.startswith("kept day_off 2026-11-24: worked")
    assert (
        "2026-11-24 Tue  worked  office    Văn bản số 5"
        in bot.terminal("days", "show", "--year", "2026").stdout
    )

    for args, words in (
        (("set", "2026-11-24", "--working", "--why", "Văn bản số 5"), "is worked already: nothing changes"),
        (("set", "2032-01-01", "--off", "--why", "Tết"), "2032-01-01 lies outside 2021 to 2031"),
        (("clear", "2026-12-24"), "2026-12-24: the office has decided nothing about this day"),
    ):
        refused = bot.terminal("days", *args)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.strip().endswith(words)
        assert "Traceback" not in refused.stderr
    assert bot.terminal("days", "set", "2026-08-24", "--off").returncode == 2  # nothing without its reason

    cleared = bot.terminal("days", "clear", "2026-11-24", "--why", "nhầm")
    assert cleared.stdout == "2026-11-24 Tue: off again, by the plan or the calendar.\n"
    assert bot.terminal("plan", "load", "plans/3483").stdout.strip() == "Nothing changed."


def test_the_terminal_lists_every_message_of_a_year(database: str, tmp_path: Path) -> None:
    bot = Process(f"http://127.0.0.1:{free_port()}", tmp_path, BOT_TOKEN="", DATABASE_URL=database)
    asked = ("calendar", "--from", "2030-01-01", "--to", "2030-12-31")
    found = json.loads(bot.terminal(*asked, "--format", "json").stdout)
    # The plan's last year. Its first quarter is due on Wednesday 20/3: ten working days before is 6/3.
    title = "Báo cáo quý I năm 2030"
    assert found[0] == {
        "at": "2030-03-06T08:00+07:00",
        "to": "Lê Văn Minh",
        "unit": "SNNMT",
        "kind": "reminder",
        "about": [{"kind": "reminder", "step": "-10", "title": title, "unit": "SNNMT"}],
        "told": False,
    }
    assert all(one["at"].startswith("2030-") and one["at"].endswith("T08:00+07:00") for one in found)
    assert len(bot.terminal(*asked).stdout.splitlines()) == len(found)
    wrong = bot.terminal("calendar", "--from", "2030-12-31", "--to", "2030-01-01")
    assert "--to lies before --from." in wrong.stderr
