"""This file is the terminal's commands about letters: make one, and look after their template."""

from pathlib import Path
from typing import Annotated

import typer

from bot import opened, proof
from bot.rehearsal import Clock
from handlers import consolidated, letters, templates
from handlers.replies import consolidated as shipped
from handlers.replies import letters as said
from models.database import turn
from models.rules.letters import LetterKind
from models.template import put_away

KINDS = {
    "quarter-1": LetterKind.QUARTER_1,
    "quarter-2": LetterKind.QUARTER_2,
    "quarter-3": LetterKind.QUARTER_3,
    "quarter-4": LetterKind.QUARTER_4,
    "half": LetterKind.HALF,
    "nine-months": LetterKind.NINE_MONTHS,
    "year": LetterKind.YEAR,
    "interim": LetterKind.MIDTERM,
    "final": LetterKind.FINAL,
}

template_app = typer.Typer(help="The Word template of the consolidated report.", no_args_is_help=True)
AWordFile = Annotated[Path, typer.Argument(help="A Word file, such as Mau_Bao-cao-tong-hop.docx.")]


def letter(
    file: Annotated[Path, typer.Argument(help="The Word file to write, such as bao-cao.docx.")],
    kind: Annotated[str, typer.Option(help=", ".join(KINDS))] = "year",
    year: Annotated[int | None, typer.Option(help="The year; the last one begun, if left out.")] = None,
) -> None:
    """Write a consolidated report as a draft, as /baocaotonghop gives it."""
    if kind not in KINDS:
        raise SystemExit(f"--kind {kind}: is none of {', '.join(KINDS)}")
    said_so = opened.settings()
    now = Clock(said_so.zone).now()
    with opened.ready(said_so) as engine, turn(engine) as session:
        begun = letters.begun(session, KINDS[kind], now.date())
        found = next((one for one in begun if year in (None, one.year)), None)
        if found is None:
            raise SystemExit(
                f"--year {year}: there are {', '.join(str(one.year) for one in begun) or 'none'}"
            )
        made = consolidated.draft(session, found, now, said_so.zone)
    file.write_bytes(made.content)
    print(f"{file}: {len(made.content)} bytes.")


@template_app.command("write")
def template_write(
    file: AWordFile,
    *,
    default: Annotated[bool, typer.Option("--default", help="The one that came with the bot.")] = False,
) -> None:
    """Write the template in use to a file, to be edited in Word."""
    said_so = opened.settings()
    with opened.ready(said_so) as engine, turn(engine) as session:
        content = shipped.template() if default else templates.current(session)[0]
    file.write_bytes(content)
    print(f"{file}: {len(content)} bytes.")


@template_app.command("check")
def template_check(file: AWordFile) -> None:
    """Tell what is wrong with a template. Exit code 1 where something is."""
    found, _sample = proof.pulled(file.read_bytes())
    print("\n".join(map(said.problem, found)) or f"{file}: in order.")
    raise typer.Exit(int(bool(found)))


@template_app.command("use")
def template_use(
    file: Annotated[
        Path | None, typer.Argument(help="A Word file; without it, the shipped one again.")
    ] = None,
) -> None:
    """Take a template into use. One with a fault changes nothing: exit code 1."""
    content = file.read_bytes() if file else b""
    found = proof.pulled(content)[0] if file else []
    if found:
        print("\n".join(map(said.problem, found)))
        raise typer.Exit(1)
    said_so = opened.settings()
    now = Clock(said_so.zone).now()
    with opened.ready(said_so) as engine, turn(engine) as session:
        if file:
            templates.use(session, content, now=now)
        else:
            put_away(session, shipped.KIND, by=None, now=now)
    print(f"{file}: in use." if file else "The shipped template is in use.")
