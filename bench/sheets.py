"""This file is reading a form of fifty thousand lines back, measured in a process of its own."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session, select

from bench import office
from bot import trial
from handlers import duty, entries, entrycheck
from handlers.replies import entrybook
from handlers.request import Fetched, Incoming, Request, Sort
from models import contact, plan
from models.activity import Activity
from models.database import open_engine, snapshot, turn
from models.draft import Draft, DraftState
from models.listing import Only

ROOT = Path(__file__).parents[1]

# With the enterprises that took part these are fifty thousand lines.
SIZE, EDITS = 28_200, 5
UNIT = "SCT"
PLACE = "Nơi khác"


def main() -> None:
    """Print how long a form takes to write, and to read back with a handful of corrections."""
    print("| activities | parts | file | write | on trial | read and check | memory | found |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in (1_000, SIZE):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bot.db"
            wrote, parts, form = _form(file, size)
            (Path(folder) / "form.xlsx").write_bytes(form)
            found = _apart(file, Path(folder) / "form.xlsx")
        print(
            f"| {size:,} | {parts:,} | {len(form) / 2**20:.1f} MB | {wrote:.1f} s | {found['trial']:.1f} s"
            f" | {found['check']:.1f} s | {found['memory']:.0f} MB | {found['changes']} of {EDITS} |",
            flush=True,
        )


def _form(file: Path, size: int) -> tuple[float, int, bytes]:
    """Fill an office with one unit's activities of this year; give its form, a few cells edited."""
    engine = open_engine(f"sqlite:///{file}")
    office.build(engine, size)
    with turn(engine) as session:
        _of_one_unit(session)
    with turn(engine) as session:
        request = _request(session)
        row, of = duty.entered(request)[0]
        began = time.perf_counter()
        book = entrycheck.gather(
            session, plan.current(session), row, of, request, only=Only(units=[row.unit])
        )
        form = entrybook.xlsx(book)
        took = time.perf_counter() - began
    engine.dispose()
    return took, len(book.parts), _edited(form)


def _of_one_unit(session: Session) -> None:
    """Let everything be one unit's, spread over the year; the first few can be corrected."""
    first = date(office.NOW.year, 1, 1)
    for row in session.exec(select(Activity)):
        day = first + timedelta(days=(row.id or 0) % 300)
        row.unit, row.first, row.last, row.estimate, row.place = UNIT, day, day, False, "Hội trường"
    session.flush()
    rows = session.exec(select(Activity).where(Activity.kind == "other").limit(EDITS)).all()
    for row in rows:
        kept = Draft(
            contact_id=row.recorded_by,
            conversation="activity",
            state=DraftState.SAVED,
            step="",
            answers=_answers(row),
            facts={},
            begun_at=office.NOW,
            touched_at=office.NOW,
        )
        session.add(kept)
        session.flush()
        row.draft_id, row.place = kept.id, f"Hội trường {row.id}"
        kept.answers = _answers(row)
    session.flush()


def _answers(row: Activity) -> dict[str, Any]:
    days = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    return {
        "group": str(row.group),
        "kind": "other",
        "title": row.title,
        "days": days,
        "place": row.place,
        "cost": None,
        "evidence": None,
    }


def _edited(form: bytes) -> bytes:
    """Write another place into the first few, as a spreadsheet would: in the sheet's own words."""
    kept = BytesIO()
    with ZipFile(BytesIO(form)) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename in ("xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"):
                for number in range(1, 200):
                    content = content.replace(
                        f">Hội trường {number}<".encode(), f">{PLACE} {number}<".encode()
                    )
            new.writestr(part.filename, content)
    return kept.getvalue()


def _request(session: Session) -> Request:
    person = contact.by_unit(session)[UNIT][0]
    asked = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    return Request(session=session, now=office.NOW, said=asked, contact=person)


def _apart(file: Path, form: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.sheets", str(file), str(form)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def _most_memory() -> float:
    """Give the most that this process has held, in MB: what it had before it was itself does not count."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def read(file: Path, form: Path) -> None:
    """Read the form as the bot does, first in a process on trial, and print what each of the two took."""
    engine = open_engine(f"sqlite:///{file}")
    content, began = form.read_bytes(), time.perf_counter()
    if not trial.survives(content):
        raise SystemExit(f"{form}: the process that read it did not come to its end")
    tried = time.perf_counter()
    with snapshot(engine) as connection, Session(connection) as session:
        request = _request(session)
        fetched = Fetched(name=form.name, content=content)
        _owed, found = entries.look(replace(request, fetched=fetched), fetched)
    told = {
        "trial": tried - began,
        "check": time.perf_counter() - tried,
        "memory": _most_memory(),
        "changes": len(found.entries),
        "wrong": len(found.wrong),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    read(Path(sys.argv[1]), Path(sys.argv[2])) if len(sys.argv) > 1 else main()
