"""This file is what the readers make of a text, as data: a value, a question, or a refusal."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from handlers.reading import days, money, numbers, reports, taxcode
from handlers.reading.days import Span
from handlers.reading.enterprise_names import Verdict, compare
from handlers.reading.periods import period
from handlers.reading.questions import Query, UnclearQuestion, question
from handlers.reading.reports import Message, Told
from handlers.reading.unclear import Unclear
from handlers.reading.units import UnclearUnit, UnitLike, named
from handlers.replies.words import why

# A number on its own is no count of people: nothing but its size limits it.
MOST = 10**12
# What no answer to a question could turn into a value: it is refused, all else is asked about.
REFUSED = frozenset(
    {
        numbers.NOT_A_NUMBER,
        numbers.NEGATIVE,
        numbers.TOO_LARGE,
        money.NOT_MONEY,
        money.FOREIGN,
        days.NO_SUCH_DAY,
        days.WRONG_YEAR,
        taxcode.NOT_A_TAX_CODE,
        taxcode.WRONG_DIGIT,
        taxcode.PERSONAL,
        reports.NO_REPORT,
    }
)


class Reader(StrEnum):
    """What a text is read as."""

    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    PERIOD = "period"
    UNIT = "unit"
    CODE = "code"
    ENTERPRISE = "enterprise"
    QUESTION = "question"
    REPORT = "report"


def understood(
    reader: Reader, text: str, *, today: date, units: Sequence[UnitLike], against: str = ""
) -> dict[str, Any]:
    """Read a text on a day.

    The days of a span are ISO days, both included; a unit is its code; a question is what is wanted, and
    what it is about. An enterprise's name is compared `against` another one.
    """
    if reader is Reader.ENTERPRISE:
        return _compared(text, against)
    readers: Mapping[Reader, Callable[[], Any]] = {
        Reader.NUMBER: lambda: numbers.count(text, most=MOST),
        Reader.MONEY: lambda: money.dong(text),
        Reader.DAY: lambda: _ends(days.days(text, today=today)),
        Reader.PERIOD: lambda: _ends(period(text, today=today)),
        Reader.UNIT: lambda: named(text, units, today).code,
        Reader.CODE: lambda: taxcode.tax_code(text),
        Reader.REPORT: lambda: _message(reports.report(text, today=today, units=units)),
        Reader.QUESTION: lambda: _query(question(text, today=today, units=units)),
    }
    try:
        return {"value": readers[reader]()}
    except UnclearQuestion as unclear:
        return {"ask": {"reason": why(unclear), "choices": [_query(one) for one in unclear.choices]}}
    except UnclearUnit as unclear:
        choices = [one.code for one in unclear.choices]
        return {"ask": {"reason": why(unclear), "choices": choices}} if choices else _refused(unclear)
    except Unclear as unclear:
        if unclear.reason in REFUSED:
            return _refused(unclear)
        return {"ask": {"reason": why(unclear), "choices": list(unclear.readings)}}


def _compared(text: str, against: str) -> dict[str, Any]:
    """Tell whether two names are one enterprise's."""
    verdict = compare(text, against)
    return {"ask": {"reason": "", "choices": []}} if verdict is Verdict.ASK else {"value": verdict.value}


def told(found: Mapping[str, Any]) -> str:
    """Word what was understood for a terminal."""
    if "value" in found:
        value = found["value"]
        return _told(value)
    ((what, about),) = found.items()
    choices = f" ({', '.join(map(_told, about['choices']))})" if about.get("choices") else ""
    return f"{what}: {about['reason']}{choices}".rstrip(": ")


def _message(message: Message) -> dict[str, Any]:
    """Give a report as data: what was not told is left out."""
    found: dict[str, Any] = {"units": list(message.units), "nil": message.is_nil}
    if message.nil:
        found["period"] = _ends(message.nil)
    found["activities"] = [_activity(one) for one in message.activities]
    return found


def _activity(one: Told) -> dict[str, Any]:
    told = {name: value for name, value in asdict(one).items() if value not in (None, (), {}, False)}
    if one.span:
        told |= {"span": _ends(one.span), "exact": one.exact}
    return told


def _told(value: Any) -> str:
    match value:
        case {"intent": intent, "slots": slots}:
            return " ".join((intent, *(f"{name}={about}" for name, about in slots.items())))
        case {"from": first, "to": last}:
            return f"{first} - {last}"
        case {"activities": list()}:
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _refused(unclear: Unclear) -> dict[str, Any]:
    return {"reject": {"reason": why(unclear)}}


def _query(query: Query) -> dict[str, Any]:
    return {"intent": query.intent.value, "slots": query.slots}


def _ends(span: Span) -> dict[str, str]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}
