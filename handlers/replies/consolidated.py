"""This file is the consolidated report as it comes with the bot: a Word template of the form's blocks.

The lead office may edit it in Word and take its own into use; this one can always be had again.
"""

from functools import cache

from docx.document import Document as Page

from handlers.reading.unclear import N_
from handlers.replies import letterform as form
from handlers.replies.letterform import Column
from handlers.replies.words import LOCALES, _, speaking

KIND = "consolidated"
# A template without these would leave the report's figures out.
NEEDED = frozenset({"number", "dated", "subject", "draft", "groups", "targets", "enterprises", "trainings"})

TARGETS = (
    Column(title=N_("No."), width=9, cell="{{ row.no }}", align="centre"),
    Column(title=N_("Indicator"), width=54, cell="{{ row.name }}"),
    Column(title=N_("Measure"), width=17, cell="{{ row.measure }}", align="centre"),
    Column(title=N_("Target"), width=21, cell="{{ row.target }}", align="centre"),
    Column(title=N_("Result"), width=18, cell="{{ row.value }}", align="right"),
    Column(title=N_("Share"), width=18, cell="{{ row.share }}", align="right"),
    Column(title=N_("Standing"), width=28, cell="{{ row.standing }}", align="centre"),
)
PERIODS = (
    Column(title=N_("No."), width=9, cell="{{ row.no }}", align="centre"),
    Column(title=N_("Indicator"), width=74, cell="{{ row.name }}"),
    Column(title=N_("Measure"), width=22, cell="{{ row.measure }}", align="centre"),
    Column(title=N_("This span"), width=18, cell="{{ row.now }}", align="right"),
    Column(title=N_("The same days a year before"), width=22, cell="{{ row.before }}", align="right"),
    Column(title=N_("Change"), width=20, cell="{{ row.change }}", align="right"),
)
YEARS = (
    Column(title=N_("Year"), width=20, cell="{{ row.year }}", align="centre"),
    Column(title=N_("Target"), width=35, cell="{{ row.target }}", align="centre"),
    Column(title=N_("Result"), width=30, cell="{{ row.value }}", align="right"),
    Column(title=N_("Share"), width=30, cell="{{ row.share }}", align="right"),
    Column(title=N_("Standing"), width=50, cell="{{ row.standing }}", align="centre"),
)
ANNEX_TARGETS = (
    Column(title=N_("No."), width=10, cell="{{ row.no }}", align="centre"),
    Column(title=N_("Indicator"), width=70, cell="{{ row.name }}"),
    Column(title=N_("Measure"), width=20, cell="{{ row.measure }}", align="centre"),
    Column(title=N_("Target"), width=24, cell="{{ row.target }}", align="centre"),
    Column(title=N_("This span"), width=18, cell="{{ row.now }}", align="right"),
    Column(title=N_("Together"), width=18, cell="{{ row.value }}", align="right"),
    Column(title=N_("Share"), width=18, cell="{{ row.share }}", align="right"),
    Column(title=N_("With estimates"), width=24, cell="{{ row.estimate }}", align="right"),
    Column(title=N_("Note"), width=45, cell="{{ row.note }}"),
)
ANNEX_ENTERPRISES = (
    Column(title=N_("No."), width=10, cell="{{ row.no }}", align="centre"),
    Column(title=N_("Enterprise or cooperative"), width=62, cell="{{ row.name }}"),
    Column(title=N_("Tax code"), width=28, cell="{{ row.tax_code }}", align="centre"),
    Column(title=N_("What was supported"), width=45, cell="{{ row.solution }}"),
    Column(title=N_("Result"), width=28, cell="{{ row.result }}", align="centre"),
    Column(title=N_("Days"), width=24, cell="{{ row.day }}", align="centre"),
    Column(title=N_("Reported by"), width=50, cell="{{ row.unit }}"),
)
ANNEX_TRAININGS = (
    Column(title=N_("No."), width=10, cell="{{ row.no }}", align="centre"),
    Column(title=N_("Name of the course"), width=72, cell="{{ row.name }}"),
    Column(title=N_("Days"), width=32, cell="{{ row.days }}", align="centre"),
    Column(title=N_("Place"), width=38, cell="{{ row.place }}"),
    Column(title=N_("Attendances"), width=18, cell="{{ row.attendances }}", align="right"),
    Column(title=N_("Leaders and managers"), width=22, cell="{{ row.leaders }}", align="right"),
    Column(title=N_("Reported by"), width=55, cell="{{ row.unit }}"),
)


@cache
def template() -> bytes:
    """Make the template that comes with the bot: in Vietnamese, whoever asks."""
    with speaking(LOCALES[0]):
        return _made()


def _made() -> bytes:
    page = form.begin(KIND)
    form.head(
        page,
        superior="{{ superior }}",
        office="{{ office }}",
        number="{{ number }}",
        dated="{{ dated }}",
        under_number="{{ draft }}",
    )
    form.title(page, _("REPORT"), "{{ subject }}")
    form.each(page, "line", "opening", "{{ line }}")
    form.heading(page, _("I. DIRECTION AND ORGANISATION"))
    form.each(page, "line", "leading", "{{ line }}")
    _results(page)
    form.heading(page, _("III. DIFFICULTIES"))
    form.each(page, "line", "difficulties", "{{ line }}")
    form.heading(page, _("IV. PROPOSALS"))
    form.each(page, "line", "proposals", "{{ line }}")
    form.body(page, "{{ closing }}")
    form.signature(
        page,
        [
            _("- the provincial People’s Committee (to report);"),
            _("- the Ministry of Science and Technology (to report);"),
            _("- Kept: VT, TĐC."),
        ],
        position=_("DIRECTOR"),
        name="{{ signer }}",
    )
    _annexes(page)
    return form.end(page)


def _results(page: Page) -> None:
    form.heading(page, _("II. RESULTS"))
    form.heading(page, _("1. Results by task group"))
    form.tag(page, "for group in groups")
    form.body(page, "{{ group.name }}", italic=True).paragraph_format.keep_with_next = True
    form.each(page, "line", "group.lines", "{{ line }}")
    form.tag(page, "endfor")
    form.heading(page, _("2. Results against the targets of the Plan"))
    form.each(page, "line", "against", "{{ line }}", keep=True)
    form.table(page, TARGETS, "row in targets")
    form.each(page, "line", "asides", "{{ line }}")
    form.body(page, _("(Details in the annex.)"))
    form.tag(page, "if periods")
    form.heading(page, _("3. Compared with the same days a year before"))
    form.table(page, PERIODS, "row in periods")
    form.tag(page, "endif")
    form.tag(page, "for one in by_year")
    form.heading(page, "{{ one.title }}")
    form.table(page, YEARS, "row in one.rows")
    form.each(page, "line", "one.lines", "{{ line }}")
    form.tag(page, "endfor")
    form.tag(page, "for one in more")
    form.heading(page, "{{ one.title }}")
    form.each(page, "line", "one.lines", "{{ line }}")
    form.tag(page, "endfor")


def _annexes(page: Page) -> None:
    form.lie(page)
    form.annex(page, _("Annex"), _("DETAILED RESULTS OF THE PLAN"), "{{ enclosed }}")
    form.caption(page, _("Biểu 1. Results by indicator"), note="{{ counted_on }}")
    form.table(page, ANNEX_TARGETS, "row in targets")
    form.caption(page, _("Biểu 2. Enterprises and cooperatives that were supported"), note="{{ of_span }}")
    form.table(page, ANNEX_ENTERPRISES, "row in enterprises")
    form.caption(page, _("Biểu 3. Training courses"), note="{{ of_span }}")
    form.table(page, ANNEX_TRAININGS, "row in trainings")
