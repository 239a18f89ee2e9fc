"""This file is the columns of the workbook in which a unit enters its activities, line by line.

What is asked in the chat has a column; the answers are read by the chat's own questions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.conversation.activity import FORMS, KINDS, RESULTS, SOURCES, STAGES, TRACED
from handlers.reading.solutions import OFFERED, TRACEABILITY
from handlers.reading.unclear import N_

Sort = Literal["label", "choice", "text", "day", "count", "money", "stamp"]
# The shape of the workbook: one of another shape is refused.
VERSION = "2"
# Where the workbook says what it is: a sheet that nobody sees.
MARK_SHEET = "nscl"
MARK = "nscl-bot"
# New lines are marked with this letter and a number, until the bot gives them theirs.
NEW = "M"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `choices` are the words to choose from, by key; `most` letters or, of a count, the most.

    `open` lets other words in beside the choices.
    """

    key: str
    title: str
    sort: Sort
    width: float = 14
    hint: str = ""
    choices: Mapping[str, str] | None = None
    most: int = 0
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet for entering. `hangs` tells that its lines belong to activities of the first one."""

    key: str
    name: str
    columns: tuple[Column, ...]
    hangs: bool = True

    def column(self, key: str) -> Column:
        return next(one for one in self.columns if one.key == key)

    @property
    def entered(self) -> tuple[Column, ...]:
        """Give the columns that a person fills in."""
        return tuple(one for one in self.columns if one.sort not in ("label", "stamp"))


YES = {"yes": N_("Yes")}
DEPTHS = {"deep": N_("In-depth"), "general": N_("General")}
SOLUTIONS = {**{name.lower(): name for name in OFFERED}, TRACEABILITY: TRACED}
SAME_PLACE = {"yes": N_("The same enterprise"), "no": N_("Another enterprise")}
SAME_PERSON = {"yes": N_("The same person"), "no": N_("Another person")}
STAMP = Column(key="stamp", title=N_("Stamp"), sort="stamp", width=4)
LINE = Column(
    key="label",
    title=N_("Line"),
    sort="label",
    width=9,
    hint=N_(
        "The number that the line has in the bot. Please leave it as it is; for a new line leave it empty."
    ),
)
WHOSE = Column(
    key="activity",
    title=N_("Activity"),
    sort="text",
    width=11,
    hint=N_("The line of the activity: its number in the bot, or M1, M2 … of a new one."),
)

ACTIVITIES = Page(
    key="activities",
    name=N_("Activities"),
    hangs=False,
    columns=(
        Column(
            key="label",
            title=N_("Line"),
            sort="label",
            width=9,
            hint=N_("The number in the bot; new lines have M1, M2 … Please leave it as it is."),
        ),
        Column(key="group", title=N_("Task group"), sort="choice", width=30, choices={}),
        Column(
            key="kind",
            title=N_("Kind"),
            sort="choice",
            width=30,
            choices=KINDS,
            hint=N_("May stay empty where the task group has one kind only."),
        ),
        Column(
            key="title",
            title=N_("What was done"),
            sort="text",
            width=48,
            most=500,
            hint=N_("One sentence, 3 to 500 letters."),
        ),
        Column(key="first", title=N_("First day"), sort="day", width=13, hint=N_("For example: 24/11/2026.")),
        Column(
            key="last",
            title=N_("Last day"),
            sort="day",
            width=13,
            hint=N_("For example: 25/11/2026. May stay empty if it was one day."),
        ),
        Column(
            key="estimate",
            title=N_("Estimate"),
            sort="choice",
            width=10,
            choices=YES,
            hint=N_("“Yes” for what is still ahead: it does not count as done."),
        ),
        Column(key="place", title=N_("Place"), sort="text", width=26, most=200),
        Column(
            key="attendances",
            title=N_("Attendances"),
            sort="count",
            width=12,
            most=100_000,
            hint=N_("For a training course. One person at one course is one."),
        ),
        Column(
            key="leaders",
            title=N_("Leaders and managers"),
            sort="count",
            width=12,
            most=100_000,
            hint=N_(
                "For a training course: how many of them were leaders or managers of enterprises; 0 if none."
            ),
        ),
        Column(
            key="depth",
            title=N_("Course"),
            sort="choice",
            width=12,
            choices=DEPTHS,
            hint=N_("For a training course: in-depth or general."),
        ),
        Column(
            key="unnamed",
            title=N_("Enterprises not named yet"),
            sort="count",
            width=14,
            most=100_000,
            hint=N_(
                "For support: how many enterprises can’t be named yet. Named ones stand on their own sheet."
            ),
        ),
        Column(
            key="award_year",
            title=N_("Award of the year"),
            sort="count",
            width=11,
            most=2100,
            hint=N_("For the National Quality Award: its year, for example 2026."),
        ),
        Column(
            key="outputs",
            title=N_("News items, publications, events"),
            sort="count",
            width=14,
            most=100_000,
            hint=N_("For news, broadcasts, publications and events: how many."),
        ),
        Column(
            key="cost",
            title=N_("Cost"),
            sort="money",
            width=16,
            hint=N_("In đồng, in all: 45000000 or “45 triệu”; 0 if it cost nothing, empty if not known."),
        ),
        STAMP,
    ),
)
ENTERPRISES = Page(
    key="enterprises",
    name=N_("Enterprise"),
    columns=(
        LINE,
        WHOSE,
        Column(
            key="name",
            title=N_("Enterprise"),
            sort="text",
            width=44,
            most=200,
            hint=N_("The full name, for example: Công ty TNHH Nông sản Hải Đăng."),
        ),
        Column(
            key="form",
            title=N_("Legal form"),
            sort="choice",
            width=18,
            choices=FORMS,
            hint=N_("May stay empty where the name tells it (Công ty, HTX, Hộ kinh doanh)."),
        ),
        Column(
            key="tax_code",
            title=N_("Tax code"),
            sort="text",
            width=16,
            most=40,
            hint=N_("10 digits, 13 for a branch. May stay empty."),
        ),
        Column(
            key="same",
            title=N_("On the list"),
            sort="choice",
            width=18,
            choices=SAME_PLACE,
            hint=N_("Only where the bot says that there is one like it: is it the same enterprise?"),
        ),
        Column(
            key="solution",
            title=N_("Solution"),
            sort="choice",
            width=20,
            choices=SOLUTIONS,
            open=True,
            most=120,
            hint=N_("For support: from the list, or another one by its name."),
        ),
        Column(
            key="result",
            title=N_("Result"),
            sort="choice",
            width=16,
            choices=RESULTS,
            hint=N_("For support: how far it has come."),
        ),
        Column(
            key="stage",
            title=N_("How far it came"),
            sort="choice",
            width=18,
            choices=STAGES,
            hint=N_("For the National Quality Award: how far it came."),
        ),
        STAMP,
    ),
)
EXPERTS = Page(
    key="experts",
    name=N_("Expert"),
    columns=(
        LINE,
        WHOSE,
        Column(key="name", title=N_("Expert"), sort="text", width=34, most=100),
        Column(
            key="number",
            title=N_("Certificate"),
            sort="text",
            width=20,
            most=60,
            hint=N_("The number of the certificate, for example: NSCL-015/2026."),
        ),
        Column(key="issuer", title=N_("Issued by"), sort="text", width=34, most=200),
        Column(
            key="same",
            title=N_("On the list"),
            sort="choice",
            width=18,
            choices=SAME_PERSON,
            hint=N_("Only where the bot says that an expert of this name is there: is it the same person?"),
        ),
        STAMP,
    ),
)
COSTS = Page(
    key="sources",
    name=N_("Costs"),
    columns=(
        LINE,
        WHOSE,
        Column(key="source", title=N_("Source"), sort="choice", width=26, choices=SOURCES),
        Column(
            key="amount",
            title=N_("Amount"),
            sort="money",
            width=18,
            hint=N_("In đồng: 30000000 or “30 triệu”. All parts together are no more than the cost."),
        ),
        STAMP,
    ),
)
PAGES = (ACTIVITIES, ENTERPRISES, EXPERTS, COSTS)
# Under which answers the lines of a sheet stand, by the kind of their activity.
REPEATED: Mapping[str, Callable[[str], str | None]] = {
    "enterprises": {"support": "enterprises", "model": "models", "award": "entrants"}.get,
    "experts": {"certification": "experts"}.get,
    "sources": lambda _kind: "sources",
}
