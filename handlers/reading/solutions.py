"""This file is the solutions that enterprises apply, as people write them in a sentence."""

import re

# Those that have a button, by their id; the rest of what is known is told by its name.
OFFERED = ("ISO 9001", "ISO 14001", "ISO 22000", "HACCP", "VietGAP", "GlobalGAP", "5S", "Kaizen", "Lean")
TRACEABILITY = "traceability"
NAMED = re.compile(
    r"\b(?:iso ?\d{4,5}|fssc ?22000|haccp|vietgap|globalgap|5s|kaizen|lean|tpm|kpi|gmp|brc|tqm|mfca"
    r"|six sigma)\b"
)
TRACED = re.compile(r"\btruy xuat\b|\btem truy\b")


def solutions(folded: str) -> tuple[str, ...]:
    """Find the solutions that a folded text names, each once: an id where it has a button, else a name."""
    ids = {name.casefold() for name in OFFERED}
    found = []
    for one in NAMED.finditer(folded):
        name = re.sub(r"^(iso|fssc) ?", r"\1 ", one[0])
        found.append(name if name in ids else name.upper())
    return tuple(dict.fromkeys([*found, *([TRACEABILITY] if TRACED.search(folded) else [])]))
