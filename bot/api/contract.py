"""This file is what the API promises: openapi.json, which says what may be asked and which columns come."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

FOLDER = Path(__file__).parent
ROOT = "/api/v1"


@cache
def document() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(written()))


@cache
def written() -> str:
    return (FOLDER / "openapi.json").read_text(encoding="utf-8")


@cache
def parameters(path: str) -> dict[str, dict[str, Any]]:
    """Give the parameters that a path takes, by name."""
    listed = document()["paths"][path]["get"].get("parameters", ())
    shared = document()["components"]["parameters"]
    found = (shared[one["$ref"].rpartition("/")[2]] for one in listed)
    return {one["name"]: one for one in found}


@cache
def columns(table: str) -> tuple[str, ...]:
    """Give the columns of a table as CSV, in their order."""
    return tuple(document()["components"]["schemas"][table]["properties"])
