"""This file is a long run of broken texts through every reader: python -m tests.reading.fuzz [MINUTES].

What was typed once is cut, doubled, misspelt, mixed and filled with odd signs. Each text must be a value, a
question or a refusal, and the same in another Unicode form, with other spaces and in capitals; what is not is
printed.
"""

import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from handlers.reading.text import fold
from handlers.understanding import Reader, told, understood
from tests.reading.test_rows import REF, ROWS, UNITS

ODD = "\u200b\u00a0\u0301\u0323\u202e\ufeff\x00\n\t½①٣៣Ⅳ％／，．–—“”'\"/\\-+.,:;()[]{}<>&%$₫đĐ0123456789İßﬁ😀"
OTHERS: tuple[Callable[[str], str], ...] = (
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: f" {text.replace(' ', '  ')} ",
    # ß has no capital: SS is another text.
    lambda text: text.upper() if text.upper().lower() == text.lower() else text,
)
LONGEST = 4_096


def typed(rows: Path = ROWS) -> list[str]:
    """Give every text that the rows hold."""
    lines = (line for file in sorted(rows.glob("*.tsv")) for line in file.read_text("utf-8").splitlines())
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]


def broken(texts: list[str], chance: random.Random) -> str:
    """Make a text that nobody would type of some that somebody did."""
    text = chance.choice([" ", ", ", "", "\n"]).join(chance.choices(texts, k=chance.choice([1, 1, 1, 2, 3])))
    for _time in range(chance.randrange(6)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randrange(1, 8))
        sign = chance.choice(
            [*ODD, chr(chance.choice([chance.randrange(32, 0x2100), chance.randrange(0x20000)]))]
        )
        if unicodedata.category(sign) == "Cs":
            continue
        text = chance.choice(
            [
                text[:at] + text[end:],
                text[:at] + sign + text[at:],
                text[:at] + sign * chance.randrange(1, 30) + text[end:],
                text[:end] + text[at:],
                text[at:] + text[:at],
                "".join(chance.sample(text[at:end], end - at)).join((text[:at], text[end:])),
            ]
        )
    return (text * chance.choice([1] * 50 + [40]))[:LONGEST]


def _as_meant(found: Mapping[str, Any]) -> str:
    """Give a value to be compared: a report keeps names and descriptions with the capitals they came in."""
    return fold(repr(found))


def run(minutes: float, seed: int) -> int:
    """Read until the time is up, print what was seen, and give how many texts were read wrong."""
    chance, texts = random.Random(seed), typed()
    found: Counter[str] = Counter()
    wrong = 0
    slowest = (0.0, "", "")
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        text = broken(texts, chance)
        against = broken([text], chance)
        for reader in Reader:
            began = time.perf_counter()
            try:
                first = understood(reader, text, today=REF, units=UNITS, against=against)
                slowest = max(slowest, (time.perf_counter() - began, reader.value, text))
                other = understood(
                    reader, chance.choice(OTHERS)(text), today=REF, units=UNITS, against=against
                )
            except Exception as error:  # noqa: BLE001  whatever a reader raises is what this looks for
                wrong += 1
                print(reader.value, repr(error), ascii(text))
                continue
            ((kind, _what),) = first.items()
            found[f"{reader.value} {kind}"] += 1
            if other.keys() != first.keys() or (kind == "value" and _as_meant(other) != _as_meant(first)):
                wrong += 1
                print(reader.value, "is not the same:", told(first), "|", told(other), ascii(text))
    for name, count in sorted(found.items()):
        print(f"{name:20}{count:10,}")
    print(f"seed {seed}, {sum(found.values()):,} readings, {wrong} wrong")
    seconds, reader_name, text = slowest
    print(f"slowest: {seconds * 1e3:.1f} ms, {reader_name}, {len(text)} letters, {text[:80]!a}")
    return wrong


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]) if len(sys.argv) > 1 else 10, seed=time.time_ns()) > 0)
