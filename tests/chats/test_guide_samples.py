"""This file is the sample chats of the guide, played in their order as one chat."""

import re
from pathlib import Path

from tests.chat import Player

GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan.md"


async def test_the_samples_of_the_guide(chat: Player) -> None:
    samples = re.findall(r"```chat\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert samples
    await chat.goes("".join(samples))
