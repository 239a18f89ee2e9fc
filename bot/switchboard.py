"""This file is who is called when: the commands, the buttons and the timetable, as tables."""

from collections.abc import Callable
from functools import partial

from bot import pdf, proof, trial
from handlers import (
    answering,
    calendar,
    consolidated,
    daysoff,
    deadlines,
    doubles,
    drawing,
    effects,
    enterprises,
    entries,
    form,
    group,
    handing,
    history,
    join,
    missing,
    office,
    people,
    progress,
    questions,
    quiet,
    report,
    requests,
    review,
    signing,
    snapshots,
    submit,
    templates,
    units,
)
from handlers import help as helping
from handlers.errands import Maker
from handlers.form import Form
from handlers.reading.unclear import N_
from handlers.request import Command, File, GroupCommand, GroupRequest, Replies, Request, Sort
from models.contact import SEES_EVERYTHING, Role

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
    Command(
        name="maunhap",
        description=N_("the Excel form of your unit: fill it in, send it back"),
        handler=entries.show,
        roles=REPORTS,
    ),
    Command(name="tiendo", description=N_("progress towards the targets"), handler=progress.show),
    Command(
        name="lichsu",
        description=N_("what your unit has reported: see, correct, take back"),
        handler=history.show,
        roles=REPORTS,
    ),
    Command(
        name="huy",
        description=N_("stop what is being entered; it is kept"),
        handler=report.leave,
        roles=REPORTS,
    ),
    Command(
        name="vanban",
        description=N_("your unit's report on paper: difficulties, proposals, a file to sign, its number"),
        handler=signing.show,
        roles=REPORTS,
    ),
    Command(name="lich", description=N_("which messages go out, and when"), handler=calendar.show),
    Command(name="nhac", description=N_("how often you are reminded"), handler=quiet.show, roles=REPORTS),
    Command(
        name="chuanop",
        description=N_("who has not reported: remind, extend, let off"),
        handler=missing.show,
        roles=LEADS,
    ),
    Command(
        name="duyet",
        description=N_("reports that wait for review: accept, return, ask"),
        handler=review.show,
        roles=LEADS,
    ),
    Command(
        name="xuat",
        description=N_("the Excel file of a year, to hand on"),
        handler=handing.show,
        roles=SEES_EVERYTHING,
    ),
    Command(
        name="baocaotonghop",
        description=N_("the consolidated report as a Word file"),
        handler=consolidated.show,
        roles=LEADS,
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
    Command(
        name="giahan",
        description=N_("more time for a unit's report"),
        handler=deadlines.show,
        roles=LEADS,
    ),
    Command(
        name="dotxuat",
        description=N_("request a report from chosen units, see the answers"),
        handler=requests.show,
        roles=LEADS,
    ),
    Command(name="donvi", description=N_("units: add, rename, end"), handler=units.show, roles=LEADS),
    Command(
        name="doanhnghiep",
        description=N_("enterprises: look for, merge, set right"),
        handler=enterprises.show,
        roles=LEADS,
    ),
    Command(
        name="trunglap",
        description=N_("activities that two may have told of: count once"),
        handler=doubles.show,
        roles=LEADS,
    ),
    Command(
        name="nhom",
        description=N_("groups that receive the summaries: see, add, end"),
        handler=group.show,
        roles=LEADS,
    ),
    Command(name="ngonngu", description=N_("language: Vietnamese or English"), handler=helping.languages),
    Command(name="trogiup", description=N_("what can be asked for"), handler=helping.guide),
)

# What may be said in a group; everything else that is said there is not heard.
GROUP_COMMANDS = (
    GroupCommand(name="tiendo", description=N_("progress towards the targets"), handler=group.show_progress),
    GroupCommand(
        name="dangky",
        description=N_("this group receives the summaries (lead office)"),
        handler=group.subscribe,
    ),
    GroupCommand(
        name="huydangky",
        description=N_("this group receives them no more (lead office)"),
        handler=group.unsubscribe,
    ),
)

# What may happen to the bot in a group.
GROUP_CHANGES: dict[Sort, Callable[[GroupRequest], Replies]] = {
    Sort.RETURNED: group.greet,
    Sort.LEFT: group.leave,
    Sort.MOVED: group.follow,
}

# What is filled in question by question, beside activities. The name stands in each draft.
FORMS: dict[str, Form] = {
    one.name: one
    for one in (
        *office.FORMS,
        *answering.FORMS,
        *deadlines.FORMS,
        *requests.FORMS,
        *daysoff.FORMS,
        *missing.FORMS,
        *review.FORMS,
        *history.FORMS,
        *snapshots.FORMS,
        *consolidated.FORMS,
        *enterprises.FORMS,
        *doubles.FORMS,
        *signing.FORMS,
    )
}

# What a button's data begins with, and who follows it.
BUTTONS: dict[str, Callable[[Request], Replies]] = {
    "d": report.press,
    "r": report.on_button,
    "s": submit.press,
    "t": progress.press,
    "l": helping.choose_language,
    "k": calendar.turn_to,
    "n": answering.press,
    "z": quiet.choose,
    "f": lambda request: form.press(request, FORMS),
    "o": office.press,
    "e": deadlines.press,
    "q": requests.press,
    "y": daysoff.press,
    "c": missing.press,
    "v": review.press,
    "g": group.press,
    "h": history.press,
    "w": effects.press,
    "p": snapshots.press,
    "b": enterprises.press,
    "u": doubles.press,
    "a": questions.press,
    "x": handing.press,
    "m": signing.press,
    "j": consolidated.press,
    "i": entries.press,
}


# What is made beside the chat, and who may have it. The name stands in each errand.
ERRANDS: dict[str, Maker] = {
    "picture": Maker(make=progress.pictures, roles=SEES_EVERYTHING),
    "growth": Maker(make=drawing.draw_growth, roles=SEES_EVERYTHING),
    "unit": Maker(make=drawing.draw_unit, roles=frozenset(Role)),
    "filings": Maker(make=handing.draw_filings, roles=SEES_EVERYTHING),
    group.PICTURE: Maker(make=group.draw, roles=LEADS, by_clock=True),
    "workbook": Maker(make=handing.make_book, roles=SEES_EVERYTHING),
    "letter": Maker(make=partial(consolidated.make, pdf.is_possible), roles=LEADS),
    "freeze_letter": Maker(make=partial(consolidated.freeze, pdf.is_possible), roles=LEADS),
    "letter_pdf": Maker(make=partial(consolidated.make_pdf, pdf.convert), roles=LEADS),
    "paper": Maker(make=partial(signing.make, pdf.is_possible), roles=REPORTS),
    "paper_pdf": Maker(make=partial(signing.make_pdf, pdf.convert), roles=REPORTS),
    "template_file": Maker(make=templates.send, roles=LEADS),
    "template": Maker(make=partial(templates.read, proof.pulled), roles=LEADS),
    "form": Maker(make=entries.make_form, roles=REPORTS),
    "entries": Maker(make=partial(entries.read, trial.survives), roles=REPORTS),
}

# Who is handed a document that answers no question, by how its name ends; what they give nothing for goes on
# to be taken for a report or its evidence.
FILES: dict[str, Callable[[Request, File], Replies]] = {
    ".docx": templates.take_file,
    ".xlsx": entries.receive,
    ".xlsm": entries.refuse,
    ".xls": entries.refuse,
    ".ods": entries.refuse,
}

# The timetable is one line: how often the clock looks at what is due. The rows decide; none is lost by a
# late tick.
TICK_SECONDS = 20
# How often a second process asks whether the first is gone.
LEAD_SECONDS = 2


def command(name: str) -> Command | None:
    return next((one for one in COMMANDS if one.name == name), None)


def group_command(name: str) -> GroupCommand | None:
    return next((one for one in GROUP_COMMANDS if one.name == name), None)


def open_to(role: Role) -> tuple[Command, ...]:
    return tuple(one for one in COMMANDS if role in one.roles)
