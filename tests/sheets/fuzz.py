"""This file is broken forms by chance: python -m tests.sheets.fuzz 10 reads them for ten minutes.

Whatever is sent back is read, listed cell by cell, or refused with a reason: nothing else, and within bounds.
"""

import random
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import Engine
from sqlmodel import Session

from handlers.reading.unclear import Unclear
from handlers.replies import entrybook, wrongbook
from handlers.replies.entries import as_text
from handlers.replies.entrybook import HEAD
from models import migrate, planfile, planstore
from models.contact import Contact, Role
from models.database import open_engine, snapshot, turn
from tests.sheets import office

PLAN = Path(__file__).parents[2] / "plans" / "3483"
LONG = b"<is><t>" + b"a" * 40_000 + b"</t></is>"
VALUES = (
    b"<v>1e400</v>", b"<v>-1</v>", b"<v>nan</v>", b"<v>99999999999999999999</v>", b"<v></v>", b"<f>1+1</f>",
    b"<is><t>\x00</t></is>",
    b"<is><t>&#0;&#11;</t></is>", b"<v>2958466</v>", b"<v>0.1</v>", b"<v>46157.5</v>",
    "<is><t>\u202e\u200bx\ufeff</t></is>".encode(), LONG,
)  # fmt: skip
CELL = re.compile(rb'<c(?= r="[A-Z]+([0-9]+)")( r="[^"]*"(?: s="[^"]*")?)( t="[a-z]+")?><v>([^<]*)</v></c>')
TYPES = (b"s", b"b", b"e", b"d", b"n", b"str", b"inlineStr", b"?")


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(found: dict[str, bytes], way: int = ZIP_DEFLATED) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", way) as file:
        for name, content in found.items():
            file.writestr(name, content)
    return kept.getvalue()


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Flip some bytes."""
    broken = bytearray(content)
    for _time in range(chance.choice([1, 2, 8, 64])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _within(change: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """Change one part of the form, and pack it anew."""

    def changed(content: bytes, chance: random.Random) -> bytes:
        found = parts(content)
        read = [f"xl/worksheets/sheet{n}.xml" for n in range(2, 6)]
        name = chance.choice([*found, *read * 8, *["xl/sharedStrings.xml"] * 8])
        found[name] = change(found.get(name, b" "), chance)
        return packed(found, chance.choice([ZIP_DEFLATED, ZIP_STORED]))

    return changed


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content) + 1)
    return content[:begin] + content[begin + chance.randrange(1, 400) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content) + 1)
    piece = content[begin : begin + chance.randrange(1, 4_000)]
    return content[:begin] + piece * chance.choice([2, 3, 50]) + content[begin:]


def _retyped(content: bytes, chance: random.Random) -> bytes:
    """Give some cells below the headings another sort or another value."""
    cells = [one for one in CELL.finditer(content) if int(one[1]) > HEAD + 1]
    for one in sorted(
        chance.sample(cells, min(len(cells), chance.randrange(1, 4))), reverse=True, key=_begin
    ):
        value = chance.choice([b"<v>" + one[4] + b"</v>", b"<v>7</v>", *VALUES])
        sort = chance.choice([one[3] or b"", b"", *(b' t="' + sort + b'"' for sort in TYPES)])
        new = b"<c" + one[2] + sort + b">" + value + b"</c>"
        content = content[: one.start()] + new + content[one.end() :]
    return content


def _begin(found: re.Match[bytes]) -> int:
    return found.start()


def _moved(content: bytes, chance: random.Random) -> bytes:
    """Let cells and rows stand elsewhere, and the sheet lie about how far it reaches."""
    place = chance.choice(
        [b"A1048576", b"XFD1", b"XFD1048576", b"A0", b"a5", b"AAAA7", b"A99999999999", b"B2"]
    )
    begin = content.find(b'r="', chance.randrange(len(content) + 1))
    end = content.find(b'"', begin + 3)
    if 0 <= begin < end:
        content = content[: begin + 3] + place + content[end:]
    return content.replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="', chance.randrange(2))


def _renumbered(content: bytes, chance: random.Random) -> bytes:
    for _time in range(chance.randrange(1, 30)):
        figure = str(chance.randrange(10)).encode()
        content = content.replace(figure, str(chance.randrange(10 ** chance.randrange(1, 7))).encode(), 1)
    return content


def shuffled(content: bytes, chance: random.Random) -> bytes:
    """Let sheets change places."""
    found = parts(content)
    names = [name for name in found if name.startswith("xl/worksheets/sheet")]
    others = chance.sample(names, len(names))
    return packed({**found, **{name: found[other] for name, other in zip(names, others, strict=True)}})


def bloated(content: bytes, chance: random.Random) -> bytes:
    """Let the form hold very much of one thing."""
    found = parts(content)
    many = chance.choice([10_000, 100_000, 1_000_000])
    sheet, texts = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
    match chance.randrange(4):
        case 0:
            found[sheet] = found[sheet].replace(b"</sheetData>", b"<row/>" * many + b"</sheetData>")
        case 1:
            found[texts] = found[texts].replace(b"</sst>", b"<si><t>x</t></si>" * many + b"</sst>")
        case 2:
            row = (
                b'<row r="9000"><c r="A9000" t="inlineStr"><is><t>'
                + b"x" * many * 10
                + b"</t></is></c></row>"
            )
            found[sheet] = found[sheet].replace(b"</sheetData>", row + b"</sheetData>")
        case 3:
            found["xl/media/x.bin"] = bytes(many * 100)
    return packed(found)


def lying(content: bytes, chance: random.Random) -> bytes:
    """Let the zip's own list tell of other sizes than there are."""
    broken = bytearray(content)
    at = -1
    for _time in range(chance.randrange(1, 5)):
        at = content.find(b"PK\x01\x02", at + 1)
        if at < 0:
            break
        place = at + chance.choice([16, 20, 24])
        broken[place : place + 4] = chance.choice(
            [bytes(4), b"\x01\0\0\0", b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff"]
        )
    return bytes(broken)


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped,
    truncated,
    lying,
    shuffled,
    _within(flipped),
    _within(truncated),
    _within(_cut),
    _within(_doubled),
    _within(_retyped),
    _within(_retyped),
    _within(_moved),
    _within(_renumbered),
)
HEAVY = (bloated,)
UNREADABLE = (
    BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, KeyError, RuntimeError,
)  # fmt: skip


def broken(form: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Break a form in one way, or in two."""
    way = chance.choice(HEAVY) if chance.random() < 0.02 else chance.choice(WAYS)
    content = way(form, chance)
    if chance.random() < 0.3:
        with suppress(*UNREADABLE):  # it can not be opened again to be broken further
            content = chance.choice(WAYS)(content, chance)
    return way.__name__, content


def outcome(session: Session, content: bytes) -> str:
    """Read a form as the bot does; whatever else than a refusal comes of it is worth a look."""
    try:
        found = office.read(session, content)
    except Unclear as unclear:
        return f"refused: {unclear.reason[:40]}"
    if found.wrong:
        assert all(as_text(one) for one in found.wrong)
        wrongbook.document("Mau.xlsx", found.wrong)
        return "cells"
    return "changes" if found.entries else "as it was"


def furnished(folder: Path) -> Engine:
    engine = open_engine(f"sqlite:///{folder / 'bot.db'}")
    migrate.upgrade(engine)
    with turn(engine) as session:
        planstore.store(session, planfile.read(PLAN), now=office.NOW)
        for n, role, unit in ((1, Role.LEAD, "SKHCN"), (2, Role.CONTACT, office.UNIT)):
            session.add(
                Contact(chat_id=500 + n, name=f"Người {n}", role=role, unit=unit, joined_at=office.NOW)
            )
    office.furnish(engine)
    return engine


def run(minutes: float, seed: int) -> int:
    """Read broken forms until the time is up, print what came of them, and give how many went wrong."""
    chance, found, wrong = random.Random(seed), Counter[str](), 0
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        engine = furnished(Path(folder))
        # Few blank lines: what is broken by chance shall be something that is read.
        with (
            turn(engine) as session,
            patch.dict(entrybook.BLANK_LINES, dict.fromkeys(entrybook.BLANK_LINES, 2)),
        ):
            form = office.form(session)
        end = time.monotonic() + minutes * 60
        while time.monotonic() < end:
            way, content = broken(form, chance)
            began = time.process_time()
            try:
                with snapshot(engine) as connection, Session(connection) as session:
                    came = outcome(session, content)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                wrong += 1
                came = f"RAISED {type(error).__name__}"
                Path(f"fuzz-{seed}-{sum(found.values())}.xlsx").write_bytes(content)
                print(way, repr(error)[:300])
            slowest = max(slowest, (time.process_time() - began, way))
            found[came] += 1
        engine.dispose()
    status = Path("/proc/self/status").read_text()
    memory = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
    for name, count in found.most_common():
        print(f"{count:8,}  {name}")
    print(f"seed {seed}, {sum(found.values()):,} forms, {wrong} wrong")
    print(f"slowest: {slowest[0]:.1f} s ({slowest[1]}); most memory: {int(memory) // 1024} MB")
    return wrong


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]) if len(sys.argv) > 1 else 10, seed=time.time_ns()) > 0)
