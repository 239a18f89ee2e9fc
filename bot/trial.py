"""This file is a process that reads a workbook before the bot does: one that would end the bot ends only it.

The reader of Excel files is native code. What it makes of a broken file it makes of it every time, so a file
that a process of its own has come through can be read here. What that one refuses is refused, and not looked
through a second time.
"""

import json
import logging
import sys

from bot import apart
from handlers.reading import xlsx
from handlers.reading.unclear import Unclear

log = logging.getLogger(__name__)

COMMAND = apart.command("bot.trial")
SECONDS = 15  # fifty thousand lines take three


def survives(content: bytes) -> bool:
    """Tell whether a process that reads it comes to its end. Raises Unclear where that one refuses it."""
    try:
        answer = apart.given_to(COMMAND, content, seconds=SECONDS)
    except apart.CameToNoEnd as error:
        log.warning("a workbook was refused: its process came to no end (%s)", error)
        return False
    if refused := json.loads(answer):
        raise Unclear(refused["reason"], **refused["values"])
    return True


def _read(content: bytes) -> dict[str, object]:
    """Read it, and tell of the refusal, if it is refused."""
    try:
        for sheet in xlsx.opened(content).values():
            for _row in xlsx.every_row(sheet):
                pass
    except Unclear as unclear:
        return {"reason": unclear.reason, "values": unclear.values}
    return {}


if __name__ == "__main__":
    apart.limit(seconds=SECONDS)
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))
