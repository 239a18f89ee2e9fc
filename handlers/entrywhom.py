"""This file is whom a name in a workbook means: somebody on the list, or somebody new."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.conversation.activity import candidate
from handlers.conversation.flow import NO, YES, Question
from handlers.conversation.lines import EXPERTS
from handlers.reading import cells
from handlers.reading.enterprise_names import Verdict, compare
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.replies import entries as said
from handlers.sentback import Row, spoken_everywhere

NOT_AMONG = N_("“{text}” is not in the list. Please choose one of: {options}.")
LIKE_IT = N_(
    "There is one like it already: {names}. Please enter the tax code, or choose"
    " under “On the list” whether it is the same."
)
SEVERAL_LIKE_IT = N_(
    "There are several like it: {names}. Please enter the tax code, or report it in the chat: /baocao."
)
NAMESAKE = N_(
    "An expert of this name is there already: {names}. Please choose under “On the"
    " list” whether it is the same person."
)
SEVERAL_NAMESAKES = N_(
    "There are several experts of this name: {names}. Please report it in the chat: /baocao."
)
# What is taken, and to be looked at before it is agreed to.
RECOGNISED = N_("{typed} is taken as {name}, which is on the list already.")
BY_CODE = N_("The tax code {code} belongs to {name}: {typed} is taken as that one.")
AS_NEW = N_("{typed} is taken as a new enterprise, though there is one like it: {names}.")
NAMED = 3

Notes = list[Unclear]


def same(question: Question, row: Row, notes: Notes) -> str:
    """Say whether a name means one on the list: by the code, by the very same name, or as was chosen.

    What is taken without a question is told in the notes. Raises Unclear.
    """
    picked = chosen(row)
    if picked == NO:
        question.step.check("no", question.context)
        return "no"
    options = [one.id for one in question.step.options(question.context) if one.id != "no"]
    if row.page is EXPERTS:
        return _same_person(question, options, picked)
    return _same_enterprise(question, options, picked, notes)


def chosen(row: Row) -> str:
    """Read what was chosen under "On the list": yes, no, or nothing. Raises Unclear."""
    words = cells.words(row.cells.get("same"))
    if not words:
        return ""
    choices = row.page.column("same").choices or {}
    for key, word in choices.items():
        if fold(words) in {fold(one) for one in spoken_everywhere(word)}:
            return key
    raise Unclear(NOT_AMONG, text=brief(words), options=", ".join(map(said.title, choices.values())))


def _same_person(question: Question, options: Sequence[str], picked: str) -> str:
    name = question.context.item.get("name") or ""
    known = question.context.facts.get("experts", {}).get(fold(name), [])
    names = ", ".join(one["number"] for one in known) or said.above()
    on_list = {str(one["id"]) for one in known} & set(options)
    if picked == YES and len(on_list) == 1:
        return on_list.pop()
    if len(options) > 1:
        raise Unclear(SEVERAL_NAMESAKES, names=names)
    if picked == YES:
        return options[0]
    raise Unclear(NAMESAKE, names=names)


def _same_enterprise(question: Question, options: Sequence[str], picked: str, notes: Notes) -> str:
    found = candidate(question.context) or {"rows": [], "by_code": False}
    names = ", ".join(one["label"] for one in found["rows"][:NAMED])
    if picked != YES:
        return _recognised(question, found, names, notes)
    if len(options) > 1:
        raise Unclear(SEVERAL_LIKE_IT, names=names)
    return options[0]


def _recognised(question: Question, found: Mapping[str, Any], names: str, notes: Notes) -> str:
    """Take a name for one on the list where nothing was chosen, and say so."""
    typed, code = question.context.item["name"], question.context.item.get("tax_code")
    if found["by_code"]:
        first = found["rows"][0]
        notes.append(Unclear(BY_CODE, code=code, name=first["name"], typed=typed))
        return str(first["id"])
    the_same = [one for one in found["rows"] if compare(typed, one["name"]) is Verdict.SAME]
    if len(the_same) == 1:
        notes.append(Unclear(RECOGNISED, typed=typed, name=the_same[0]["label"]))
        return str(the_same[0]["id"])
    if the_same:
        raise Unclear(SEVERAL_LIKE_IT, names=names)
    if not code:
        raise Unclear(LIKE_IT, names=names)
    notes.append(Unclear(AS_NEW, typed=typed, names=names))
    return "no"
