"""This file is how long the bot takes from its start to its first poll, and what it holds then."""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from bench.measure import resident_megabytes, running
from bench.turns import served
from models.database import open_engine
from tests.conftest import furnish
from tests.whole.crowd import Crowd
from tests.whole.server import until

STARTS = 5


def is_above(count: Callable[[], int], before: int) -> bool:
    return count() > before


def main() -> None:
    seconds, megabytes = [], []
    with served(Crowd(1)) as (server, folder):
        engine = open_engine(f"sqlite:///{folder / 'bot.db'}")
        furnish(engine)
        engine.dispose()
        for _ in range(STARTS):
            asked = partial(server.standin.times_called, "getUpdates")
            polls, began = asked(), time.monotonic()
            with running([sys.executable, "-m", "bot", "run"], server.url, folder) as process:
                until(partial(is_above, asked, polls), "the first poll")
                seconds.append(time.monotonic() - began)
                time.sleep(2)
                megabytes.append(resident_megabytes(process.pid))
    print(f"start to first poll: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    print(f"resident then: {statistics.median(megabytes):.0f} MB")


if __name__ == "__main__":
    main()
