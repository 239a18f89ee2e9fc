"""This file is the bot as it is run, but for Telegram's pace: the stand-in takes as much as one can send."""

import asyncio
from datetime import timedelta

from bot import live, settings
from bot.flood import Flood
from models.outbox import Pace
from tests.whole.crowd import OPENS

if __name__ == "__main__":
    pace = Pace(most=10_000, chat=timedelta(), group=timedelta())
    asyncio.run(live.run(settings.read(), OPENS, pace=pace, flood=Flood(burst=10**9)))
