"""This file is the load balancer of the tests: it hands on what came, to whoever is there."""

import json
import socket
import threading
from collections.abc import Iterator
from typing import Self

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.whole.balancer import Balancer
from tests.whole.server import Serving, free_port

HOOK = "/hook?a=1"


async def echo(request: Request) -> Response:
    told = {
        "path": str(request.url.path),
        "query": request.url.query,
        "body": (await request.body()).decode(),
    }
    secret = request.headers.get("x-telegram-bot-api-secret-token", "")
    return Response(json.dumps(told | {"secret": secret}), 203, {"x-from": request.headers["host"]})


class Mortal:
    """Takes a connection, reads a little, and is gone."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._die)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._socket.close()

    def _die(self) -> None:
        taken, _ = self._socket.accept()
        with taken:
            taken.recv(100)


@pytest.fixture
def backends() -> Iterator[list[Serving]]:
    app = Starlette(routes=[Route("/hook", echo, methods=["POST"])])
    with Serving(app) as first, Serving(app) as second:
        yield [first, second]


def ask(url: str) -> httpx.Response:
    headers = {"x-telegram-bot-api-secret-token": "bi-mat", "content-type": "application/json"}
    return httpx.post(url + HOOK, content='{"update_id": 1}', headers=headers, trust_env=False)


def test_a_request_and_its_answer_pass_through(backends: list[Serving]) -> None:
    with Balancer([backends[0].url]) as balancer:
        answer = ask(balancer.url)
    assert answer.status_code == 203
    assert answer.headers["x-from"] == backends[0].url.removeprefix("http://")
    assert answer.json() == {"path": "/hook", "query": "a=1", "body": '{"update_id": 1}', "secret": "bi-mat"}


def test_both_get_something_to_do(backends: list[Serving]) -> None:
    with Balancer([backend.url for backend in backends]) as balancer:
        for _ in range(60):
            assert ask(balancer.url).status_code == 203
    assert sum(balancer.handed.values()) == 60
    assert min(balancer.handed.values()) > 0


def test_where_nobody_listens_the_other_is_asked(backends: list[Serving]) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with Balancer([nobody, backends[0].url]) as balancer:
        assert {ask(balancer.url).status_code for _ in range(20)} == {203}
    assert balancer.handed == {nobody: 0, backends[0].url: 20}
    with Balancer([nobody]) as balancer:
        assert ask(balancer.url).status_code == 503


def test_who_dies_with_a_request_in_hand_gives_a_502() -> None:
    with Mortal() as mortal, Balancer([mortal.url]) as balancer:
        assert ask(balancer.url).status_code == 502
