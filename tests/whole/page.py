"""This file is a person at the playground's page, as the tests have them."""

import os
import re
from pathlib import Path

from playwright.sync_api import Download, Page, expect

# Where somebody wants to look at the page: a folder for pictures of it.
PICTURES = os.environ.get("PICTURES", "")
LEAD, LAN = 1001, 1002


class Person:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_test_id("chat-log")
        self.newest = self.log.locator("article.bot").last

    def chats_as(self, person_id: int) -> None:
        self.page.get_by_test_id(f"person-{person_id}").click()

    def says(self, text: str, answer: str) -> None:
        self.page.get_by_test_id("message-input").fill(text)
        self.page.get_by_test_id("send").click()
        self.hears(answer)

    def presses(self, label: str, answer: str) -> None:
        self.newest.locator("button.inline-button", has_text=re.compile(f"^{re.escape(label)}$")).click()
        self.hears(answer)

    def hears(self, text: str) -> None:
        expect(self.newest).to_contain_text(text, timeout=10_000)

    def pictured(self, name: str) -> None:
        if PICTURES:
            self.page.wait_for_timeout(600)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")

    def downloads(self) -> tuple[str, bytes]:
        """Load down the file of the newest message, and give its name and what is in it."""
        link = self.newest.locator("a.file")
        expect(link).to_be_visible(timeout=20_000)
        with self.page.expect_download() as loading:
            link.click()
        return loading.value.suggested_filename, _content(loading.value)

    def receives(self, text: str) -> tuple[str, bytes]:
        """Wait for a file that is made beside the chat, and load it down."""
        expect(self.newest).to_contain_text(text, timeout=20_000)
        return self.downloads()


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
