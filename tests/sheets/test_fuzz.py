"""This file is some hundred broken forms, always the same ones: each is read, or refused with a reason."""

import random
from pathlib import Path
from unittest.mock import patch

from sqlmodel import Session

from handlers.replies import entrybook
from models.database import snapshot, turn
from tests.sheets import fuzz, office


def test_whatever_comes_is_read_or_refused(tmp_path: Path) -> None:
    engine = fuzz.furnished(tmp_path)
    with turn(engine) as session, patch.dict(entrybook.BLANK_LINES, dict.fromkeys(entrybook.BLANK_LINES, 2)):
        form = office.form(session)
    chance, seen = random.Random(3483), set()
    for _time in range(300):
        _way, content = fuzz.broken(form, chance)
        with snapshot(engine) as connection, Session(connection) as session:
            seen.add(fuzz.outcome(session, content).partition(":")[0])
    engine.dispose()
    assert {"refused", "cells", "as it was"} <= seen
