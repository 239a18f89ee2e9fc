"""This file is the routes of the API: a question comes in, is read beside the chats, and goes out as data."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.api import contract, page
from bot.api.contract import ROOT
from bot.api.gate import Gate
from bot.api.problems import ALWAYS, Problem, later
from bot.app import App
from handlers import supply
from handlers.reading.unclear import N_
from handlers.replies.supply import OTHER_UNIT, OtherUnit, WrongParameter, sentence, table
from handlers.replies.words import _
from handlers.supply import Asked, Given
from models.database import is_trouble
from models.plan import NoPlan

log = logging.getLogger(__name__)
Endpoint = Callable[[Request], Awaitable[Response]]

# The schema in the document that names a table's columns.
ROWS = {
    "indicators": "IndicatorRow",
    "activities": "ActivityRow",
    "filings": "FilingRow",
    "units": "UnitRow",
    "groups": "GroupRow",
}
CSV = ".csv"
UNKNOWN = N_("There is no parameter {parameter} here. There are: {known}.")
UNKNOWN_AS_NONE = N_("There is no parameter {parameter} here; this address takes none.")
NO_ADDRESS = N_("There is no {path} here. There are: {known}.")
TWICE = N_("{parameter} was sent more than once.")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked for, with the only unit that the key opens; `path` is the address as it was asked."""

    name: str
    path: str
    said: Mapping[str, str]
    of_unit: str | None
    as_csv: bool


def mount(app: App, gate: Gate | None = None) -> Mount:
    """Give the API as one part of a server."""
    desk = Desk(app, gate or Gate(app))
    routes = [Route("/", _page), Route("/openapi.json", _document)]
    for name in supply.GIVEN:
        routes += [Route(f"/{name}{ending}", desk.answering(name)) for ending in ("", CSV)]
    return Mount(ROOT, app=Starlette(routes=routes, exception_handlers={HTTPException: _no_such_route}))


class Desk:
    """Answers one question after the other; what can't be answered is said in a sentence."""

    def __init__(self, app: App, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    def answering(self, name: str) -> Endpoint:
        """Give the endpoint of one table."""

        async def answer(request: Request) -> Response:
            try:
                return await self._answer(request, name)
            except Problem as problem:
                return problem.response()
            except Exception as error:
                if is_trouble(error) or isinstance(error, NoPlan):
                    log.warning("%s could not be read (%s)", name, type(error).__name__)
                    return _not_ready().response()
                log.exception("%s could not be answered", name)
                return Problem("failed", _("Something went wrong here; the bot's log has it.")).response()

        return answer

    async def _answer(self, request: Request, name: str) -> Response:
        if not self._app.is_working:
            raise _not_ready()
        opened_by = await self._gate.admit(request)
        question = Question(
            name=name,
            path=request.url.path,
            said=_parameters(request, f"/{name}"),
            of_unit=opened_by.unit,
            as_csv=request.url.path.endswith(CSV) or _prefers_csv(request.headers.get("accept", "")),
        )
        return await self._gate.beside(opened_by.id or 0, lambda session: self._given(session, question))

    def _given(self, session: Session, question: Question) -> Response:
        """Read and write down the answer: both take their time, and happen beside the chats."""
        clock = self._app.clock
        asked = Asked(
            session=session,
            now=clock.now(),
            zone=clock.zone,
            of_unit=question.of_unit,
            said=question.said,
        )
        try:
            return _written(question, supply.GIVEN[question.name](asked))
        except WrongParameter as wrong:
            words = sentence(wrong.reason, **wrong.values)
            raise Problem("wrong-parameter", words, parameter=wrong.parameter) from None
        except OtherUnit as other:
            words = sentence(OTHER_UNIT, own=other.own, asked=other.asked)
            raise Problem("other-unit", words, parameter="unit") from None


def _written(question: Question, given: Given) -> Response:
    headers = {**ALWAYS, "Vary": "Accept"}
    following = _next(question, given)
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if question.as_csv:
        columns = contract.columns(ROWS[question.name])
        headers["Content-Disposition"] = f'attachment; filename="{question.name}.csv"'
        return Response(table(columns, given.lines, given.data), headers=headers, media_type="text/csv")
    data = {**given.data, "next": following} if question.name == "activities" else given.data
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(body, headers=headers, media_type="application/json")


def _next(question: Question, given: Given) -> str | None:
    if given.after is None:
        return None
    return f"{question.path}?{urlencode({**question.said, 'after': given.after})}"


def _parameters(request: Request, path: str) -> dict[str, str]:
    """Give the parameters; what the document does not have is refused, for it would be ignored in silence."""
    known = contract.parameters(path)
    said: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            words = sentence(UNKNOWN if known else UNKNOWN_AS_NONE, parameter=name, known=", ".join(known))
            raise Problem("wrong-parameter", words, parameter=name)
        if name in said:
            raise Problem("wrong-parameter", sentence(TWICE, parameter=name), parameter=name)
        said[name] = value
    return said


def _prefers_csv(accept: str) -> bool:
    """Tell whether CSV is asked for, and no JSON more than it."""
    wanted: dict[str, float] = {}
    for one in accept.lower().split(","):
        kind, *more = (part.strip() for part in one.split(";"))
        weight = next((part[2:] for part in more if part.startswith("q=")), "1")
        try:
            wanted[kind] = float(weight)
        except ValueError:
            wanted[kind] = 0.0
    return wanted.get("text/csv", 0.0) > wanted.get("application/json", 0.0)


def _not_ready() -> Problem:
    return later("busy", _("The bot is not ready at the moment. Please ask again a little later."), 30)


async def _page(_request: Request) -> Response:
    headers = {**ALWAYS, "Content-Security-Policy": page.policy(), "Referrer-Policy": "no-referrer"}
    return Response(page.text(), headers=headers, media_type="text/html")


async def _document(_request: Request) -> Response:
    return Response(contract.written(), headers=ALWAYS, media_type="application/json")


async def _no_such_route(request: Request, error: Exception) -> Response:
    """Say that there is no such address, or that here one can only read."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        words = _("This address answers GET and HEAD, and changes nothing.")
        return Problem("only-reading", words, headers=error.headers).response()
    known = ", ".join(f"{ROOT}/{name}" for name in supply.GIVEN)
    words = sentence(NO_ADDRESS, path=request.url.path, known=known)
    return Problem("not-found", words).response()
