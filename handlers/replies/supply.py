"""This file is how other systems are answered: tables as CSV, and what is wrong with a question."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from handlers.conversation.activity import SOURCES
from handlers.reading.unclear import N_
from handlers.replies.words import _

# Excel and its like take what begins so for a formula (OWASP, CSV Injection); an apostrophe keeps it text.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_QUOTE = 60
QUOTED = {"sent", "parameter", "path"}
BYTE_ORDER_MARK = "\ufeff"

OTHER_UNIT = N_("This key opens what belongs to {own}; {asked} is another unit.")


class WrongParameter(Exception):
    """A parameter that can't be taken as it was sent. `reason` is a msgid, `values` fill it."""

    def __init__(self, parameter: str, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.parameter = parameter
        self.reason = reason
        self.values = {"parameter": parameter, **values}


class OtherUnit(Exception):
    """A question about a unit that the key does not open."""

    def __init__(self, own: str, asked: str) -> None:
        super().__init__(own, asked)
        self.own, self.asked = own, asked


def sentence(reason: str, **values: object) -> str:
    """Say what is wrong; what was sent is quoted as it came, as far as it is of use."""
    told = {name: _shortened(str(value)) if name in QUOTED else value for name, value in values.items()}
    return _(reason).format(**told)


def table(columns: Sequence[str], lines: str, data: Mapping[str, Any]) -> str:
    """Write a table as CSV: commas, each line ended by CR and LF, all text in quotes (RFC 4180).

    A spreadsheet that parts cells at semicolons as well would make a formula of the end of "a;=b" otherwise.
    """
    written = StringIO()
    written.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(written, columns, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in _rows(lines, data))
    return written.getvalue()


def _rows(lines: str, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of a table, one a line: what is nested has the outer name before its own."""
    titles = {one["code"]: one for one in data.get("periods", ())}
    for one in data[lines]:
        match lines:
            case "indicators":
                yield {"as_of": data["as_of"], **_flat(one)}
            case "activities":
                yield {**_flat(one), **_firms(one), **_costs(one)}
            case "filings":
                of = titles[one["period"]]
                yield {**one, "period_title": of["title"], "period_due": of["due"]}
            case _:
                yield {**_flat(one), **_joined(one)}


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a record flat; its lists are left to whoever knows them."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found |= {f"{name}_{inner}": deeper for inner, deeper in _flat(value).items()}
        elif value is not None and not isinstance(value, list):
            found[name] = value
    return found


def _firms(one: Mapping[str, Any]) -> dict[str, Any]:
    """Name each once: two that took part and were merged since are one."""
    names = {part["number"]: part["name"] for part in one["enterprises"]}
    return {"enterprises": len(names), "enterprise_names": "; ".join(names.values())}


def _costs(one: Mapping[str, Any]) -> dict[str, int | None]:
    """Split the cost by its sources; nobody told where the rest came from."""
    told = {name: sum(fund["amount"] for fund in one["funds"] if fund["source"] == name) for name in SOURCES}
    found = {f"funds_{name}": amount or None for name, amount in told.items()}
    return {**found, "funds_untold": None if one["cost"] is None else one["cost"] - sum(told.values())}


def _joined(one: Mapping[str, Any]) -> dict[str, str]:
    return {name: "; ".join(value) for name, value in one.items() if isinstance(value, list)}


def _cell(value: Any) -> Any:
    """Give a value as a cell holds it: numbers stay numbers, text stays text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULAS):
        return f"'{value}"
    return value


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
