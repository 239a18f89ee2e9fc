"""This file is work in a thread of its own, for whose end nobody has to wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

Made = TypeVar("Made")


class TooLong(Exception):
    """A thread that was not at its end in time. It can't be ended from outside: it goes on, and is lost."""


async def aside(work: Callable[[], Made], *, seconds: float) -> Made:
    """Work while the loop goes on, so long at most. Raises TooLong, and what the work raises.

    The process may end meanwhile: it would wait for a thread of `asyncio.to_thread`, however long that hangs.
    """
    done: Future[Made] = Future()
    Thread(target=copy_context().run, args=(_work, work, done), name="aside", daemon=True).start()
    told = asyncio.wrap_future(done)
    try:
        return await asyncio.wait_for(told, seconds)
    except TimeoutError:
        if told.cancelled():
            raise TooLong from None
        raise  # the work's own


def _work(work: Callable[[], Made], done: Future[Made]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told to whoever waits
        done.set_exception(error)
