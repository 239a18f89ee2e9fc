"""This file is made-up values of a consolidated report: what a template is tried with before it is used."""

from datetime import date
from typing import Any

from handlers.replies import lettering, official
from handlers.replies.findings import Head
from handlers.replies.words import LOCALES, _, speaking

FIGURES = {
    "no": "1",
    "now": "05",
    "value": "12",
    "share": "120%",
    "before": "03",
    "change": "+02",
    "estimate": "15",
    "year": "2026",
    "attendances": "42",
    "leaders": "30",
    "day": "05/9/2026",
    "days": "05/9/2026",
    "tax_code": "4590000014",
}


def sample() -> dict[str, Any]:
    """Give one made-up value for each that a report has."""
    with speaking(LOCALES[0]):
        return _sample()


def _sample() -> dict[str, Any]:
    words = _("This is a made-up sentence to show how the template looks.")
    head = Head(superior="UBND", office=_("Sample office"), place=_("Sample"), sign="BC-MAU", year=2026)
    section = {"title": f"4. {words}", "lines": [words]}
    return {
        **lettering.head(head),
        "subject": words,
        "opening": [words],
        "leading": [words],
        "groups": [{"name": f"a) {words}", "lines": [words, words]}] * 2,
        "against": [words],
        "targets": [
            _row("name", "measure", "target", "standing", "note", "no", "now", "value", "share", "estimate")
        ],
        "asides": [words],
        "periods": [_row("name", "measure", "no", "now", "before", "change")],
        "by_year": [section | {"rows": [_row("year", "target", "value", "share", "standing")]}],
        "more": [section],
        "difficulties": [words],
        "proposals": [words],
        "closing": words,
        "signer": "",
        "counted_on": f"({official.day(date(2026, 9, 5))})",
        "of_span": f"({official.day(date(2026, 9, 5))})",
        "enterprises": [_row("name", "solution", "result", "unit", "no", "tax_code", "day")] * 2,
        "trainings": [_row("name", "place", "unit", "no", "days", "attendances", "leaders")] * 2,
    }


def _row(*names: str) -> dict[str, str]:
    return {name: FIGURES.get(name, _("Sample")) for name in names}
