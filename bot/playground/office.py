"""This file is the made-up office of the playground: its people, and some years of invented reports."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.playground.standin import Person
from handlers import clock, recording
from handlers.conversation.activity import candidate_key
from handlers.conversation.flow import State
from models import contact, layout, ledger, period, plan, planstore, report
from models.contact import Contact, Role
from models.draft import Draft, DraftState
from models.planfile import PlanFile
from models.rules.reminding import Calendar
from models.rules.states import ReportState
from models.rules.working_days import WorkingDays

# The playground's clock begins on the morning of the first reminder of the yearly report.
OPENS = datetime(2026, 11, 2, 7, 50)  # noqa: DTZ001 - the office's zone is put in where it is used
JOINED = date(2026, 1, 5)
BEFORE = "told before the play began"

LEAD = 1001
STRANGER = 1006


@dataclass(frozen=True)
class Colleague:
    """Somebody invented."""

    id: int
    name: str
    role: Role
    unit: str | None
    note: str


COLLEAGUES = (
    Colleague(LEAD, "Nguyễn Thị Hòa", Role.LEAD, "SKHCN", "Cơ quan đầu mối · Sở KH&CN"),
    Colleague(1002, "Trần Thị Lan", Role.CONTACT, "SCT", "Đầu mối · Sở Công Thương"),
    Colleague(1003, "Lê Văn Minh", Role.CONTACT, "SNNMT", "Đầu mối · Sở Nông nghiệp và Môi trường"),
    Colleague(1004, "Đàng Thị Tâm", Role.CONTACT, "LMHTX", "Đầu mối · Liên minh Hợp tác xã"),
    Colleague(1005, "Phạm Quốc Bảo", Role.CONTACT, "X-NINHPHUOC", "Đầu mối · UBND xã Ninh Phước"),
)

ENTERPRISES = (
    ("Công ty TNHH Nông sản Hải Đăng", "4590001385"),
    ("HTX Nho xanh Phước Thuận", None),
    ("DNTN Nước mắm Biển Xanh", "4590000014"),
    ("Công ty TNHH Rong sụn Sơn Hải", "4590002759"),
    ("Công ty CP Muối Cà Ná Xanh", "4590005492"),
    ("HTX Táo An Hòa", None),
    ("Công ty TNHH Yến sào Phan Rang Vàng", "4590006866"),
    ("Công ty CP Giống thủy sản Vĩnh Tường", "4590008239"),
    ("HTX Măng tây Tuấn Thành", None),
    ("Công ty TNHH Nha đam Nắng Gió", "4590009602"),
    ("DNTN Rượu nho Ba Mọi Mới", None),
    ("Công ty TNHH Gốm Bàu Trúc Việt", None),
    ("HTX Dệt thổ cẩm Mỹ Nghiệp Xanh", None),
    ("Công ty CP Điện gió Thuận Phong", None),
    ("Công ty TNHH Tỏi Phan Rang", None),
    ("HTX Hành tím Nhơn Hải", None),
    ("Công ty TNHH Dê cừu Ninh Thuận Xanh", None),
    ("Công ty CP May mặc Tháp Chàm", None),
    ("DNTN Cơ khí Phước Mỹ", None),
    ("Công ty TNHH Hải sản Đông Hải", None),
)
# How many enterprises were supported in each year: 2023 missed its ten.
SUPPORTED = {2021: 18, 2022: 12, 2023: 8, 2024: 10, 2025: 15, 2026: 12}
# One of the last year's was told once more by another unit, under a name written otherwise.
TOLD_TWICE = (2026, 11, "SCT", "Cty TNHH Gốm Bàu Trúc Việt")
SOLUTIONS = ("iso 9001", "haccp", "traceability", "5s", "iso 22000", "vietgap", "kaizen")
# Attendances of leaders and managers at in-depth courses, by the day of the course.
COURSES = (
    (date(2021, 10, 14), 30, 26),
    (date(2022, 6, 9), 62, 55),
    (date(2023, 5, 16), 48, 42),
    (date(2024, 4, 25), 80, 71),
    (date(2025, 8, 20), 66, 58),
    (date(2026, 5, 21), 55, 48),
)
EXPERTS = (
    (date(2022, 9, 30), "Trượng Văn Sơn", "NSCL-007/2022"),
    (date(2022, 9, 30), "Võ Thị Thu Hà", "NSCL-008/2022"),
    (date(2023, 11, 15), "Nguyễn Đức Long", "NSCL-021/2023"),
    (date(2023, 11, 15), "Báo Thị Kim Anh", "NSCL-022/2023"),
    (date(2024, 10, 10), "Huỳnh Ngọc Phúc", "NSCL-013/2024"),
    (date(2024, 10, 10), "Kiều Văn Trí", "NSCL-014/2024"),
    (date(2025, 9, 5), "Lưu Thị Mai", "NSCL-030/2025"),
    (date(2025, 9, 5), "Phan Đình Khôi", "NSCL-031/2025"),
    (date(2025, 9, 5), "Đổng Thị Yến", "NSCL-032/2025"),
    (date(2025, 9, 5), "Tạ Quang Huy", "NSCL-033/2025"),
    (date(2026, 7, 17), "Cao Minh Nhật", "NSCL-011/2026"),
)
MODELS = ((2023, 0), (2023, 2), (2024, 4), (2025, 6), (2025, 9))
AWARDS = ((2022, 0, "won"), (2023, 2, "gold"), (2024, 4, "won"), (2025, 7, "won"), (2025, 3, "entered"))
SILENT_IN = {"9T": ("BQLKCN", "P-PHANRANG")}
LATE_IN = {"Q1": ("SXD",), "6T": ("STP", "P-DONGHAI"), "9T": ("SNV",)}
LATE = timedelta(days=9)
# What the lead office has looked through so far, some days after the units filed it.
REVIEWED, REVIEW = ("Q1", "6T"), timedelta(days=14)
NIL_IN_YEAR = ("TTRA", "STP")
EARLY_IN_YEAR = ("SYT", "VPUBND", "SGDDT")
OWN_WORDS = {
    "SYT": ("Doanh nghiệp dược trên địa bàn ít, quy mô nhỏ.", ""),
    "SGDDT": (
        "Kinh phí tập huấn phân bổ muộn, phải dồn lớp vào cuối năm.",
        "Đề nghị UBND tỉnh giao kinh phí từ quý I hằng năm.",
    ),
}


def people() -> Iterator[Person]:
    """Give those who chat, and a stranger who was never invited."""
    for one in COLLEAGUES:
        yield Person(id=one.id, name=one.name, note=one.note)
    yield Person(id=STRANGER, name="Người Lạ", note="Chưa được mời")


def furnish(session: Session, file: PlanFile, opens: datetime) -> None:
    """Load the plan, let the people join, and write some years of reports down."""
    joined = datetime.combine(JOINED, time(9), opens.tzinfo)
    planstore.store(session, file, now=joined)
    for one in COLLEAGUES:
        session.add(Contact(chat_id=one.id, name=one.name, role=one.role, unit=one.unit, joined_at=joined))
    session.flush()
    lead = contact.by_chat(session, LEAD)
    if lead is None or lead.id is None:
        raise LookupError("the lead of the made-up office did not join")
    for unit, answers in _activities():
        _record(session, unit, answers, by=lead.id, opens=opens)
    _report(session, by=lead.id, opens=opens)
    _leave_the_past(session, opens)


def _activities() -> Iterator[tuple[str, dict[str, Any]]]:
    for year, count in SUPPORTED.items():
        for n in range(count):
            yield _supporter(n, _day(year, n)), _support(_day(year, n), n)
    year, n, unit, name = TOLD_TWICE
    yield unit, _support(_day(year, n), n, name)
    for day, attendances, leaders in COURSES:
        yield "SKHCN", _course(day, attendances, leaders)
    for day, name, number in EXPERTS:
        experts = [{"name": name, "number": number, "issuer": "Viện Năng suất Việt Nam", "more": "no"}]
        words = {"title": f"Chuyên gia {name} được cấp chứng nhận", "experts": experts}
        yield "SKHCN", _answers("4", "certification", day) | words
    for year, n in MODELS:
        words = {"title": f"Nghiệm thu mô hình điểm tại {ENTERPRISES[n][0]}", "models": [_who(n)]}
        yield "SKHCN", _answers("3", "model", date(year, 11, 20)) | words
    for year, n, stage in AWARDS:
        entrants = [_who(n) | {"stage": stage}]
        words = {"title": f"Giải thưởng Chất lượng Quốc gia {year}", "award_year": str(year)}
        yield "SKHCN", _answers("3", "award", date(year, 12, 5)) | words | {"entrants": entrants}
    report = {"title": "Phóng sự về 5S trên Đài Phát thanh và Truyền hình", "outputs": 4}
    yield "SKHCN", _answers("2", "outreach", date(2026, 9, 10)) | report


def _supporter(n: int, day: date) -> str:
    agriculture = "SNNMT" if day >= date(2025, 3, 1) else "SNNPTNT"
    return ("SKHCN", "SCT", agriculture, "LMHTX")[n % 4]


def _day(year: int, n: int) -> date:
    return date(year, 2 + n % 9, 3 + n)


def _support(day: date, n: int, name: str = "") -> dict[str, Any]:
    """Give the support of an enterprise, perhaps under another name than its own."""
    solution = SOLUTIONS[n % len(SOLUTIONS)]
    who = _who(n) | ({"name": name} if name else {})
    enterprise = who | {"solution": solution, "result": "certified"}
    what = "truy xuất nguồn gốc" if solution == "traceability" else f"áp dụng {solution.upper()}"
    cost = {"cost": 60_000_000, "sources": [{"source": "state", "amount": 60_000_000}]}
    told = {"title": f"Hỗ trợ {who['name']} {what}", "enterprises": [enterprise]}
    return _answers("3", "support", day) | told | cost


def _course(day: date, attendances: int, leaders: int) -> dict[str, Any]:
    words = {"title": "Lớp tập huấn chuyên sâu về công cụ cải tiến năng suất", "depth": "deep"}
    counts = {"attendances": attendances, "leaders": leaders}
    place = {"place": "Hội trường Sở Khoa học và Công nghệ"}
    return _answers("4", "training", day) | words | counts | place


def _answers(group: str, kind: str, day: date) -> dict[str, Any]:
    days = {"first": day.isoformat(), "last": day.isoformat()}
    return {"group": group, "kind": kind, "days": days, "place": None, "cost": None, "evidence": None}


def _who(n: int) -> dict[str, Any]:
    name, tax_code = ENTERPRISES[n % len(ENTERPRISES)]
    return {"name": name, "tax_code": tax_code, "more": "no"}


def _record(session: Session, unit: str, answers: dict[str, Any], *, by: int, opens: datetime) -> None:
    the_plan = plan.current(session)
    facts = {
        "today": opens.date().isoformat(),
        "plan": {
            "code": the_plan.code,
            "first": the_plan.first.isoformat(),
            "last": the_plan.last.isoformat(),
        },
        "periods": [],
        "groups": [
            {"number": row.number, "short": row.short, "kinds": row.kinds}
            for row in plan.groups(session, the_plan)
        ],
    }
    last = date.fromisoformat(answers["days"]["last"])
    told = datetime.combine(last, time(16), opens.tzinfo)
    row = Draft(
        contact_id=by,
        conversation="activity",
        state=DraftState.SAVED,
        step="",
        answers=answers,
        facts=facts,
        begun_at=told,
        touched_at=told,
    )
    session.add(row)
    session.flush()
    state = _recognised(recording.look_up(session, State("", answers, facts)))
    recording.save(session, state, unit=unit, draft=row, by=by, now=told)


def _recognised(state: State) -> State:
    """Answer for each enterprise that is on the list whether it is the one of that very name."""
    answers = dict(state.answers)
    for key in recording.WHO:
        answers[key] = [item | {"same": _same(state, item)} for item in answers.get(key, [])]
    return replace(state, answers=answers)


def _same(state: State, item: dict[str, Any]) -> str:
    found = state.facts["candidates"].get(candidate_key(item), {"rows": []})
    return next((str(row["id"]) for row in found["rows"] if row["name"] == item["name"]), "no")


def _leave_the_past(session: Session, opens: datetime) -> None:
    """Let all that was due before the play begins have been told."""
    calendar = Calendar(WorkingDays(plan.overrides(session)), _zone(opens))
    planned = layout.layout(session, opens, calendar, through=opens.date())
    ledger.bring_in_line(session, planned, opens)
    ledger.tell(ledger.due(session, opens), BEFORE, opens)


def _zone(opens: datetime) -> ZoneInfo:
    if not isinstance(opens.tzinfo, ZoneInfo):
        raise TypeError("the play begins at an hour in a named zone")
    return opens.tzinfo


def _report(session: Session, *, by: int, opens: datetime) -> None:
    """Let the year's earlier periods be reported, and a few units be early in the last."""
    days = WorkingDays(plan.overrides(session))
    for month in (1, 3, 6, 9, 11):
        clock.open_periods(session, opens.replace(month=month, day=2, hour=8), days)
    for one in period.begun(session, opens.date()):
        at = datetime.combine(days.add(one.due, -2), time(15), opens.tzinfo)
        for row, unit in report.in_period(session, one):
            if one.round == "NAM":
                if unit.code in NIL_IN_YEAR + EARLY_IN_YEAR:
                    state = ReportState.NIL if unit.code in NIL_IN_YEAR else ReportState.SUBMITTED
                    report.settle(session, row, state, by=by, now=opens.replace(day=1, month=10))
                    row.difficulties, row.proposals = OWN_WORDS.get(unit.code, (None, None))
            elif unit.code not in SILENT_IN.get(one.round, ()):
                state = ReportState.NIL if unit.kind == "commune" else ReportState.SUBMITTED
                filed = at + LATE if unit.code in LATE_IN.get(one.round, ()) else at
                report.settle(session, row, state, by=by, now=filed)
                if one.round in REVIEWED:
                    report.accept(session, row, by=by, now=at + REVIEW)
