"""This file is what .env says; a wrong value stops the start with one line that names it."""

import re
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

TELEGRAM = "https://api.telegram.org"
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")


class WrongSetting(Exception):
    """A setting that can't be used. Its words name the setting and say what it should be."""


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Word = Annotated[str, BeforeValidator(_stripped)]


class Settings(BaseSettings):
    """The settings, each explained in .env.example."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    bot_token: Annotated[SecretStr, BeforeValidator(_stripped)] = SecretStr("")
    telegram_api_url: Word = TELEGRAM
    telegram_proxy: Word = ""
    database_url: Annotated[SecretStr, BeforeValidator(_stripped)] = SecretStr("")
    data_dir: Path = Path("data")
    backup_dir: Word = ""
    timezone: Word = "Asia/Ho_Chi_Minh"
    log_level: Word = "INFO"
    log_format: Word = "text"
    host: Word = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    webhook_url: Word = ""
    webhook_secret: Annotated[SecretStr, BeforeValidator(_stripped)] = SecretStr("")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """Give the database's address: an SQLite file in the data folder unless another is named."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'bot.db'}"

    @property
    def backups(self) -> Path | None:
        """Give the folder of the nightly backups; None where they are switched off."""
        if self.backup_dir.lower() == "off":
            return None
        return Path(self.backup_dir) if self.backup_dir else self.data_dir / "backups"

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("is no token from @BotFather, such as 123456789:AA...")
        return token

    @field_validator("webhook_url")
    @classmethod
    def _webhook_has_a_path(cls, address: str) -> str:
        if address and not re.fullmatch(r"https?://[^/\s]+/[^\s?#]+", address):
            raise ValueError("must be an address with a path, such as https://bot.example.vn/telegram")
        return address

    @field_validator("log_format")
    @classmethod
    def _form_is_known(cls, form: str) -> str:
        if form not in ("text", "json"):
            raise ValueError("must be text or json")
        return form

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.webhook_url and not SECRET.fullmatch(self.webhook_secret.get_secret_value()):
            raise ValueError("WEBHOOK_SECRET must be 16 to 256 of A-Z a-z 0-9 _ - beside a WEBHOOK_URL")
        return self

    @field_validator("telegram_api_url", "telegram_proxy")
    @classmethod
    def _address_is_whole(cls, address: str) -> str:
        if address and not re.match(r"(https?|socks5h?)://[^/\s]+", address):
            raise ValueError("must be an address such as http://127.0.0.1:8081")
        return address.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, address: SecretStr) -> SecretStr:
        if not address.get_secret_value():
            return address
        try:
            driver = make_url(address.get_secret_value()).drivername
        except ArgumentError:
            driver = ""
        if driver not in DATABASES:
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return address

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is no time zone, such as Asia/Ho_Chi_Minh") from error
        return name

    @field_validator("log_level")
    @classmethod
    def _level_is_known(cls, level: str) -> str:
        if level.upper() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return level.upper()


def read() -> Settings:
    """Read the environment and .env. Raises WrongSetting, which never shows a secret value."""
    try:
        return Settings()
    except ValidationError as wrong:
        problems = (
            f"{''.join(map(str, one['loc'])).upper()} {one['msg'].removeprefix('Value error, ')}".strip()
            for one in wrong.errors(include_input=False, include_url=False)
        )
        raise WrongSetting("; ".join(problems)) from None
