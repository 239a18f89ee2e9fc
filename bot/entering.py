"""This file is the command of the terminal that reads a form in: checked as in the chat, taken whole."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot import opened, trial
from bot.rehearsal import Clock
from handlers import entries, entrytaking
from handlers.entrycheck import Found
from handlers.reading.unclear import Unclear
from handlers.replies import entries as said
from handlers.replies.words import plain, speaking, why
from handlers.request import Fetched, Incoming, Request, Sort
from models import contact
from models.contact import Contact
from models.database import turn


def take_in(
    file: Annotated[Path, typer.Argument(help="The form of /maunhap, filled in.")],
    unit: Annotated[str, typer.Option(help="The unit whose form it is, such as SCT.")],
    by: Annotated[str, typer.Option(help="The contact of the unit in whose name it is saved.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Save it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it, and save nothing.")] = False,
) -> None:
    """Read a unit's Excel form in: show what would change, then save all of it or nothing."""
    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise SystemExit(f"{file}: {wrong.strerror}") from None
    _import(Fetched(name=file.name, content=content), unit.upper(), by, yes=yes, dry_run=dry_run)


def _import(file: Fetched, unit: str, by: str, *, yes: bool, dry_run: bool) -> None:
    """Check, ask, save: nobody waits for the database while the answer is thought about."""
    _try(file)
    asked = opened.settings()
    with opened.ready(asked) as engine:
        with turn(engine) as session:
            person = _person(session, unit, by)
            name, number, locale = person.name, str(person.id), person.locale
            with speaking(locale):
                shown = _checked(_request(session, person, file, Clock(asked.zone).now()), file)
        if shown is None or dry_run:
            return
        if not yes:
            typer.confirm(f"Save it in the name of {name}?", abort=True)
        with turn(engine) as session, speaking(locale):
            request = _request(session, _person(session, unit, number), file, Clock(asked.zone).now())
            try:
                added, corrected = entrytaking.take(request, shown, unit)
            except Unclear as unclear:
                raise SystemExit(plain(said.overtaken(unclear).text)) from None
    print(f"{added} new, {corrected} corrected.")


def _try(file: Fetched) -> None:
    """End here if a process of its own does not come through the file, or refuses it."""
    try:
        entries.put_on_trial(trial.survives, file)
    except Unclear as unclear:
        raise SystemExit(f"{file.name}: {plain(why(unclear))}") from None


def _checked(request: Request, file: Fetched) -> dict[str, object] | None:
    """Print what would change; give it to be saved, or None. Ends where anything is wrong."""
    try:
        (_report, of), found = entries.look(request, file)
    except Unclear as unclear:
        raise SystemExit(f"{file.name}: {plain(why(unclear))}") from None
    _refuse(found)
    if not found.entries:
        print(plain(said.nothing_new(file.name, entries.counts(found)).text))
        return None
    shown = entries.shown_as(of, found, file.name)
    blocks = shown["blocks"]
    print(plain(str(shown["head"])), *(f"\n{plain(str(one))}" for one in _listed(blocks)), sep="\n")
    return shown


def _listed(blocks: object) -> Sequence[object]:
    return blocks if isinstance(blocks, list) else ()


def _refuse(found: Found) -> None:
    for one in found.wrong:
        print(said.as_text(one))
    if found.wrong:
        raise typer.Exit(1)


def _person(session: Session, unit: str, by: str) -> Contact:
    """Find in whose name it is saved: the one that was named, else who has reported for the unit longest."""
    people = contact.by_unit(session).get(unit, [])
    named = [one for one in people if not by or by in (one.name, str(one.id))]
    if not people:
        raise SystemExit(f"--unit {unit}: nobody reports for this unit; invite a contact first.")
    if not named:
        known = ", ".join(f"{one.id} ({one.name})" for one in people)
        raise SystemExit(f"--by {by}: the contacts of {unit} are {known}.")
    return named[0]


def _request(session: Session, person: Contact, file: Fetched, now: datetime) -> Request:
    asked = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    return Request(session=session, now=now, said=asked, contact=person, fetched=file)
