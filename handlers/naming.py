"""This file is whose names a person may see: experts' stay with the lead office and with their own unit."""

from collections.abc import Sequence
from dataclasses import replace

from models.contact import Contact, Role
from models.rules.comparing import Counted
from models.rules.effects import Claim, Line

EXPERT = "expert:"


def names_experts(person: Contact, unit: str = "") -> bool:
    """Tell whether a person may see experts' names: of one unit's activity, or of any."""
    return person.role is Role.LEAD or (bool(unit) and person.unit == unit)


def lines_for(person: Contact, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give a figure's lines as a person may see them: of an expert the certificate's number is enough."""
    return tuple(replace(one, claim=replace(one.claim, name=name_for(person, one.claim))) for one in lines)


def name_for(person: Contact, one: Claim | Counted) -> str:
    """Give the name in one line; an expert's is written before the number: Nguyễn Văn Một (CN-1)."""
    if not one.who.startswith(EXPERT) or names_experts(person, one.unit):
        return one.name
    return one.name[one.name.rfind("(") + 1 :].removesuffix(")")
