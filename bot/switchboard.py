"""This file is who is called when: the commands, the buttons and the timetable, as tables."""

from collections.abc import Callable

from handlers import form, join, office, people, progress, report, submit, units
from handlers import help as helping
from handlers.form import Form
from handlers.reading.unclear import N_
from handlers.request import Command, Replies, Request
from models.contact import Role

REPORTS = frozenset({Role.CONTACT, Role.LEAD})
LEADS = frozenset({Role.LEAD})

COMMANDS = (
    Command(name="start", description=N_("begin, or join with an invitation"), handler=join.start),
    Command(
        name="baocao",
        description=N_("report an activity, submit a report"),
        handler=report.begin,
        roles=REPORTS,
    ),
    Command(name="tiendo", description=N_("progress towards the targets"), handler=progress.show),
    Command(
        name="huy",
        description=N_("stop what is being entered; it is kept"),
        handler=report.leave,
        roles=REPORTS,
    ),
    Command(
        name="moi",
        description=N_("invite somebody, see open invitations"),
        handler=office.invite,
        roles=LEADS,
    ),
    Command(
        name="canbo",
        description=N_("who takes part: units, roles, who retires"),
        handler=people.show,
        roles=LEADS,
    ),
    Command(name="donvi", description=N_("units: add, rename, end"), handler=units.show, roles=LEADS),
    Command(name="ngonngu", description=N_("language: Vietnamese or English"), handler=helping.languages),
    Command(name="trogiup", description=N_("what can be asked for"), handler=helping.guide),
)

# What is filled in question by question, beside activities. The name stands in each draft.
FORMS: dict[str, Form] = {one.name: one for one in office.FORMS}

# What a button's data begins with, and who follows it.
BUTTONS: dict[str, Callable[[Request], Replies]] = {
    "d": report.press,
    "r": report.on_button,
    "s": submit.press,
    "t": progress.press,
    "l": helping.choose_language,
    "f": lambda request: form.press(request, FORMS),
    "o": office.press,
}


# The timetable is one line: how often the clock looks at what is due. The rows decide; none is lost by a
# late tick.
TICK_SECONDS = 20
# How often a second process asks whether the first is gone.
LEAD_SECONDS = 2


def command(name: str) -> Command | None:
    return next((one for one in COMMANDS if one.name == name), None)


def open_to(role: Role) -> tuple[Command, ...]:
    return tuple(one for one in COMMANDS if role in one.roles)
