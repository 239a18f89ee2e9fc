"""This file is a process that checks and fills a Word template before the bot does: its proof.

A template that takes too much time or memory, or ends its process, is refused in words: it ends nothing else.
"""

import json
import logging
import sys

from bot import apart
from handlers import templates
from handlers.replies.templates import TOO_MUCH, Fault, Problem

log = logging.getLogger(__name__)

COMMAND = apart.command("bot.proof")
SECONDS = 20


def pulled(content: bytes) -> templates.Tried:
    """Give what is wrong with a template; if nothing is, the letter that it makes of the sample."""
    try:
        answer = apart.given_to(COMMAND, content, seconds=SECONDS)
    except apart.CameToNoEnd as error:
        log.warning("a template was refused: its process came to no end (%s)", error)
        return [Problem(fault=Fault.UNSAFE, what=TOO_MUCH)], b""
    told, _line, letter = answer.partition(b"\n")
    found = [Problem(fault=Fault(fault), what=what, where=where) for fault, what, where in json.loads(told)]
    return found, letter


def _pull(content: bytes) -> bytes:
    found, letter = templates.try_out(content)
    return json.dumps([(one.fault, one.what, one.where) for one in found]).encode() + b"\n" + letter


if __name__ == "__main__":
    apart.limit(seconds=SECONDS)
    sys.stdout.buffer.write(_pull(sys.stdin.buffer.read()))
