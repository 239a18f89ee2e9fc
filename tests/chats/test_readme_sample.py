"""This file is the chat that the README shows, played through the whole bot."""

import re
from pathlib import Path

from tests.chat import Player

README = Path(__file__).parents[2] / "README.md"


async def test_the_sample_of_the_readme(chat: Player) -> None:
    sample = re.search(r"```chat\n(.*?)```", README.read_text(), re.DOTALL)
    assert sample is not None
    await chat.goes(sample[1])
