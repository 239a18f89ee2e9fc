"""This file is which processes are at work on a database, as the others see it."""

import pytest

from models import processes
from models.database import open_engine


def test_one_leads_and_the_next_takes_over_when_it_is_gone(database: str) -> None:
    engines = open_engine(database), open_engine(database)
    first, second = (processes.enter(engine) for engine in engines)
    assert (first.take_lead(), second.take_lead(), first.take_lead()) == (True, False, True)
    first.leave()
    assert second.take_lead()
    second.leave()
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_process_that_leads_nothing_is_alive_until_it_leaves(database: str) -> None:
    """Else another would take over what it is sending, and say everything twice."""
    engines = open_engine(database), open_engine(database)
    first, second = (processes.enter(engine) for engine in engines)
    first.stay()
    assert second.is_alive(first.number)
    first.leave()
    assert not second.is_alive(first.number)
    second.leave()
    for engine in engines:
        engine.dispose()
