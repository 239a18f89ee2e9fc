"""This file is what is said beside the consolidated report and its template: which one, what is wrong."""

import re
from collections.abc import Sequence
from datetime import date

from handlers.reading.text import fold
from handlers.reading.unclear import N_
from handlers.replies.findings import span_words
from handlers.replies.reply import Button, Document, Reply, rows
from handlers.replies.templates import Fault, Problem
from handlers.replies.words import _, bold, day, safe
from models.rules.letters import LetterKind, Of

FILE = "Bao-cao-tong-hop"
TEMPLATE_FILE = f"Mau_{FILE}.docx"
QUARTERLY = "Q"
ROMAN = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
CHOICES = {
    QUARTERLY: N_("Quarter"),
    LetterKind.HALF.value: N_("6 months"),
    LetterKind.NINE_MONTHS.value: N_("9 months"),
    LetterKind.YEAR.value: N_("Year"),
    LetterKind.MIDTERM.value: N_("Interim review"),
    LetterKind.FINAL.value: N_("Final review"),
}
FAULTS = {
    Fault.NOT_WORD: N_("This is no Word file (.docx), or it is damaged."),
    Fault.TOO_LARGE: N_(
        "The file is too large: a template has at most 2 MB. Please take pictures out of it."
    ),
    Fault.MACROS: N_("The file holds macros. Please save it as a plain Word document (.docx)."),
    Fault.OUTSIDE: N_("The file fetches something from elsewhere: {what}. Please take that link out."),
    Fault.SYNTAX: N_("A mark can’t be read: {what}"),
    Fault.UNKNOWN: N_("The name “{what}” is not known. Please write it as in the shipped template."),
    Fault.LOST: N_(
        "Beside {what} stands other text, which would vanish. Please give the mark a line or row of its own."
    ),
    Fault.UNSAFE: N_("A template may not use “{what}”: it prints values, repeats lists, and chooses."),
    Fault.MISSING: N_("The part “{what}” is missing: without it the report would be incomplete."),
}
MOST_SHOWN = 12


def kinds() -> Reply:
    ways = [Button(_(words), f"j:kind:{code}") for code, words in CHOICES.items()]
    template = Button("📄 " + _("Word template"), "j:template")
    text = _("The consolidated report of what? It comes as a Word file, as a draft.")
    return Reply(text=text, buttons=(*rows(*ways, each=2), (template,)))


def spans(found: Sequence[Of]) -> Reply:
    """Ask for the year, or the quarter."""
    ways = [Button(_label(one), f"j:make:{one.kind.value}:{one.year}") for one in found]
    back = Button("‹ " + _("Another kind"), "j:kinds")
    return Reply(text=_("Which one?"), buttons=(*rows(*ways, each=4), (back,)))


def _label(one: Of) -> str:
    if one.kind.value.startswith(QUARTERLY):
        return f"{ROMAN[one.kind.value]}/{one.year}"
    return str(one.year)


def none_begun() -> Reply:
    return Reply(
        text=_("None of this kind has begun yet."), buttons=rows(Button("‹ " + _("Another kind"), "j:kinds"))
    )


def what_letter(one: Of) -> str:
    return _("the consolidated report of {span}").format(span=span_words(one))


def what_template() -> str:
    return _("the Word template")


def what_pdf() -> str:
    return _("the PDF file")


def draft_name(one: Of) -> str:
    return f"{FILE}_{one.kind.value}-{one.year}_DU-THAO.docx"


def frozen_name(kind: str, year: int, document: str) -> str:
    number = re.sub(r"[^A-Za-z0-9]+", "-", fold(document).upper()).strip("-")
    return f"{FILE}_{kind}-{year}_{number}.docx"


def draft(file: Document, one: Of, on: date, mark: str, *, has_pdf: bool, fell_back: bool) -> Reply:
    """Send a draft: it may be frozen as it is, or be had as a PDF."""
    words = _(
        "{draft}: consolidated report of {span}. Figures as of {day}. Please read it before it is signed."
    )
    told = words.format(draft=bold(_("DRAFT")), span=safe(span_words(one)), day=day(on))
    at = f"{one.kind.value}:{one.year}:{on:%Y%m%d}"
    ways = [Button("📌 " + _("Freeze the figures"), f"j:freeze:{at}:{mark}")]
    if has_pdf:
        ways.append(Button("PDF", f"j:pdf:{at}:{mark}"))
    return Reply(text=told + _fell_back(fell_back=fell_back), document=file, buttons=rows(*ways, each=2))


def frozen(file: Document, number: int, document: str, *, has_pdf: bool, fell_back: bool) -> Reply:
    told = _("Report {document}, as it was frozen.").format(document=bold(safe(document)))
    ways = [Button("PDF", f"j:pdfof:{number}")] if has_pdf else []
    return Reply(text=told + _fell_back(fell_back=fell_back), document=file, buttons=rows(*ways))


def pdf(file: Document) -> Reply:
    return Reply(text=_("The same as a PDF file."), document=file)


def no_pdf() -> Reply:
    return Reply(text="⚠️ " + _("No PDF could be made here. Please open the Word file and save it as a PDF."))


def changed(document: str) -> Reply:
    words = _(
        "The figures or the template have changed since this draft, so nothing was frozen under {document}."
        " A new draft is being made; please freeze that one."
    )
    return Reply(text="⚠️ " + words.format(document=safe(document)))


def another_by_now() -> Reply:
    words = _("The figures or the template have changed since this draft. Please make a new one.")
    return Reply(text=f"⚠️ {words} /baocaotonghop")


def _fell_back(*, fell_back: bool) -> str:
    words = _("The office’s template could not be filled; the shipped one was used.")
    return f"\n⚠️ {words}" if fell_back else ""


def template(content: bytes, *, is_shipped: bool) -> Reply:
    """Send the template to be edited."""
    words = _(
        "This is the template in use. Please edit it in Word: fonts, order, recipients, headings. Leave the"
        " marks in curly brackets as they are; then send the file back here under the same name."
    )
    ways = [] if is_shipped else [Button("↩️ " + _("The shipped template again"), "j:default")]
    return Reply(text=words, document=Document(TEMPLATE_FILE, content), buttons=rows(*ways))


def wrong(found: Sequence[Problem]) -> Reply:
    """Tell what is wrong with a template that was sent."""
    head = "⚠️ " + bold(_("This template can’t be used yet. The one before stays in use."))
    lines = [f"{place}. {safe(problem(one))}" for place, one in enumerate(found[:MOST_SHOWN], 1)]
    more = len(found) - MOST_SHOWN
    rest = [_("and {count} more").format(count=more)] if more > 0 else []
    return Reply(text="\n".join((head, *lines, *rest)))


def problem(one: Problem) -> str:
    """Word a fault with the text around it; of some marks nobody knows where they stand."""
    if one.fault is Fault.SYNTAX and not one.what:
        return _(
            "A mark is wrong, and it is not known which. Please take the template anew, and edit in steps."
        )
    told = _(FAULTS[one.fault]).format(what=_(one.what))
    around = _("near: {where}").format(where=one.where)
    return f"{told} ({around})" if one.where else told


def offered(template_id: int, sample: bytes) -> Reply:
    """Show what letters will look like, before the template is taken into use."""
    words = _(
        "The template is in order. This is a sample with made-up figures. Use this template from now on?"
    )
    ways = rows(
        Button("✅ " + _("Use this template"), f"j:use:{template_id}"),
        Button(_("Keep the one before"), "j:keep"),
        each=2,
    )
    return Reply(
        text=words, document=Document("Xem-thu_" + TEMPLATE_FILE.removeprefix("Mau_"), sample), buttons=ways
    )


def in_use_already() -> Reply:
    return Reply(text=_("This template is in use already."))


def taken() -> Reply:
    return Reply(text="✅ " + _("The template is in use: letters are made with it from now on."))


def kept() -> Reply:
    return Reply(text=_("The template before stays in use."))


def shipped_again() -> Reply:
    return Reply(text="✅ " + _("The shipped template is in use again."))
