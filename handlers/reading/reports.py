"""This file is a whole report in one message: the activities that it tells of, as far as they are told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handlers.reading import days, money, numbers, taxcode
from handlers.reading.aligned import Aligned
from handlers.reading.days import Span
from handlers.reading.mentions import first_mentioned
from handlers.reading.periods import period
from handlers.reading.solutions import solutions
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.reading.units import UnitLike

NOT_DONE = N_("“{text}” tells of something that was not done. To report what was, please press the button.")
NO_REPORT = N_("“{text}” tells of no activity.")
VAGUE = N_(
    "“{text}” is not enough for a report. Please say what was done, when, and for whom, for example: "
    "Ngày 15/5/2026 tập huấn 5S cho 42 người."
)


@dataclass(frozen=True, kw_only=True)
class ToldEnterprise:
    """An enterprise as it was named, with its tax code and the solutions applied there."""

    name: str
    tax_code: str | None = None
    solutions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """One activity as far as it was told; what is None or empty is to be asked.

    `exact` tells days from a month, quarter or year known no better. Money is in đồng; `sources` shares the
    cost out. `leaders` are those of the attendances who lead or manage enterprises; `firms` is how many
    enterprises there were, named or not.
    """

    title: str
    kind: str | None = None
    group: int | None = None
    span: Span | None = None
    exact: bool = False
    place: str | None = None
    enterprises: tuple[ToldEnterprise, ...] = ()
    firms: int | None = None
    attendances: int | None = None
    leaders: int | None = None
    depth: str | None = None
    outputs: int | None = None
    award_year: int | None = None
    stage: str | None = None
    certificates: tuple[str, ...] = ()
    cost: int | None = None
    sources: dict[str, int] = field(default_factory=dict)
    intended: bool = False

    def is_after(self, day: date) -> bool:
        return self.span is not None and self.span.last > day


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a message reports: activities, or that there is nothing to report for some days.

    `units` are those that the reporting unit's name may mean, where one was given.
    """

    units: tuple[str, ...] = ()
    activities: tuple[Told, ...] = ()
    nil: Span | None = None
    is_nil: bool = False


# An activity whose kind its words leave open: a model that was not accepted, a firm that acts by itself.
UNSURE = "unsure"
# What tells the kind, the more telling first, and the task group where the kind has one alone.
KINDS: tuple[tuple[str, int | None, re.Pattern[str]], ...] = tuple(
    (kind, group, re.compile(rf"\b(?:{cue})\b"))
    for kind, group, cue in (
        (
            "certification",
            4,
            r"cap (?:giay )?(?:chung nhan|chung chi) chuyen gia|chuyen gia.{0,40}duoc (?:cap )?chung nhan",
        ),
        ("model", 3, r"(?:nghiem thu|cong nhan).{0,30}mo hinh diem"),
        (UNSURE, 3, r"mo hinh diem"),
        ("award", None, r"gtclqg|giai thuong chat luong quoc gia|giai vang|clqg"),
        ("training", 4, r"tap huan|dao tao|mo lop|boi duong"),
        ("outreach", 2, r"phong su|tin bai|tuyen truyen|chuyen muc|truyen thong|an pham|to roi"),
        ("support", 3, r"ho tro"),
        (UNSURE, 3, r"ap dung|chung nhan|duy tri"),
        ("other", 6, r"hop tac quoc te"),
        ("other", 1, r"co che|chinh sach"),
        ("other", 5, r"danh gia su phu hop|tieu chuan hoa"),
    )
)
ABOUT_FIRMS = re.compile(r"\b(?:ho tro|ap dung|chung nhan|duy tri)\b")
ASKED = re.compile(
    r"\?|\b(?:bao nhieu|bn|nao|cho hoi|gui giup|huong dan)\b|\bxin\b(?! (?:duoc )?(?:gui )?bao cao)"
    r"|\b(?:chua|gi|j)$|(?<!phi)(?<!phi:) (?:ko|khong)$"
)
NIL = re.compile(
    r"\b(?:khong|ko|k) (?:co )?(?:phat sinh|hoat dong|noi dung)\b(?! (?:kinh phi|chi phi|vuong mac))"
)
# "Chia sẻ" and "sáp nhập" fold to words of intention too.
INTENDED = re.compile(r"\b(?:uoc|du kien|(?<!chia )se|sap(?! (?:nhap|xep)))\b")
UNDONE = re.compile(
    r"\b(?:hoan|huy|tam dung|(?:chua|khong|ko)(?: the)?) (?:to chuc|mo|thuc hien|trien khai|ho tro|tap huan"
    r"|dao tao|nghiem thu|duoc (?:cap|chung nhan|nghiem thu)|cap|lop)\b"
)
ASIDE = re.compile(r"\([^()]*\b(?:da lam|hoi|truoc do)\b[^()]*\)")
MARKER = re.compile(
    r"(?:(?<=^)|(?<=[\s:;]))(?:\((?P<round>[1-9])\)|(?P<flat>[1-9])[).](?=\s)|[-+•](?=\s))\s*"
)
SENTENCE = re.compile(r"(?<=[.;])\s+(?=\S)|\n+")

ENDS_ON = r"\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\d/])"
BEGINS_ON = r"\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?)? ?(?:-|den|toi) ?(?:ngay )?"
DAY = re.compile(
    rf"(?<![\d/.,])(?:{BEGINS_ON})?{ENDS_ON}|\bngay \d{{1,2}} thang \d{{1,2}}(?: nam \d{{4}})?"
    r"|\b(?:hom nay|hom qua|chieu qua|sang nay)\b"
)
# The day of a document, and a share ("8/10 doanh nghiệp"), are no days of an activity.
OF_A_PAPER = re.compile(
    r"\b(?:quyet dinh|qd|ke hoach|kh|cong van|cv|thong bao|tb|to trinh|van ban|hop dong|giay moi)\b"
    r"[^,;]{0,50}$"
)
A_SHARE = re.compile(r"^ ?(?:doanh nghiep|dn|nguoi|luot|lop|htx|co so|don vi|%)")
COARSE = (
    re.compile(r"\bthang \d{1,2}(?:/| nam )\d{4}\b"),
    re.compile(r"\bquy (?:[1-4]|iv|i{1,3}) ?(?:/|nam)? ?\d{4}\b"),
    re.compile(r"\b[69] thang (?:dau|cuoi)(?: nam)? \d{4}\b"),
    re.compile(r"\bnam \d{4}\b"),
)
AMOUNT = re.compile(
    r"(?<![\d.,/])(?:\d[\d.,]* ?(?:ty|ti|trieu|tr|nghin|ngan|k)"
    r"(?: ?\d+(?:[.,]\d+)? ?(?:trieu|tr|nghin|ngan)?)?"
    r"|\d{1,3}(?:\.\d{3}){2,})(?: ?(?:dong|vnd|d))?(?![\w])"
)
# Whose money it is stands right before the amount, or behind it with a word that says so.
SOURCES = tuple(
    (source, re.compile(rf"\b(?:{words})(?: (?:cap|chi|ho tro|dong gop))?[\s:=]*$"))
    for source, words in (
        ("enterprise", r"(?:dn|doanh nghiep|von)? ?(?:doi ung|tu co)|dn|doanh nghiep"),
        ("state", r"ngan sach(?: nha nuoc| tinh)?|nsnn|ns|su nghiep(?: kinh te| khoa hoc)?"),
        ("foreign", r"tai tro|oda"),
    )
)
SOURCE_BEHIND = (
    ("state", re.compile(r"^[\s,(]*(?:tu |nguon |bang )*(?:ngan sach|nsnn|ns|su nghiep)\b")),
    (
        "enterprise",
        re.compile(r"^(?:\s*\((?:nguon )?|[\s,]*(?:tu |nguon |do |bang )+)(?:dn|doanh nghiep|von tu co)\b"),
    ),
)
# An amount that is no cost of the activity, about so much, or of one thing among many.
NO_COST_BEFORE = re.compile(
    r"\b(?:doanh thu|doanh so|tiet kiem|loi nhuan|gia tri)\b[^,;.]*$"
    r"|\b(?:tang|giam|moi(?: \w+)?|tung(?: \w+)?|khoang|gan|tren|hon|duoi|uoc|tam) ?$|- ?$"
)
NO_COST_BEHIND = re.compile(r"^ ?(?:/|moi\b|tro len\b|-|den\b)")
NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})+|\d+)"
PEOPLE = re.compile(
    rf"(?<![\d.,/-]){NUMBER} (?P<noun>luot nguoi|luot|nguoi|hoc vien|can bo lanh dao|can bo quan ly|can bo"
    r"|dai bieu|lanh dao|quan ly)\b(?=(?P<whose>[^,;.]{0,40}))"
)
LEADERS = frozenset({"can bo lanh dao", "can bo quan ly", "lanh dao", "quan ly"})
# "Cán bộ quản lý của 18 DN" are leaders of enterprises; "cán bộ quản lý nhà nước về doanh nghiệp" are not.
OF_FIRMS = re.compile(
    r"^ ?(?:cua |tu |den tu |thuoc )?(?:cac )?(?:\d+ )?(?:dn|doanh nghiep|htx|cong ty|cty)\b"
)
SPEAKS_OF_FIRMS = re.compile(r"\b(?:dn|doanh nghiep|htx|cong ty|cty)\b")
# A number that is about so many, one end of a range, or so many each: which one is meant is asked.
INEXACT_BEFORE = re.compile(
    r"\b(?:khoang|tam|gan|tren|hon|duoi|it nhat|toi da|uoc|moi (?:lop|khoa|dot|dn|doanh nghiep)"
    r"|\d+ (?:den|toi|hoac)) ?(?:co )?$"
)
INEXACT_BEHIND = re.compile(r"^ ?(?:/|tro len\b|moi (?:lop|khoa)\b)")
FIRMS = re.compile(rf"(?<![\d.,/-]){NUMBER} (?:dn|doanh nghiep|co so|htx|hop tac xa|cong ty|cty)\b")
OUTPUTS = re.compile(rf"(?<![\d.,/-]){NUMBER} (?:phong su|tin bai|tin|bai|an pham|chuyen muc|su kien)\b")
CERTIFICATE = re.compile(r"\b[a-z]{1,6}[a-z0-9]*-\d{1,4}(?:/\d{4})?\b")
AWARD_YEAR = re.compile(r"\b(?:gtclqg|clqg|quoc gia)(?: nam)? (?P<year>20\d{2})\b")
STAGES = (
    ("gold", re.compile(r"\bdat (?:duoc )?giai vang\b")),
    ("won", re.compile(r"\bdat (?:duoc )?(?:giai|gtclqg)\b")),
    ("entered", re.compile(r"\b(?:nop|lap|gui) ho so\b|\btham (?:gia|du)\b")),
)
HOPED = re.compile(r"\b(?:chua|khong|ko|phan dau|muc tieu|huong toi|nham|de) (?:\w+ )?dat\b")
PLACE = re.compile(
    r"\btai (?P<place>[^;\n]+?)(?=\. |\.$|;|$|, ?(?:kinh phi|kp|ket qua|voi|co|gom)\b|\bkinh phi\b)"
)

FORM = re.compile(r"\b(?:cong ty|cty|ct(?= (?:tnhh|cp|co phan)\b)|dntn|htx|hop tac xa|ho kinh doanh|hkd)\b")
WORD = re.compile(r"[^\s,;:()]+|[,;:()]")
# What ends a name, and how it is written with its marks: "Tài" is a name, "tại" and a bare "tai" are not.
NAME_ENDS = {
    "ap": "áp", "duy": "duy", "dat": "đạt", "da": "đã", "duoc": "được", "thuc": "thực", "tham": "tham",
    "tai": "tại", "thang": "tháng", "quy": "quý", "ngay": "ngày", "tu": "từ", "den": "đến", "voi": "với",
    "theo": "theo", "nop": "nộp", "kinh": "kinh", "kp": "kp", "nguon": "nguồn", "cho": "cho", "va": "và",
    "trong": "trong", "lam": "làm", "o": "ở",
}  # fmt: skip
ONLY_BEFORE = {"duy": "tri", "thuc": "hien", "kinh": "phi", "tham": "gia", "ap": "dung", "lam": "mo"}
CODE = re.compile(r"^[\s(]*(?:mst:? ?)?(?P<code>\d{10}(?:-\d{3})?)\b")
WRITTEN_OUT = {"cty": "Công ty", "ct": "Công ty", "tnhh": "TNHH", "cp": "CP", "mtv": "MTV", "htx": "HTX",
               "dntn": "DNTN", "hkd": "Hộ kinh doanh"}  # fmt: skip
BARE = WRITTEN_OUT | {"cty": "Cty", "ct": "Cty", "hkd": "HKD"}
NOT_THE_REPORTER = re.compile(r"\b(?:phoi hop|voi|cung|tai|cho|cua|gui)\s*$")
HEAD = re.compile(r"^(?:[\s:,.-]|bao cao\b|da\b)+")
LONGEST_TITLE = 500


def report(text: str, *, today: date, units: Sequence[UnitLike]) -> Message:
    """Read a message as a report. Raises Unclear where it is none, or says too little to begin one."""
    whole = Aligned.of(text)
    if ASKED.search(whole.folded):
        raise Unclear(NO_REPORT, text=brief(text))
    reporter = _reporter(whole, units)
    if UNDONE.search(whole.folded):
        raise Unclear(NOT_DONE, text=brief(text))
    if NIL.search(whole.folded) and _kind(whole)[0] is None:
        return Message(units=reporter, is_nil=True, nil=_coarse(whole, today))
    head, parts = _parted(whole)
    shared = _days(head, today) if head else (None, False)
    told = [one for part in parts if (one := _told(part, today, units)).kind]
    if not told:
        is_claim = FIRMS.search(whole.folded) or PEOPLE.search(whole.folded)
        raise Unclear(VAGUE if is_claim else NO_REPORT, text=brief(text))
    told = [one if one.span else replace(one, span=shared[0], exact=shared[1]) for one in told]
    if not any(map(_facts, told)):
        raise Unclear(VAGUE, text=brief(text))
    return Message(units=reporter, activities=tuple(told))


def facts(message: Message) -> int:
    """Count what the activity told of best tells beside its kind: the more, the less it is a question."""
    return max((_facts(one) for one in message.activities), default=0)


def _facts(told: Told) -> int:
    firms = told.enterprises or told.firms
    found = (told.span, firms, told.cost, told.attendances, told.outputs, told.certificates)
    return sum(map(bool, found))


def _reporter(whole: Aligned, units: Sequence[UnitLike]) -> tuple[str, ...]:
    """Give whose report it says it is: the first unit, if it stands before what was done."""
    first = first_mentioned(whole.text, units)
    if first is None:
        return ()
    before = Aligned(whole.text[: first.start]).folded
    if NOT_THE_REPORTER.search(before) or any(cue.search(before) for _kind, _group, cue in KINDS):
        return ()
    return tuple(one.code for one in first.units)


def _parted(whole: Aligned) -> tuple[Aligned | None, list[Aligned]]:
    """Part a message into its activities, and give what stands before the first of a list."""
    markers = list(MARKER.finditer(whole.folded))
    if len(markers) > 1:
        ends = [*(found.start() for found in markers[1:]), len(whole.folded)]
        parts = [whole.part(found.end(), end) for found, end in zip(markers, ends, strict=True)]
        return whole.part(0, markers[0].start()), parts
    parts = []
    at = 0
    for found in [*SENTENCE.finditer(whole.folded), None]:
        end = found.start() if found else len(whole.folded)
        sentence = whole.part(at, end)
        at = found.end() if found else end
        is_own = _kind(sentence)[0] is not None and DAY.search(sentence.folded)
        if parts and not (is_own and _kind(parts[-1])[0]):
            sentence = Aligned(f"{parts.pop().text} {sentence.text}")
        parts.append(sentence)
    return None, parts


def _kind(part: Aligned) -> tuple[str | None, int | None]:
    """Give the kind by the most telling words, and the task group where that has one alone."""
    for kind, group, cue in KINDS:
        found = cue.search(part.folded)
        if found and (not ABOUT_FIRMS.fullmatch(found[0]) or _speaks_of_firms(part)):
            return kind, group
    return None, None


def _speaks_of_firms(part: Aligned) -> bool:
    return bool(FORM.search(part.folded) or SPEAKS_OF_FIRMS.search(part.folded) or FIRMS.search(part.folded))


def _told(part: Aligned, today: date, units: Sequence[UnitLike]) -> Told:
    """Read one activity."""
    kind, group = _kind(part)
    plain = part.without(ASIDE)
    span, exact = _days(plain, today, by_paper=kind == "award")
    cost, sources = _money(plain)
    told = Told(
        title=_title(part, units),
        kind=kind,
        group=group,
        span=span,
        exact=exact,
        place=_place(plain),
        cost=cost,
        sources=sources,
        intended=bool(INTENDED.search(plain.folded)),
    )
    return replace(told, **_of_kind(kind, plain))


def _of_kind(kind: str | None, part: Aligned) -> dict[str, Any]:
    """Read what only this kind of activity is asked for."""
    match kind:
        case "training":
            attendances, leaders = _people(part)
            depth = "deep" if "chuyen sau" in part.folded else None
            return {"attendances": attendances, "leaders": leaders, "depth": depth}
        case "support" | "model" | "unsure":
            return {"enterprises": _enterprises(part), "firms": _number(FIRMS, part)}
        case "award":
            year = AWARD_YEAR.search(part.folded) or re.search(r"\bnam (?P<year>20\d{2})\b", part.folded)
            hopes = HOPED.search(part.folded)
            stage = (
                next((name for name, cue in STAGES if cue.search(part.folded)), None) if not hopes else None
            )
            return {
                "enterprises": _enterprises(part),
                "award_year": int(year["year"]) if year else None,
                "stage": stage,
            }
        case "certification":
            found = CERTIFICATE.finditer(part.folded)
            return {"certificates": tuple(part.typed(*one.span()) for one in found)}
        case "outreach":
            return {"outputs": _number(OUTPUTS, part)}
    return {}


def _title(part: Aligned, units: Sequence[UnitLike]) -> str:
    """Give what was done as it was typed, without whose report it is before it."""
    text = part.text.replace("\n", " ")
    before, colon, behind = text.partition(":")
    first = first_mentioned(before, units) if colon else None
    if first and first.start == 0 and HEAD.fullmatch(Aligned(f"{before[first.end :]}:").folded):
        text = behind.strip() or text
    return text[:LONGEST_TITLE].strip(" ;,")


def _days(part: Aligned, today: date, *, by_paper: bool = False) -> tuple[Span | None, bool]:
    """Give the days, and whether they are days: of several that do not agree none is taken.

    An award has the day of its document; nothing else has.
    """
    found = set()
    for one in DAY.finditer(part.folded):
        if A_SHARE.match(part.folded[one.end() :]):
            continue
        if not by_paper and OF_A_PAPER.search(part.folded[: one.start()]):
            continue
        try:
            found.add(days.days(one[0], today=today))
        except Unclear:
            return None, False
    if len(found) == 1:
        return found.pop(), True
    return (None, False) if found else (_coarse(part, today), False)


def _coarse(part: Aligned, today: date) -> Span | None:
    """Give the month, quarter, half or year that is told, the shortest; none where two are."""
    for pattern in COARSE:
        try:
            spans = {period(one[0], today=today) for one in pattern.finditer(part.folded)}
        except Unclear:
            return None
        if spans:
            return spans.pop() if len(spans) == 1 else None
    return None


def _money(part: Aligned) -> tuple[int | None, dict[str, int]]:
    """Give the whole cost and its parts by source; what can't be told apart is not taken."""
    alone: list[int] = []
    sources: dict[str, int] = {}
    for found in AMOUNT.finditer(part.folded):
        before, behind = part.folded[: found.start()], part.folded[found.end() :]
        if NO_COST_BEFORE.search(before) or NO_COST_BEHIND.match(behind):
            return None, {}
        try:
            amount = money.dong(found[0])
        except Unclear:
            return None, {}
        source = next((name for name, cue in SOURCES if cue.search(before)), None)
        whose = source or next((name for name, cue in SOURCE_BEHIND if cue.search(behind)), None)
        if not source:
            alone.append(amount)
        if whose in sources:
            return None, {}
        if whose:
            sources[whose] = amount
    if len(alone) > 1:
        return None, {}
    cost = alone[0] if alone else sum(sources.values()) or None
    return cost, sources if cost and sum(sources.values()) <= cost else {}


def _people(part: Aligned) -> tuple[int | None, int | None]:
    """Give all attendances, and those of leaders and managers of enterprises."""
    attendances = leaders = None
    for found in PEOPLE.finditer(part.folded):
        number = _exact(found, part)
        if number is None:
            return None, None
        is_leaders = found["noun"] in LEADERS and OF_FIRMS.search(found["whose"])
        if is_leaders and leaders is None:
            leaders = number
        if attendances is None:
            attendances = number
        elif not is_leaders:
            return None, None  # two numbers of people: which is all of them?
    return attendances, leaders if (leaders or 0) <= (attendances or 0) else None


def _number(pattern: re.Pattern[str], part: Aligned) -> int | None:
    found = {_exact(one, part) for one in pattern.finditer(part.folded)}
    return found.pop() if len(found) == 1 else None


def _exact(found: re.Match[str], part: Aligned) -> int | None:
    """Give a number that was found; none where it is only about so many, or so many each."""
    before, behind = part.folded[: found.start()], part.folded[found.end() :]
    if INEXACT_BEFORE.search(before) or INEXACT_BEHIND.match(behind):
        return None
    return numbers.count(found["number"])


def _enterprises(part: Aligned) -> tuple[ToldEnterprise, ...]:
    applied = solutions(part.folded)
    found = []
    at = 0
    while form := FORM.search(part.folded, at):
        at = _name_end(part, form)
        if at == form.end():
            continue
        code = CODE.match(part.folded[at:])
        name = _written_out(part.typed(form.start(), at))
        found.append(ToldEnterprise(name=name, tax_code=_code(code), solutions=applied))
    return tuple(found)


def _code(found: re.Match[str] | None) -> str | None:
    try:
        return taxcode.tax_code(found["code"]) if found else None
    except Unclear:
        return None


def _name_end(part: Aligned, form: re.Match[str]) -> int:
    """Give where a name ends that begins with its legal form; right behind that where none follows."""
    words = list(WORD.finditer(part.folded, form.end()))
    end = form.end()
    for n, word in enumerate(words):
        typed = part.typed(*word.span()).casefold()
        following = words[n + 1][0] if n + 1 < len(words) else ""
        is_first = end == form.end()
        if not is_first and _ends_name(word[0], typed, following):
            break
        if not word[0][0].isalnum() or (word[0].isdecimal() and len(word[0]) > 2) or word[0].endswith("tr"):
            break
        end = word.end()
        if word[0].endswith("."):
            end -= 1
            break
    return end


def _ends_name(word: str, typed: str, following: str) -> bool:
    if word[0].isdigit():
        return True
    if word in ONLY_BEFORE and following != ONLY_BEFORE[word]:
        return False
    return word in NAME_ENDS and typed in (word, NAME_ENDS[word])


def _written_out(name: str) -> str:
    """Write the legal form out, without marks before a name that has none: it would seem to have some."""
    forms = WRITTEN_OUT if name.casefold() != fold(name) else BARE
    return " ".join(forms.get(word.casefold(), word) for word in name.split())


def _place(part: Aligned) -> str | None:
    found = PLACE.search(part.folded)
    if found is None:
        return None
    text = part.typed(*found.span("place"))
    first = FORM.match(found["place"])
    if first:  # at an enterprise: the place is what is said behind its name
        _firm, _comma, text = text.partition(",")
    return text.strip() or None
