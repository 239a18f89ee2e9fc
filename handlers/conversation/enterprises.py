"""This file is what the lead office is asked about an enterprise: which is meant, its name, code and form."""

from dataclasses import dataclass
from typing import Any

from handlers.conversation.activity import FORMS
from handlers.conversation.flow import Conversation
from handlers.conversation.kinds import Choice, Context, Option, Said, TaxCode, Text
from handlers.conversation.office import Day
from handlers.conversation.pick import Pick
from handlers.reading.text import brief, tidy
from handlers.reading.unclear import N_, Unclear

# What a pressed one begins with, so that no typed number is taken for it.
PRESSED = "id."
TOO_SHORT = N_("“{text}” is too short to look for. Please type a longer part of the name, or a tax code.")


def number_pressed(meant: str) -> int | None:
    """Give the number of the enterprise whose button was pressed; none where a name was typed."""
    return int(meant.removeprefix(PRESSED)) if meant.startswith(PRESSED) else None


def _likely(context: Context) -> tuple[Option, ...]:
    return tuple(Option(f"{PRESSED}{one['id']}", one["name"]) for one in context.facts.get("likely", ()))


@dataclass(frozen=True, kw_only=True)
class PickEnterprise(Pick):
    """An enterprise: pressed, or looked for by what was typed. Whoever keeps the list says which that is."""

    def recognise(self, said: Said, context: Context) -> str:  # noqa: ARG002 - looked for, not offered
        pressed = said.pressed or ""
        if pressed.startswith(PRESSED) and pressed.removeprefix(PRESSED).isdecimal():
            return pressed
        typed = tidy(said.text or "")
        if len(typed) < 2 or typed.startswith(PRESSED):
            raise Unclear(TOO_SHORT, text=brief(typed))
        return typed

    def holds(self, value: Any, context: Context) -> bool:  # noqa: ARG002 - looked for, not offered
        return isinstance(value, str)


WHY = Text(
    key="why",
    label=N_("Basis"),
    question=N_("On what does it rest? For example: giấy chứng nhận đăng ký doanh nghiệp ngày 15/10/2026."),
    optional=True,
    most=300,
)

FIND = Conversation(
    "enterprise_find",
    (
        Text(
            key="words",
            label=N_("Name or tax code"),
            question=N_("Which enterprise? Type a part of its name, or its tax code."),
            least=2,
            most=200,
        ),
    ),
)
MERGE = Conversation(
    "enterprise_merge",
    (
        PickEnterprise(
            key="other",
            label=N_("The same as"),
            question=N_("With which one is it the same? Type its name or tax code, or press a button."),
            among=_likely,
            when=lambda context: "pair" not in context.facts,
        ),
    ),
)
SPLIT = Conversation("enterprise_split", ())
RENAME = Conversation(
    "enterprise_rename",
    (
        Text(
            key="name",
            label=N_("Name"),
            question=N_("What is its full name now? For example: Công ty TNHH Nông sản Hải Đăng."),
            most=200,
        ),
        WHY,
    ),
)
IDENTIFY = Conversation(
    "enterprise_code",
    (
        TaxCode(
            key="tax_code",
            label=N_("Tax code"),
            question=N_("What is its tax code? For example: 4590001385."),
            optional=True,
            pass_over=N_("It has none"),
        ),
        WHY,
    ),
)
CONVERT = Conversation(
    "enterprise_form",
    (
        Choice(
            key="form",
            label=N_("Legal form"),
            question=N_("What is its legal form?"),
            among=lambda _context: tuple(Option(key, label) for key, label in FORMS.items()),
        ),
        Day(
            key="since",
            label=N_("From"),
            question=N_("From which day on? What it did before counts by its form of then."),
            optional=True,
            pass_over=N_("Ever since: it was entered wrongly"),
            when=lambda context: context.answers.get("form") != context.facts["form"],
        ),
        WHY,
    ),
)
