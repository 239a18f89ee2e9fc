"""This file is what a question wants: the words that speak for each wish, weighed against each other."""

import re
from dataclasses import dataclass
from enum import StrEnum

# Stands in a question where a unit was named.
UNIT = "zzunit"


class Intent(StrEnum):
    """What is wanted."""

    PROGRESS = "progress"
    COUNT = "count"
    LIST_ENTERPRISES = "list_enterprises"
    LIST_EXPERTS = "list_experts"
    LIST_ACTIVITIES = "list_activities"
    MISSING = "missing_reports"
    UNIT = "unit_activity"
    ENTERPRISE = "enterprise"
    DEADLINE = "deadline"
    COMPARE = "compare"
    COST = "cost"
    SOURCE = "source"
    REPORT = "report"
    HELP = "help"
    OTHER = "other"


# What speaks for which wish, and how strongly.
FOR_WHOM = "(?:giup|ho|cho|gium|toi|em|anh|minh)"
PAPERS = "bao cao|file|excel|word|pdf|bieu|van ban"
CUES: tuple[tuple[Intent, int, tuple[str, ...]], ...] = (
    (
        Intent.SOURCE,
        12,
        (
            r"(?:so lieu|con so|so).* (?:tu dau|o dau ra|dau ra|nguon nao)",
            r"lay (?:tu dau|o dau)",
            r"can cu (?:vao )?dau",
            r"dua (?:tren|vao) dau",
            r"nguon so lieu",
        ),
    ),
    (
        Intent.REPORT,
        10,
        (rf"(?:xuat|in|lam|lap|soan|tao)(?: {FOR_WHOM})* (?:ban )?(?:{PAPERS})",),
    ),
    (
        Intent.DEADLINE,
        9,
        (
            r"han(?! che)",
            r"deadline",
            r"(?:khi nao|bao gio|ngay nao|ngay may|luc nao).* (?:nop|gui|bao cao|chot)",
            r"(?:nop|gui|bao cao|chot).* (?:khi nao|bao gio|ngay may|luc nao)",
            r"(?:sap den|sap toi).* (?:nop|bao cao)",
        ),
    ),
    (
        Intent.COMPARE,
        10,
        (
            r"so sanh",
            r"so voi",
            r"cung ky",
            r"xep hang",
            r"tang hay giam",
            r"(?:nhieu|it) hon",
            r"(?:nhieu|it|cao|thap|tre|cham|som|tot|kem|manh)(?: \w+){0,6} nhat",
        ),
    ),
    (
        Intent.MISSING,
        9,
        (
            r"chua (?:thay )?(?:nop|gui|bao cao|co bao cao)",
            r"(?:nop|gui|bao cao).* chua",
            r"(?:thieu|no|tre|cham)(?: \w+)? bao cao",
            r"bao cao (?:nao )?(?:con )?(?:thieu|tre|cham)",
            r"ai .*chua(?!.* dat)",
            r"(?:ai|don vi nao).* (?:tre|cham|thieu)(?!.* nhat)",
            r"da (?:nop|gui|bao cao)",
            rf"{UNIT} (?:da )?(?:nop|gui|bao cao).* (?:ngay nao|hom nao|khi nao|luc nao|bao gio)",
        ),
    ),
    (
        Intent.COST,
        8,
        (
            r"kinh phi",
            r"chi phi",
            r"ngan sach",
            r"da chi",
            r"giai ngan",
            r"ton (?:bao nhieu|het)",
            r"bao nhieu tien",
            r"so tien",
            r"doi ung",
        ),
    ),
    (
        Intent.PROGRESS,
        8,
        (
            r"tien do",
            r"(?:chi tieu|muc tieu)",
            r"dat chua",
            r"dat (?:duoc )?(?:bao nhieu )?(?:phan tram|%)",
            r"bao nhieu (?:phan tram|%)",
            r"den dau",
            r"con phai",
            r"du [0-9]+",
            r"(?:chua|co|da) dat(?! giai)",
            r"con thieu(?!.* bao cao)",
            r"hoan thanh (?:chua|bao nhieu|den)",
            r"kip (?:khong|tien do)",
        ),
    ),
    (
        Intent.LIST_ENTERPRISES,
        6,
        (
            r"danh sach",
            r"liet ke",
            r"ke ten",
            r"nhung (?:ai|doanh nghiep|cong ty|co so|mo hinh)",
            r"(?:doanh nghiep|cong ty|htx|hop tac xa|co so|mo hinh|chuyen gia) nao",
            r"ten cac",
            r"gom (?:nhung|cac|ai)",
            r"o dau",
            r"cho xem (?:doanh nghiep|cac)",
        ),
    ),
    (
        Intent.LIST_ACTIVITIES,
        7,
        (r"hoat dong (?:nao|gi)", r"(?:nhung|cac) hoat dong", r"danh sach hoat dong"),
    ),
    (Intent.LIST_ACTIVITIES, 5, (r"lam (?:duoc )?(?:nhung )?gi", r"co gi")),
    (Intent.COUNT, 5, (r"(?:bao nhieu|may|so luong|tong so|tong cong|dem)",)),
    (
        Intent.HELP,
        11,
        (
            r"huong dan",
            r"cach (?:nhap|bao cao|dung|su dung|nop|sua|gui)",
            r"lam (?:the nao|sao) (?:de|thi)?",
            r"(?:nhap|sua|xoa|nop|gui|bao cao|dung|huy)(?: \w+){0,4} (?:the nao|o dau|kieu gi)",
            r"giup voi",
            r"tro giup",
            r"bot (?:lam|biet|dung)",
            r"help",
        ),
    ),
)
READ = tuple(
    (intent, weight, re.compile("|".join(rf"\b{cue}(?![^\W_])" for cue in cues)))
    for intent, weight, cues in CUES
)
# A number of something is told, not asked for.
CLAIM = re.compile(r"\b[0-9]+ (?:doanh nghiep|co so|htx|nguoi|luot|lop)\b")
# What is asked of a unit.
OF_A_UNIT = re.compile(r"\b(?:ket qua|lam|hoat dong|the nao|thuc hien|ho tro|trien khai)\b")
# So near two wishes are both offered.
NEAR = 1


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a question names, as far as it tells what is wanted."""

    unit: bool
    enterprise: bool
    indicator: str | None
    group: bool
    days: bool


def wishes(words: str, named: Named) -> list[Intent]:
    """Give what is wanted, the likeliest first; more than one where that is near."""
    scores = dict.fromkeys(Intent, 0)
    for intent, weight, cue in READ:
        if cue.search(words):
            scores[intent] = max(scores[intent], weight)
    _settle_rivals(words, scores, named)
    _weigh_by_names(words, scores, named)
    best = max(scores.values())
    if best == 0:
        return [Intent.OTHER]
    near = [intent for intent, score in scores.items() if score >= best - NEAR]
    return sorted(near, key=lambda intent: -scores[intent])


def _settle_rivals(words: str, scores: dict[Intent, int], named: Named) -> None:
    """Silence the wish whose words only serve another: "mấy đơn vị chưa nộp" counts nothing."""
    if scores[Intent.MISSING] and re.search(r"\bho so\b", words):
        scores[Intent.MISSING] = 0  # an entry for the award is handed in too
    if scores[Intent.MISSING]:
        scores[Intent.COUNT] = 0
        scores[Intent.DEADLINE] *= not named.unit
    if scores[Intent.COST] or (scores[Intent.LIST_ENTERPRISES] and re.search(r"\bo dau\b", words)):
        scores[Intent.COUNT] = 0
    if scores[Intent.LIST_ACTIVITIES] > scores[Intent.LIST_ENTERPRISES]:
        scores[Intent.LIST_ENTERPRISES] = 0


def _weigh_by_names(words: str, scores: dict[Intent, int], named: Named) -> None:
    """Weigh by what is named: an enterprise, a unit, an indicator, a group."""
    is_bare = not any(scores.values()) and not CLAIM.search(words)
    if named.enterprise:
        scores[Intent.ENTERPRISE] = 11
    if named.unit and OF_A_UNIT.search(words):
        scores[Intent.UNIT] = 3 if scores[Intent.COUNT] and named.indicator else 8
    if scores[Intent.LIST_ACTIVITIES] and (named.unit or (named.indicator and not named.group)):
        scores[Intent.LIST_ACTIVITIES] = 3
    if named.indicator == "CG":
        scores[Intent.LIST_EXPERTS], scores[Intent.LIST_ENTERPRISES] = scores[Intent.LIST_ENTERPRISES], 0
    if is_bare and named.group:
        scores[Intent.LIST_ACTIVITIES] = 3
    elif is_bare and named.indicator and not named.unit and not named.enterprise:
        is_figure = named.days or re.search(r"\bluot\b", words)
        scores[Intent.COUNT if is_figure else Intent.PROGRESS] = 2
