"""This file is the settings: each is explained, and a wrong one stops the start with one clear line."""

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import settings
from bot.settings import Settings, WrongSetting

ROOT = Path(__file__).parents[2]
SECRET = "123456789:not-a-token"


def test_every_setting_is_explained_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    named = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_itself_is_a_valid_env_file() -> None:
    assert Settings(_env_file=ROOT / ".env.example").zone.key == "Asia/Ho_Chi_Minh"


def test_the_office_is_seven_hours_ahead_all_year_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TIMEZONE", raising=False)
    zone = Settings(_env_file=None).zone
    assert zone.key == "Asia/Ho_Chi_Minh"
    months = (datetime(year, month, 1, tzinfo=zone) for year in range(2021, 2031) for month in range(1, 13))
    assert {month.utcoffset() for month in months} == {timedelta(hours=7)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", SECRET),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_PROXY", "proxy"),
        ("DATABASE_URL", "mysql://user:geheim@host/db"),
        ("DATABASE_URL", "bot.db"),
        ("TIMEZONE", "Asia/Hanoi"),
        ("LOG_LEVEL", "LOUD"),
        ("PORT", "70000"),
        ("PORT", "eighty"),
        ("LOG_FORMAT", "xml"),
        ("WEBHOOK_URL", "https://bot.example.vn"),
    ],
)
def test_a_wrong_value_is_named_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        settings.read()
    assert str(wrong.value).startswith(name)
    assert "\n" not in str(wrong.value)
    assert "geheim" not in str(wrong.value)
    assert SECRET not in str(wrong.value)


@pytest.mark.parametrize("secret", ["", "short", "with spaces in between"])
def test_a_webhook_wants_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.vn/telegram")
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    with pytest.raises(WrongSetting, match=r"^WEBHOOK_SECRET must be 16 to 256"):
        settings.read()


def test_the_process_ends_with_that_line_alone(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "TIMEZONE": "Mars", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.strip() == "TIMEZONE is no time zone, such as Asia/Ho_Chi_Minh"
