"""This file is the document: valid, whole, and kept by every answer."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import Route

from bot.api import contract, page, problems, routes
from bot.api.contract import ROOT
from handlers import supply
from models.activity import Activity, Funding, Participation
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind, Stage
from models.unit import Unit
from tests.api.asking import System
from tests.chat import Player
from tests.chats.firms import settle
from tests.chats.test_progress import five_years, record
from tests.chats.test_requests import SENT
from tests.chats.test_snapshots import FREEZE

DOCUMENT = contract.document()
TABLES = {
    "/indicators": "Indicators",
    "/activities": "Activities",
    "/filings": "Filings",
    "/units": "Units",
    "/groups": "Groups",
}


def checker(schema: str) -> Draft202012Validator:
    found = {"$ref": f"#/components/schemas/{schema}", "components": DOCUMENT["components"]}
    return Draft202012Validator(found, format_checker=FormatChecker())


def fill(chat: Player) -> None:
    """Write down so much that no field stays empty everywhere."""
    five_years(chat)
    with turn(chat.engine) as session:
        _firm_and_model(session, chat)
        told: dict[str, Any] = {"attendances": 42, "leaders": 30, "in_depth": True, "place": "Phan Rang"}
        course = record(session, chat, "SCT", Kind.TRAINING, date(2026, 9, 1), **told, cost=2_000_000)
        twin = record(session, chat, "SNNMT", Kind.TRAINING, date(2026, 9, 2), unnamed=3)
        session.add(Funding(activity_id=course, source="state", amount=1_000_000))
        session.flush()
        session.get_one(Activity, twin).same_as = course
        session.get_one(Activity, twin).outputs = 3
        session.get_one(Unit, "SCT").statistics_code = "22"
        settle(session)


def _firm_and_model(session: Session, chat: Player) -> None:
    session.add(
        Enterprise(id=60, name="HTX Nho", folded="htx nho", form=Form.COOPERATIVE, tax_code="4590001385")
    )
    session.flush()
    model = record(session, chat, "SCT", Kind.MODEL, date(2026, 2, 1))
    told: dict[str, Any] = {"solution": "5s", "result": "applied", "withdrawn_on": date(2026, 10, 1)}
    session.add(Participation(activity_id=model, enterprise_id=60, name="HTX nho xanh", **told))
    award = record(session, chat, "SCT", Kind.AWARD, date(2026, 4, 2), award_year=2026)
    session.add(Participation(activity_id=award, enterprise_id=60, name="HTX Nho", stage=Stage.WON))


def test_the_document_is_openapi() -> None:
    validate(DOCUMENT)
    assert json.loads(contract.written()) == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["servers"] == [{"url": ROOT}]


def test_it_has_every_route_and_no_other(chat: Player) -> None:
    mounted = routes.mount(chat.app)
    assert isinstance(mounted.app, Starlette)
    there = {one.path: one.methods for one in mounted.app.routes if isinstance(one, Route)}
    assert set(there) == set(DOCUMENT["paths"])
    assert all(methods == {"GET", "HEAD"} for methods in there.values())
    assert all(set(item) == {"get"} for item in DOCUMENT["paths"].values())
    assert {f"/{name}" for name in supply.GIVEN} == set(TABLES) == {f"/{name}" for name in routes.ROWS}


async def test_every_answer_is_as_the_document_has_it(chat: Player, system: System) -> None:
    for path, schema in TABLES.items():
        checker(schema).validate(await system.json(path))
    fill(chat)
    for asked in (system, system.with_key("SCT")):
        for path, schema in TABLES.items():
            for question in ("", *_questions(path)):
                checker(schema).validate(await asked.json(f"{path}{question}"))


def _questions(path: str) -> Iterator[str]:
    """Ask with each parameter that is documented, by its own example."""
    for name, one in contract.parameters(path).items():
        yield f"?{name}={one['example']}"


async def test_every_field_that_is_documented_is_told_somewhere(chat: Player, system: System) -> None:
    fill(chat)
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]")
    with turn(chat.engine) as session:
        record(session, chat, "SCT", Kind.TRAINING, date(2026, 9, 5), leaders=7, in_depth=True)
        settle(session)
    await chat.hear(*SENT)
    questions = ("?limit=2&year=2026", "?unit=SCT", "?as_of=2025-12-31", "")
    told: set[str] = set()
    for path, schema in TABLES.items():
        for question in questions:
            name = question[1:].partition("=")[0]
            if not name or name in contract.parameters(path):
                told |= set(_told(await system.json(f"{path}{question}"), schema))
    wanted = {
        f"{schema}.{name}"
        for schema, one in DOCUMENT["components"]["schemas"].items()
        if not schema.endswith("Row") and schema != "Problem"
        for name in one["properties"]
    }
    assert wanted - told == set()


def _told(value: Any, schema: str) -> Iterator[str]:
    """Name every field of an answer that has a value, by the schema in which it is documented."""
    properties = DOCUMENT["components"]["schemas"][schema]["properties"]
    for name, inner in value.items():
        if inner is None or inner == []:
            continue
        yield f"{schema}.{name}"
        of = _schema_of(properties[name])
        for one in inner if isinstance(inner, list) else [inner]:
            if of:
                yield from _told(one, of)


def _schema_of(told: Mapping[str, Any]) -> str:
    """Give the schema to which a property points, itself or by its items."""
    places = (told, told.get("items", {}), *told.get("anyOf", ()))
    return next((one["$ref"].rpartition("/")[2] for one in places if "$ref" in one), "")


async def test_every_parameter_that_is_documented_is_read(system: System) -> None:
    for path in TABLES:
        for name in contract.parameters(path):
            answer = await system.get(f"{path}?{name}=nonsense")
            assert (answer.status_code, answer.json()["parameter"]) == (400, name)
        assert contract.parameters(f"{path}.csv") == contract.parameters(path)


async def test_every_table_has_the_columns_of_the_document(chat: Player, system: System) -> None:
    fill(chat)
    for name, row_schema in routes.ROWS.items():
        schema = DOCUMENT["components"]["schemas"][row_schema]["properties"]
        rows = await system.table(f"/{name}.csv")
        assert rows
        for row in rows:
            assert tuple(row) == tuple(schema)
            assert [(one, cell) for one, cell in row.items() if not _fits(cell, schema[one])] == []


def _fits(cell: str, schema: Mapping[str, Any]) -> bool:
    """Tell whether a cell is of the kind that the document names; an empty one where none may be."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if cell == "":
        return "null" in kinds
    value: Any = cell
    if kinds[0] in ("integer", "number", "boolean"):
        value = json.loads(cell)
    return bool(Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(value))


async def test_every_problem_is_as_the_document_has_it(system: System) -> None:
    check = checker("Problem")
    wrong = {
        400: await system.get("/indicators?x=1"),
        403: await system.with_key("SCT").get("/activities?unit=SNNMT"),
        404: await system.get("/nothing"),
        405: await system.get("/units", method="POST"),
    }
    system.secret = "nscl_no"
    wrong[401] = await system.get("/units")
    documented = DOCUMENT["paths"]["/activities"]["get"]["responses"]
    for status, answer in wrong.items():
        assert answer.status_code == status
        assert status in (404, 405) or str(status) in documented
        check.validate(answer.json())
        assert answer.json()["type"].removeprefix(f"{ROOT}/#") in problems.KINDS


async def test_document_and_page_are_open_to_everybody(system: System) -> None:
    system.secret = ""
    answer = await system.get("/openapi.json")
    assert answer.json() == DOCUMENT
    shown = await system.get("/")
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["content-security-policy"] == page.policy()
    assert "<script" not in shown.text
    for path in TABLES:
        assert f"<code>{ROOT}{path}</code>" in shown.text
    for kind in problems.KINDS:
        assert f'id="{kind}"' in shown.text
