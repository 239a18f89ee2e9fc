"""This file is what people ask: what is wanted, and of which year, unit or indicator."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.reading.days import QUARTERS
from handlers.reading.mentions import Mention, cut_out, mentioned, of_day
from handlers.reading.periods import YEARS_AGO
from handlers.reading.solutions import solutions
from handlers.reading.text import brief, fold, tidy
from handlers.reading.unclear import N_, Unclear
from handlers.reading.units import UnitLike
from handlers.reading.wishes import UNIT, Intent, Named, wishes

TWO_WAYS = N_("“{text}” can be understood in more than one way. Which one is meant?")
WHICH_UNIT = N_("“{text}” may be more than one unit. Which one is meant?")


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question as it was understood: what is wanted, and what it is about as far as that was said.

    `phase` is "2021-2025"; `years` are those to compare; a place is as a folded name, a solution its id.
    `stage` is "entered" where entrants of the award are meant, and not winners; `by` is "unit" where units
    are compared, and not years.
    """

    intent: Intent
    year: int | None = None
    quarter: int | None = None
    half: int | None = None
    month: int | None = None
    phase: str | None = None
    years: tuple[int, ...] = ()
    indicator: str | None = None
    unit: str | None = None
    group: int | None = None
    solution: str | None = None
    place: str | None = None
    enterprise: str | None = None
    tax_code: str | None = None
    stage: str | None = None
    by: str | None = None

    @property
    def slots(self) -> dict[str, Any]:
        """Give what was said, by name."""
        names = (name for name in self.__dataclass_fields__ if name != "intent")
        return {name: value for name in names if (value := getattr(self, name)) not in (None, ())}


class UnclearQuestion(Unclear):
    """A question that can be understood in more than one way. The likeliest stands first."""

    def __init__(self, reason: str, choices: Iterable[Query], **values: object) -> None:
        super().__init__(reason, **values)
        self.choices = tuple(choices)


# Abbreviations of one meaning, folded, whole words. What has two is settled by the words around it below.
WRITTEN_OUT = {
    "dn": "doanh nghiep", "dnnvv": "doanh nghiep", "bc": "bao cao", "kq": "ket qua", "kp": "kinh phi",
    "ns": "ngan sach", "cty": "cong ty", "sl": "so luong", "bn": "bao nhieu", "bnhieu": "bao nhieu",
    "nscl": "nang suat chat luong", "nsclsp": "nang suat chat luong",
    "gtclqg": "giai thuong chat luong quoc gia",
    "clqg": "chat luong quoc gia", "hthuan": "tap huan", "ko": "khong", "k": "khong",
    "hok": "khong", "khg": "khong", "j": "gi", "r": "roi", "dv": "don vi", "dvi": "don vi", "ds": "danh sach",
    "td": "tien do", "tiendo": "tien do", "dc": "duoc", "dk": "duoc", "hd": "hoat dong", "ct": "cong ty",
    "sx": "san xuat",
    "mh": "mo hinh", "cg": "chuyen gia", "tt": "tuyen truyen", "th": "thuc hien", "bh": "bao gio",
    "bgio": "bao gio", "txng": "truy xuat nguon goc", "ntn": "the nao", "sao": "the nao", "nv": "nhiem vu",
}  # fmt: skip
PUNCTUATION = re.compile(r"[?!,;:\"'“”‘’()\[\]…]|\.(?![0-9])|(?<![0-9])/|/(?![0-9])")

YEAR = re.compile(
    r"\bnam (?P<ago>nay|hien tai|ngoai|truoc|qua|kia)\b"
    r"|(?:\bnam )?(?<![0-9./-])(?P<year>20[0-9]{2})(?![0-9.])"
)
PHASE = re.compile(r"(?<![0-9])(?P<first>20[0-9]{2}) ?(?:-|den|toi) ?(?:nam )?(?P<last>20[0-9]{2})(?![0-9])")
PHASE_NUMBER = re.compile(r"\b(?:giai doan|gd) ?(?P<number>1|2|i|ii|mot|hai)\b")
THIS_PHASE = re.compile(r"\b(?:giai doan|gd)\b")
OF_THIS_YEAR = re.compile(r"\bdau nam\b|\bbao cao nam\b")
UNTIL = re.compile(r"\b(?:den|toi|het) (?:nam )?(?P<year>2025|2030)\b")
QUARTER = re.compile(r"\b(?:quy|q) ?(?:(?P<number>[1-4]|iv|i{1,3})\b|(?P<ago>nay|truoc|vua roi|vua qua))")
HALF = re.compile(r"\b(?:6|sau) thang(?: (?P<end>dau|cuoi))?\b|\bnua (?P<part>dau|cuoi) nam\b")
MONTH = re.compile(r"\b(?:thang|t) ?(?:(?P<number>1[0-2]|0?[1-9])(?![0-9])|(?P<ago>nay|truoc))")
GROUP = re.compile(r"\bnhom(?: nhiem vu)?(?: so)? (?P<number>[1-6])\b|\bnhiem vu(?: so)? (?P<other>[1-6])\b")
TAX_CODE = re.compile(r"(?<![0-9])(?P<code>[0-9]{10}(?:-[0-9]{3})?)(?![0-9])")
# What ends an enterprise's name in a question. "Đang" ends none by itself: "Hải Đăng" is like it.
NAME_ENDS = (
    r"nao|gi|duoc|da|chua|o|co|ap dung|tham gia|dat|dang (?:ap|thuc|lam|tham)|bao|ho tro|thuc hien|roi"
    r"|the nao|va|khong|trong|tu|den|thi|nay|tai|nhan"
)
ENTERPRISE = re.compile(
    r"\b(?P<name>(?:cong ty|htx|hop tac xa|dntn|hkd|ho kinh doanh|co so)"
    rf"(?: (?!(?:{NAME_ENDS})\b)[^\W_]+)+)"
)
# Which words speak of which indicator, the more telling first.
INDICATORS = (
    ("GTV", re.compile(r"\bgiai vang\b")),
    ("GT", re.compile(r"\bgiai thuong\b|\bchat luong quoc gia\b|\bdat giai\b|\bdoat giai\b|\bho so giai\b")),
    ("MH", re.compile(r"\bmo hinh\b")),
    ("CG", re.compile(r"\bchuyen gia\b")),
    (
        "LD",
        re.compile(r"\bluot\b|\btap huan\b|\bdao tao\b|\blanh dao\b|\bcan bo quan ly\b|\bhoc vien\b|\blop\b"),
    ),
    ("DN", re.compile(r"\bdoanh nghiep\b|\bcong ty\b|\bhtx\b|\bhop tac xa\b|\bco so\b")),
)
GROUPS = (
    (6, re.compile(r"\bhop tac quoc te\b")),
    (1, re.compile(r"\bco che\b|\bchinh sach\b")),
    (5, re.compile(r"\btieu chuan hoa\b|\bdanh gia su phu hop\b")),
    (2, re.compile(r"\btuyen truyen\b|\btruyen thong\b|\bphong su\b|\btin bai\b")),
)
ENTERED = re.compile(r"\bho so\b|\btham (?:gia|du)\b")
BY_UNIT = re.compile(r"\b(?:don vi|huyen|xa|phuong|so nganh|ai|so)\b.*\bnhat\b|\bxep hang\b")
PLACE = re.compile(r"\b(?:o|tai|tren dia ban|thuoc) (?P<place>(?!dau\b|nao\b|day\b|tinh\b)[^\W_]+ [^\W_]+)")

PHASES = ("2021-2025", "2026-2030")
DAYS = frozenset({"year", "quarter", "half", "month", "phase", "years"})


def question(text: str, *, today: date, units: Sequence[UnitLike]) -> Query:
    """Read a question on a day. Raises UnclearQuestion where it can be understood in more than one way.

    What is no question that the bot could answer is of the intent `other`.
    """
    clean = tidy(text).replace("\n", " ")
    mentions = mentioned(clean, units)
    words = _written_out(cut_out(clean, mentions, f" {UNIT} "))
    about = _about(words, today)
    named = Named(
        unit=bool(mentions),
        enterprise=bool(about.enterprise or about.tax_code),
        indicator=about.indicator,
        group=about.group is not None,
        days=bool(about.slots.keys() & DAYS),
    )
    wanted = wishes(words, named)
    if not mentions and wanted[0] in (Intent.MISSING, Intent.UNIT):
        mentions = mentioned(clean, units, bare=True)
    choices = [_fitted(replace(about, intent=wish)) for wish in wanted]
    meant = _of_units(mentions, about, today)
    if len(mentions) > 1:  # each of them is a question of its own
        meant = tuple({one.code: one for mention in mentions for one in mention.units}.values())
    if len(meant) > 1:
        raise UnclearQuestion(
            WHICH_UNIT, [replace(choices[0], unit=one.code) for one in meant], text=_shown(clean, mentions[0])
        )
    if meant:
        choices = [replace(one, unit=meant[0].code) for one in choices]
    if len(choices) > 1:
        raise UnclearQuestion(TWO_WAYS, choices, text=brief(text))
    return choices[0]


def _shown(text: str, mention: Mention[UnitLike]) -> str:
    return brief(text[mention.start : mention.end])


def _of_units(mentions: Sequence[Mention[UnitLike]], about: Query, today: date) -> tuple[UnitLike, ...]:
    """Give the units that the first mention may mean, by the days that are asked about."""
    if not mentions:
        return ()
    year = about.year or today.year
    first = mentions[0]
    places = {one.code.partition("-")[0] for one in first.units}
    if len(places) > 1:
        return first.units  # a district and a commune of one name: the day alone does not tell which is meant
    return of_day(first, min(date(year, 12, 31), today) if year <= today.year else today)


def _written_out(text: str) -> str:
    """Fold a question, without signs, and with its abbreviations written out."""
    words = PUNCTUATION.sub(" ", fold(text)).split()
    return " ".join(WRITTEN_OUT.get(word, word) for word in words)


def _about(words: str, today: date) -> Query:
    """Read what a question is about: days, indicator, group, solution, place, enterprise."""
    spans, rest = _days_asked(words, today)
    indicator = next((code for code, cue in INDICATORS if cue.search(rest)), None)
    solution = next(iter(solutions(rest)), None)
    code, named = TAX_CODE.search(rest), ENTERPRISE.search(rest)
    group = GROUP.search(rest)
    number = int(group["number"] or group["other"]) if group else None
    place = PLACE.search(rest)
    if solution and indicator is None and re.search(r"\bho tro\b|\bap dung\b", rest):
        indicator = "DN"
    return replace(
        spans,
        indicator=indicator,
        solution=solution,
        group=number or next((n for n, cue in GROUPS if cue.search(rest)), None),
        place=place["place"] if place and place["place"] in PLACES else None,
        enterprise=named["name"] if named and not code else None,
        tax_code=code["code"] if code else None,
        stage="entered" if indicator == "GT" and ENTERED.search(rest) else None,
        by="unit" if BY_UNIT.search(rest) else None,
    )


# Where enterprises are, folded.
PLACES = frozenset(
    ("phan rang", "thap cham", "ninh phuoc", "ninh hai", "ninh son", "thuan nam", "thuan bac", "bac ai")
)


def _days_asked(words: str, today: date) -> tuple[Query, str]:
    """Read of which year, quarter, half, month or phase, and give what is left of the words."""
    found = Query(intent=Intent.OTHER)
    if span := PHASE.search(words):
        rest = words[: span.start()] + words[span.end() :]
        return replace(found, phase=f"{span['first']}-{span['last']}"), THIS_PHASE.sub(" ", rest)
    if number := PHASE_NUMBER.search(words):
        phase = PHASES[number["number"] in ("2", "ii", "hai")]
        return replace(found, phase=phase), words.replace(number[0], " ")
    if until := UNTIL.search(words):
        year = int(until["year"])
        return replace(found, year=year, phase=phase_of(year)), words.replace(until[0], " ")
    found, words = _part_of_year(found, words, today)
    years = _years(words, today)
    words = YEAR.sub(" ", words)
    if years:
        return (replace(found, years=years) if years[1:] else replace(found, year=years[0])), words
    if found.year is None and (found.quarter or found.half or found.month or OF_THIS_YEAR.search(words)):
        found = replace(found, year=today.year)
    if THIS_PHASE.search(words) and found.year is None:
        found = replace(found, phase=phase_of(today.year))
    return found, words


def phase_of(year: int) -> str:
    """Give the phase of the plan in which a year lies."""
    return next((phase for phase in PHASES if year <= int(phase[-4:])), PHASES[-1])


def _part_of_year(found: Query, words: str, today: date) -> tuple[Query, str]:
    """Read a quarter, a half or a month of a year."""
    if part := QUARTER.search(words):
        if part["number"]:
            number = QUARTERS.get(part["number"]) or int(part["number"])
            return replace(found, quarter=number), _without(words, part)
        months = today.year * 4 + (today.month - 1) // 3 - (part["ago"] != "nay")
        return replace(found, year=months // 4, quarter=months % 4 + 1), _without(words, part)
    if part := HALF.search(words):
        return replace(found, half=2 if "cuoi" in (part["end"], part["part"]) else 1), _without(words, part)
    if part := MONTH.search(words):
        if part["number"]:
            return replace(found, month=int(part["number"])), _without(words, part)
        months = today.year * 12 + today.month - 1 - (part["ago"] != "nay")
        return replace(found, year=months // 12, month=months % 12 + 1), _without(words, part)
    return found, words


def _without(words: str, part: re.Match[str]) -> str:
    """Cut a part of a year out; a year behind a stroke stands alone then."""
    return f"{words[: part.start()]} {words[part.end() :].lstrip('/- ')}"


def _years(words: str, today: date) -> tuple[int, ...]:
    found = (
        int(one["year"]) if one["year"] else today.year - YEARS_AGO[one["ago"]]
        for one in YEAR.finditer(words)
    )
    return tuple(sorted(set(found)))


def _fitted(query: Query) -> Query:
    """Leave out what does not belong to the wish."""
    match query.intent:
        case Intent.MISSING | Intent.DEADLINE | Intent.REPORT | Intent.SOURCE | Intent.HELP | Intent.OTHER:
            query = replace(query, indicator=None, solution=None, group=None, enterprise=None, stage=None)
        case Intent.ENTERPRISE:
            query = replace(query, indicator=None)
        case Intent.COST if query.indicator == "DN":
            query = replace(query, indicator=None)
    return query if query.intent is Intent.COMPARE else replace(query, by=None)
