"""This file is the commands of the terminal."""

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot import entering, keys, letters, live
from bot import settings as setting
from bot.live import SHIPPED_PLAN, NoSuchUnit
from bot.opened import opened as _opened
from bot.opened import ready as _ready
from bot.opened import settings as _settings
from bot.playground import stage
from bot.rehearsal import Clock
from bot.settings import Settings, WrongSetting
from bot.telegram import WrongToken
from handlers import calendar as calendaring
from handlers import daysoff, effects, handing, snapshots, understanding
from handlers import progress as progressing
from handlers.effects import NoSuchIndicator
from handlers.progress import Counted
from handlers.replies import workbook
from handlers.replies.progress import Units
from handlers.snapshots import NoSuchSnapshot
from handlers.understanding import Reader
from models import backup, checkup, inbox, plan, planfile, planstore, snapshot, unit
from models.backup import BackupTrouble
from models.contact import Role
from models.database import snapshot as reading
from models.database import turn
from models.key import NoSuchKey
from models.plan import DayRefused, NoPlan
from models.planfile import BadPlan
from models.rules import comparing
from models.rules.comparing import Difference
from models.rules.spans import Span
from models.rules.working_days import WorkingDays

DAY = ["%Y-%m-%d"]

app = typer.Typer(
    help="The bot of Kế hoạch 3483/KH-UBND.", no_args_is_help=True, pretty_exceptions_enable=False
)
plan_app = typer.Typer(help="The plan as data.", no_args_is_help=True)
app.add_typer(plan_app, name="plan")
days_app = typer.Typer(help="The days on which the office works.", no_args_is_help=True)
app.add_typer(days_app, name="days")
snapshot_app = typer.Typer(help="The figures as they were reported upward.", no_args_is_help=True)
app.add_typer(snapshot_app, name="snapshot")
app.add_typer(keys.app, name="key")
app.add_typer(letters.template_app, name="template")
app.command("letter")(letters.letter)
app.command("import")(entering.take_in)


class Format(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"


class Side(StrEnum):
    """By what progress is split."""

    UNIT = "unit"


def terminal() -> None:
    """Run a command; what can be said in one line is no traceback."""
    try:
        app()
    except (
        WrongSetting,
        WrongToken,
        BadPlan,
        NoPlan,
        DayRefused,
        NoSuchUnit,
        NoSuchIndicator,
        NoSuchSnapshot,
        BackupTrouble,
        NoSuchKey,
    ) as wrong:
        raise SystemExit(str(wrong)) from None
    except OSError as wrong:
        raise SystemExit(f"DATA_DIR: {wrong.strerror}: {wrong.filename}") from None
    except OperationalError as wrong:
        raise SystemExit(f"DATABASE_URL: the database could not be opened: {wrong.orig}") from None


@app.command()
def run(
    now: Annotated[
        str,
        typer.Option(help="Rehearse: let the clock begin at this hour, such as 2026-11-10T07:59:50+07:00."),
    ] = "",
) -> None:
    """Run the bot; without BOT_TOKEN, the playground."""
    said = _settings()
    start = _hour(now, said) if now else None
    work = live.run(said, start) if said.bot_token.get_secret_value() else stage.run(said, start)
    asyncio.run(_until_told(work))


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest shape."""
    with _ready(_settings()):
        print("The database is up to date.")


@plan_app.command("load")
def plan_load(folder: Path) -> None:
    """Load a plan's folder, telling what changed. A bad file loads nothing."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        changes = planstore.store(session, planfile.read(folder), now=Clock(said.zone).now())
    for change in changes:
        print(change)
    print(f"{len(changes)} changes." if changes else "Nothing changed.")


@plan_app.command("show")
def plan_show() -> None:
    """Print the loaded plan."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        the_plan = plan.current(session)
        print(f"{the_plan.number}: {the_plan.title}")
        for group in plan.groups(session, the_plan):
            print(f"  {group.number}. {group.name}")
        for row in plan.targets(session, the_plan):
            reading = f" (reading {row.reading})" if row.reading else ""
            print(
                f"  {row.indicator} {row.comparator} {row.value}, {row.count_from} - {row.count_to}{reading}"
            )
        for goal in the_plan.goals:
            print(f"  {goal}")
        for rule in plan.rounds(session, the_plan):
            print(f"  {rule.code}: {rule.title} ({rule.law})")
        print(f"  {len(unit.alive_on(session, Clock(said.zone).now().date()))} units report today.")


class Reading(StrEnum):
    """How the plan's block to 2030 is read."""

    A = "A"
    B = "B"
    BOTH = "both"


@plan_app.command("settle")
def plan_settle(
    reading: Annotated[
        Reading, typer.Argument(help="A: 2021-2030 together. B: 2026-2030 alone. both: not settled.")
    ],
    why: Annotated[str, typer.Option(help="What it rests on, such as: Công văn 12/UBND-KT.")],
) -> None:
    """Settle how the targets to 2030 are read; until then both figures are shown."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        chosen = "" if reading is Reading.BOTH else reading.value
        the_plan = plan.current(session)
        is_new = plan.settle(session, the_plan, chosen, why, now=Clock(said.zone).now())
    print(f"Reading: {reading.value}." if is_new else "Nothing changed.")


OneDay = Annotated[datetime, typer.Argument(formats=DAY, help="The day, such as 2026-08-22.")]


@days_app.command("show")
def days_show(
    year: Annotated[
        int | None,
        typer.Option(min=plan.DECIDED_YEARS[0], max=plan.DECIDED_YEARS[-1], help="This year, if left out."),
    ] = None,
) -> None:
    """Print a year's weekdays off and weekends worked, and every day that was decided about."""
    said = _settings()
    of = year or Clock(said.zone).now().year
    with _ready(said) as engine, turn(engine) as session:
        decided = {row.day: row for row in plan.decided_days(session, of)}
        working = WorkingDays(plan.overrides(session))
    for day in (date(of, 1, 1) + timedelta(days=n) for n in range(366)):
        works, row = working.is_working(day), decided.get(day)
        if day.year == of and (row or works is not (day.weekday() < 5)):
            source, why = (row.source, row.why) if row else ("calendar", "")
            print(f"{day:%Y-%m-%d %a}  {'worked' if works else 'off':6}  {source:8}  {why}".rstrip())


@days_app.command("set")
def days_set(
    day: OneDay,
    working: Annotated[bool, typer.Option("--working/--off", help="Whether the office works.")],
    why: Annotated[str, typer.Option(help="The decision it rests on: its number and date.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask, whatever moves.")] = False,
) -> None:
    """Decide that the office works on a day, or is off. No loading of the plan overrules it."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        now = Clock(said.zone).now()
        _warn(session, now, said.zone, plan.overrides_with(session, day.date(), working), yes=yes)
        row = plan.decide_day(session, day.date(), working, why, by=None, now=now)
        print(f"{row.day:%Y-%m-%d %a}: {'worked' if row.working else 'off'}. {row.why}")
        _reckon(session, now, row.why)


@days_app.command("clear")
def days_clear(
    day: OneDay,
    why: Annotated[str, typer.Option(help="Why the decision is taken back.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask, whatever moves.")] = False,
) -> None:
    """Take back what `days set` decided about a day: the plan's files, or the calendar, count again."""
    said, taken = _settings(), day.date()
    with _ready(said) as engine, turn(engine) as session:
        now = Clock(said.zone).now()
        _warn(session, now, said.zone, plan.overrides_with(session, taken, None), yes=yes)
        plan.undecide_day(session, taken, why, by=None, now=now)
        works = WorkingDays(plan.overrides(session)).is_working(taken)
        print(f"{taken:%Y-%m-%d %a}: {'worked' if works else 'off'} again, by the plan or the calendar.")
        _reckon(session, now, why)


def _warn(session: Session, now: datetime, zone: ZoneInfo, days: Mapping[date, bool], *, yes: bool) -> None:
    """Tell how many messages would move, and go on only with a yes."""
    count = daysoff.replanned(session, now, zone, WorkingDays(days))
    if count and not yes:
        typer.confirm(f"{count} messages to come would move to other mornings. Go on?", abort=True)


def _reckon(session: Session, now: datetime, why: str) -> None:
    """Move the due days that the days worked move, and tell which; none goes into the past."""
    days = WorkingDays(plan.overrides(session))
    moved, stay = daysoff.reckon(session, days, by=None, now=now, why=why)
    for one in moved:
        after, before = _due(one.after, one.anew.at), _due(one.before, one.before_at)
        print(f"{one.period.title}: due {after}, no longer {before}")
    for one in stay:
        stands = _due(one.before, one.before_at)
        print(f"{one.period.title}: stays due {stands}, for {_due(one.after, one.anew.at)} is over")


def _due(day: date, at: time | None) -> str:
    return f"{day:%Y-%m-%d}" + (f" {at:%H:%M}" if at else "")


@app.command()
def units() -> None:
    """Print the units that report today, with their codes."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        for row in unit.alive_on(session, Clock(said.zone).now().date()):
            print(f"{row.code:14} {row.name}")


@app.command()
def invite(
    lead: Annotated[bool, typer.Option("--lead", help="For a person of the lead office.")] = False,
    observer: Annotated[bool, typer.Option("--observer", help="For somebody who reads /tiendo.")] = False,
    unit_code: Annotated[str, typer.Option("--unit", help="For a contact of this unit, such as SCT.")] = "",
) -> None:
    """Print a link and a code that let one person in, once, within seven days."""
    said = _settings()
    if sum((lead, observer, bool(unit_code))) != 1:
        raise SystemExit("Name one of --lead, --observer or --unit CODE.")
    role = Role.CONTACT if unit_code else (Role.LEAD if lead else Role.OBSERVER)
    with _ready(said) as engine, turn(engine) as session:
        code = live.invite(session, role, unit_code.upper(), now=Clock(said.zone).now())
    print(live.invitation(asyncio.run(live.username(said)), code))


@app.command("calendar")
def calendar_command(
    first: Annotated[
        datetime, typer.Option("--from", formats=DAY, help="The first day, such as 2027-01-01.")
    ],
    last: Annotated[datetime, typer.Option("--to", formats=DAY, help="The last day.")],
    format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT,
) -> None:
    """Print every message that goes out: those that went, and those to come if nobody does anything more."""
    if last < first:
        raise SystemExit("--to lies before --from.")
    said = _settings()
    now = Clock(said.zone).now()
    with _ready(said) as engine, turn(engine) as session:
        found = calendaring.entries(session, now, said.zone, Span(first.date(), last.date()))
        if format is Format.JSON:
            print(json.dumps([calendaring.as_json(one) for one in found], ensure_ascii=False, indent=2))
        else:
            print(calendaring.as_text(found))


@app.command()
def progress(
    as_of: Annotated[datetime | None, typer.Option(formats=DAY, help="The day, such as 2026-11-22.")] = None,
    by: Annotated[Side | None, typer.Option(help="unit: each unit's share")] = None,
    units: Annotated[
        Units | None,
        typer.Option(help="With --by unit: then, as the units were, or now, as they are today."),
    ] = None,
    format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT,
) -> None:
    """Print how far the plan is from its targets."""
    if units and not by:
        raise SystemExit("--units needs --by unit.")
    said = _settings()
    today = Clock(said.zone).now().date()
    with _ready(said) as engine, turn(engine) as session:
        counted = progressing.count(session, as_of.date() if as_of else today)
        if by:
            _print_units(session, counted, units or Units.THEN, today, format)
        elif format is Format.JSON:
            print(json.dumps(progressing.as_json(counted), ensure_ascii=False, indent=2))
        else:
            print(progressing.as_text(counted))


@app.command()
def explain(
    indicator: Annotated[str, typer.Argument(help="The indicator's code, such as DN.")],
    year: Annotated[
        int | None, typer.Option(help="One calendar year, such as 2024.", min=2000, max=2100)
    ] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=DAY, help="The day, such as 2026-11-22.")] = None,
    format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT,
) -> None:
    """Print what a figure rests on: what counted, what did not, and why."""
    said = _settings()
    today = Clock(said.zone).now().date()
    with _ready(said) as engine, turn(engine) as session:
        counted = progressing.count(session, as_of.date() if as_of else today)
        why = effects.explained(session, counted, indicator.upper(), year)
        if format is Format.JSON:
            print(json.dumps(effects.as_json(why), ensure_ascii=False, indent=2))
        else:
            print(effects.as_text(why))


@app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="The Excel file to write, such as tien-do.xlsx.")],
    year: Annotated[int | None, typer.Option(help="The year; the last one begun, if left out.")] = None,
) -> None:
    """Write the Excel file of a year: progress, units by periods, activities, enterprises, costs."""
    if file.suffix.lower() != ".xlsx":
        raise SystemExit(f"{file}: the name must end in .xlsx")
    said = _settings()
    now = Clock(said.zone).now()
    # Read beside the bot, which goes on writing.
    with _ready(said) as engine, reading(engine) as connection, Session(connection) as session:
        years = handing.years(plan.current(session), now.date())
        if year is not None and year not in years:
            raise SystemExit(f"--year {year}: the years to choose from are {years[-1]} to {years[0]}.")
        book = handing.gather(session, year or years[0], now, said.zone)
    try:
        file.write_bytes(workbook.xlsx(book))
    except OSError as wrong:
        raise SystemExit(f"{file}: {wrong.strerror}") from None
    print(f"{file}: {len(book.done)} activities, {len(book.parts)} enterprises' parts.")


@app.command()
def read(
    reader: Annotated[Reader, typer.Argument(help="What the text is read as.")],
    text: Annotated[str | None, typer.Argument(help="Without it, standard input: one text a line.")] = None,
    against: Annotated[str, typer.Option(help="For enterprise: the other name.")] = "",
    ref: Annotated[datetime | None, typer.Option(formats=DAY, help="The day on which it is read.")] = None,
    format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT,
) -> None:
    """Print what is understood of a text: a value, a question, or a refusal. No database is needed."""
    today = ref.date() if ref else Clock(setting.read().zone).now().date()
    units = (
        planfile.read(SHIPPED_PLAN).units if reader in (Reader.UNIT, Reader.QUESTION, Reader.REPORT) else ()
    )
    texts = [text] if text is not None else sys.stdin.read().splitlines()
    for one in texts:
        found = understanding.understood(reader, one, today=today, units=units, against=against)
        print(json.dumps(found, ensure_ascii=False) if format is Format.JSON else understanding.told(found))


@snapshot_app.command("list")
def snapshot_list() -> None:
    """Print what was reported upward, the last first."""
    with _ready(_settings()) as engine, turn(engine) as session:
        for one in snapshot.every(session, plan.current(session)):
            whole = "" if one.is_whole else "  NOT AS IT WAS FROZEN"
            print(f"{one.number}  {one.on.isoformat()}  {one.document}  {one.hash}{whole}")


@snapshot_app.command("show")
def snapshot_show(number: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Print the bulletin again, byte for byte as it was."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        counted = progressing.count(session, Clock(said.zone).now().date())
        print(snapshots.find(session, counted, number).content["bulletin"])


@snapshot_app.command("diff")
def snapshot_diff(number: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Print, as JSON, what differs from it now, line by line."""
    said = _settings()
    with _ready(said) as engine, turn(engine) as session:
        counted = progressing.count(session, Clock(said.zone).now().date())
        row = snapshots.find(session, counted, number)
        found = dict(snapshots.differences(session, counted, row))
        print(
            json.dumps({code: _difference(one) for code, one in found.items()}, ensure_ascii=False, indent=2)
        )


def _difference(one: Difference) -> dict[str, object]:
    return {
        "reported": one.reported,
        "now": one.now,
        "came": [comparing.as_data(line) for line in one.came],
        "went": [comparing.as_data(line) for line in one.went],
        "changed": [[comparing.as_data(before), comparing.as_data(after)] for before, after in one.changed],
    }


def _print_units(session: Session, counted: Counted, units: Units, today: date, form: Format) -> None:
    if form is Format.JSON:
        shares = progressing.by_unit(session, counted, units, today=today)
        data = progressing.units_as_json(counted, units, shares)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print(progressing.units_as_text(progressing.units_view(session, counted, units, today=today)))


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="A new file, such as /srv/backup/bot.db.")],
) -> None:
    """Write the whole database into one new SQLite file. The bot may be at work."""
    said = _settings()
    with _opened(said) as engine:
        rows = backup.back_up(engine, file)
        backup.mark(engine, Clock(said.zone).now())
    print(f"{file}: {rows} rows.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup`, or the bot at night, has written.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Delete what is in the database, and put the backup in place.")
    ] = False,
) -> None:
    """Put a backup into the database of DATABASE_URL, SQLite or PostgreSQL. The bot must be stopped."""
    with _opened(_settings()) as engine:
        print(f"{backup.restore(engine, file, overwrite=overwrite)} rows are restored.")


@app.command()
def check(
    format: Annotated[Format, typer.Option(help="text or json")] = Format.TEXT,
) -> None:
    """Look whether all is well, and change nothing. Exit code 1 where something is WRONG."""
    said = _settings()
    with _opened(said) as engine:
        findings = checkup.look(engine, Clock(said.zone).now())
    if format is Format.JSON:
        print(json.dumps([one.as_json() for one in findings], ensure_ascii=False, indent=2))
    else:
        print("\n".join(str(one) for one in findings))
    raise typer.Exit(int(any(one.level is checkup.Level.WRONG for one in findings)))


@app.command()
def retry() -> None:
    """Put the updates that could not be applied back in line, and tell how many."""
    with _ready(_settings()) as engine, turn(engine) as session:
        again, stay = inbox.try_again(session)
    print(f"{again} updates are back in line.")
    if stay:
        print(f"{stay} stay aside: their senders have gone on since.")


async def _until_told(work: Coroutine[None, None, None]) -> None:
    """Work until the process is told to end: what is under way is finished or left in the database."""
    task = asyncio.create_task(work)
    for told in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers, and ends without them
            asyncio.get_running_loop().add_signal_handler(told, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _hour(text: str, said: Settings) -> datetime:
    try:
        hour = datetime.fromisoformat(text)
    except ValueError:
        raise SystemExit(f"--now {text}: is no hour such as 2026-11-10T07:59:50+07:00") from None
    return hour if hour.tzinfo else hour.replace(tzinfo=said.zone)
