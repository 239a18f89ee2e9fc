"""This file is the totals that are kept as activities are written, so that nobody has to count anew.

Two tables. `counted` has a row for whoever counts once in a year: how many facts that rests on, so that
taking one away is known to be the last. `total` has the cells that follow from it (models.rules.figures),
the attendances that add up, and the number of activities. Each is kept for the whole plan (scope ""), for
each unit ("unit:SCT") and for each task group ("group:3"). Estimates are never in it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Executable,
    ForeignKey,
    FromClause,
    Integer,
    Select,
    SelectBase,
    SQLColumnExpression,
    String,
    Table,
    and_,
    case,
    cast,
    delete,
    except_,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from models import activity, plan
from models.activity import Activity
from models.plan import Plan
from models.rules.counting import Counts, Part
from models.rules.figures import Cell, Kept, cells_of
from models.rules.spans import Span

COUNTED = Table(
    "counted",
    SQLModel.metadata,
    Column("plan", String(24), ForeignKey("plan.code"), primary_key=True),
    Column("who", String(40), primary_key=True),
    Column("scope", String(40), primary_key=True),
    Column("counts", String(24), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("facts", Integer, nullable=False),
    sqlite_with_rowid=False,
)
TOTAL = Table(
    "total",
    SQLModel.metadata,
    Column("plan", String(24), ForeignKey("plan.code"), primary_key=True),
    Column("counts", String(24), primary_key=True),
    Column("scope", String(40), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("previous", Integer, primary_key=True, autoincrement=False),
    Column("total", Integer, nullable=False),
    sqlite_with_rowid=False,
)
# Counted beside the indicators: the activities themselves.
ACTIVITIES = "activities"
ADDING_UP = frozenset({ACTIVITIES, Counts.LEADERS.value})
# So many activities are moved by one statement.
AT_ONCE = 500
DONE = col(Activity.estimate).is_(False)
ESTIMATED = col(Activity.estimate).is_(True)

SelectOfSums = Select[str, str, str, int, int, int]
# What is counted, and over which years.
Asked = tuple[str, Span]
Years = Mapping[tuple[str, str, str], Counter[int]]


def add(session: Session, *rows: Activity) -> None:
    """Take activities in: to be called once all their parts are written."""
    _move(session, rows, 1)


def remove(session: Session, *rows: Activity) -> None:
    """Take activities out: to be called before their parts change; then they are added anew."""
    _move(session, rows, -1)


def rebuild(session: Session, the_plan: Plan) -> None:
    """Count everything from the beginning: the plan's rules, or the way of keeping totals, are new."""
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # It reads everything: not knowing how much there is, PostgreSQL may choose a way that takes hours.
        connection.execute(text("ANALYZE activity, participation, certificate, enterprise"))
    for table, counted in ((COUNTED, _counted(the_plan)), (TOTAL, _totals(the_plan))):
        connection.execute(delete(table).where(table.c.plan == the_plan.code))
        connection.execute(insert(table).from_select(list(table.c), counted))
    the_plan.tallied = True
    session.flush()


def differences(session: Session, the_plan: Plan) -> list[str]:
    """Tell where the totals differ from what is counted anew. Totals not built yet are not used."""
    if not the_plan.tallied:
        return []
    session.flush()
    return [
        *_differences(session, the_plan, COUNTED, _counted(the_plan)),
        *_differences(session, the_plan, TOTAL, _totals(the_plan)),
    ]


def is_exact(session: Session, the_plan: Plan, on: date) -> bool:
    """Tell whether the totals stand as on this day: they know years, and nothing was done after it."""
    if not the_plan.tallied:
        return False
    last = activity.last_done(session, the_plan)
    return last is None or last <= on


def figures(session: Session, the_plan: Plan, on: date, *, unit: str | None = None) -> Kept:
    """Give what the totals know on a day for which they are exact, of one unit or of all."""
    scope = "" if unit is None else f"{Part.UNIT}:{unit}"
    cells = _cells_of(session, the_plan, scope)
    done = {cell.year for cell in cells if cell.total}
    bare = set(range(the_plan.first.year, min(on, the_plan.last).year + 1)) - done
    return Kept(
        cells=cells,
        ahead=_cells_ahead(session, the_plan, scope, ESTIMATED, col(Activity.last) > on, *activity.of(unit)),
        entered=_entered(session, the_plan, bare, col(Activity.last) <= on, *activity.of(unit)),
        on=on,
        lapsing=activity.lapsing(session, the_plan, unit=unit),
    )


def by_part(session: Session, the_plan: Plan, part: Part, counts: str, span: Span) -> dict[str, int]:
    """Split a figure over whole years into the shares of units or of groups."""
    first, last = span.first.year, span.last.year
    query = select(TOTAL.c.scope, func.sum(TOTAL.c.total)).where(
        TOTAL.c.plan == the_plan.code,
        TOTAL.c.counts == counts,
        TOTAL.c.scope.startswith(f"{part}:"),
        TOTAL.c.year.between(first, last),
        TOTAL.c.previous < first,
    )
    found = session.connection().execute(query.group_by(TOTAL.c.scope))
    return {scope.partition(":")[2]: total for scope, total in found if total}


def by_heir(
    session: Session, the_plan: Plan, asked: Iterable[Asked], moved: Mapping[str, str]
) -> dict[Asked, dict[str, int]]:
    """Split figures over whole years into the shares of units, those that moved counted at their heirs.

    Sums are added up. Of what counts once, only those heirs are looked at anew at which more than one unit
    has a share: with nobody else's share an heir keeps what `total` says.
    """
    found: dict[Asked, dict[str, int]] = {}
    shared: dict[Asked, set[str]] = {}
    for counts, span in asked:
        alone = by_part(session, the_plan, Part.UNIT, counts, span)
        homes = Counter(moved.get(code, code) for code in alone)
        sums: Counter[str] = Counter()
        for code, total in alone.items():
            sums[moved.get(code, code)] += total
        found[counts, span] = dict(sums)
        if counts not in ADDING_UP and (several := {home for home, units in homes.items() if units > 1}):
            shared[counts, span] = several
    for home, one, number in _united(session, the_plan, list(shared), moved) if shared else ():
        if home in shared[one]:
            found[one][home] = number
    return found


def _united(
    session: Session, the_plan: Plan, asked: Sequence[Asked], moved: Mapping[str, str]
) -> Iterator[tuple[str, Asked, int]]:
    """Count once whoever counts at any of the units that have one home: in one reading of the names."""
    homes = {f"{Part.UNIT}:{code}": home for code, home in moved.items()}
    homes |= {f"{Part.UNIT}:{home}": home for home in moved.values()}
    those = [
        case(
            (
                and_(COUNTED.c.counts == counts, COUNTED.c.year.between(span.first.year, span.last.year)),
                COUNTED.c.who,
            )
        )
        for counts, span in asked
    ]
    rows = (
        select(
            case(homes, value=COUNTED.c.scope).label("home"),
            *(one.label(f"n{n}") for n, one in enumerate(those)),
        )
        .where(
            COUNTED.c.plan == the_plan.code,
            COUNTED.c.scope.in_(sorted(homes)),
            COUNTED.c.counts.in_(sorted({counts for counts, _span in asked})),
            COUNTED.c.facts > 0,
        )
        .subquery()
    )
    home, *names = rows.c
    query = select(home, *(func.count(name.distinct()) for name in names)).group_by(home)
    for code, *numbers in session.connection().execute(query):
        for one, number in zip(asked, numbers, strict=True):
            yield code, one, number


def _cells_of(session: Session, the_plan: Plan, scope: str) -> list[Cell]:
    query = select(TOTAL.c.counts, TOTAL.c.year, TOTAL.c.previous, TOTAL.c.total).where(
        TOTAL.c.plan == the_plan.code,
        TOTAL.c.counts.in_([counts.value for counts in Counts]),
        TOTAL.c.scope == scope,
    )
    return _as_cells(session, query)


def _cells_ahead(session: Session, the_plan: Plan, scope: str, *where: ColumnElement[bool]) -> list[Cell]:
    """Give the cells that estimates would add: for each name the years in which it does not count yet."""
    facts = _with_year(union_all(*activity.counting_once(the_plan, *where)))
    named = select(facts.c.counts, facts.c.who, facts.c.year).distinct().subquery()
    latest = (
        select(COUNTED.c.year)
        .where(
            COUNTED.c.plan == the_plan.code,
            COUNTED.c.who == named.c.who,
            COUNTED.c.scope == scope,
            COUNTED.c.counts == named.c.counts,
            COUNTED.c.facts > 0,
        )
        .order_by(COUNTED.c.year.desc())
        .limit(1)
        .scalar_subquery()
    )
    known = select(*named.c, func.coalesce(latest, 0).label("latest")).cte()
    # The last year is needed twice; PostgreSQL would look it up twice.
    known = known.prefix_with("MATERIALIZED", dialect="postgresql")
    earlier = func.lag(known.c.year).over(partition_by=(known.c.counts, known.c.who), order_by=known.c.year)
    years = select(*known.c, func.coalesce(earlier, known.c.latest).label("previous")).subquery()
    cell = (years.c.counts, years.c.year, years.c.previous)
    once = select(*cell, func.count()).where(years.c.latest < years.c.year).group_by(*cell)
    adding = _with_year(activity.attending(the_plan, *where))
    sums = select(adding.c.counts, adding.c.year, literal(0), func.sum(adding.c.amount))
    return _as_cells(session, union_all(once, sums.group_by(adding.c.counts, adding.c.year)))


def _entered(
    session: Session, the_plan: Plan, years: Collection[int], *where: ColumnElement[bool]
) -> frozenset[int]:
    """Give those of the years for which there is an estimate at least."""
    if not years:
        return frozenset()
    days = [col(Activity.last).between(date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)]
    facts = _with_year(activity.counting(the_plan, ESTIMATED, or_(*days), *where))
    return frozenset(session.connection().execute(select(facts.c.year).distinct()).scalars())


def _as_cells(session: Session, query: Executable) -> list[Cell]:
    found = session.connection().execute(query)
    return [Cell(Counts(counts), year, previous, total) for counts, year, previous, total in found]


def _move(session: Session, rows: Iterable[Activity], sign: int) -> None:
    plan.lock(session)
    counting: dict[str, list[Activity]] = defaultdict(list)
    for row in rows:
        if _counts(row):
            counting[row.plan].append(row)
    for code, those in counting.items():
        the_plan = session.get(Plan, code)
        if the_plan is not None and the_plan.tallied:
            for some in _batched(those):
                _move_some(session, the_plan, some, sign)


def _batched(rows: Sequence[Activity]) -> Iterator[Sequence[Activity]]:
    """Give some rows at a time: a statement names each of them several times."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _move_some(session: Session, the_plan: Plan, rows: Sequence[Activity], sign: int) -> None:
    totals: Counter[tuple[str, str, int, int]] = Counter()
    for row in rows:
        for scope in _scopes_of(row.unit, row.group):
            totals[ACTIVITIES, scope, row.last.year, 0] += sign
    moves: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    for fact in activity.facts_of(session, the_plan, rows):
        for scope in _scopes_of(fact.unit, fact.group):
            if fact.counts is Counts.LEADERS:
                totals[fact.counts.value, scope, fact.on.year, 0] += sign * fact.amount
            else:
                moves[scope, fact.counts.value, fact.who][fact.on.year] += sign
    totals.update(_move_those_counted_once(session, the_plan, moves))
    _raise(session, TOTAL, [(the_plan.code, *key, moved) for key, moved in totals.items() if moved])


def _scopes_of(unit: str, group: int) -> tuple[str, str, str]:
    return "", f"{Part.UNIT}:{unit}", f"{Part.GROUP}:{group}"


def _counts(row: Activity) -> bool:
    return not row.estimate and row.voided_at is None and row.same_as is None


def _move_those_counted_once(
    session: Session, the_plan: Plan, moves: Years
) -> Counter[tuple[str, str, int, int]]:
    """Bring the years of enterprises and persons up to date, and tell how that moves the cells."""
    scopes, named = {scope for scope, _counts, _who in moves}, {who for _scope, _counts, who in moves}
    before = _years(session, the_plan, scopes, named) if moves else {}
    moved: Counter[tuple[str, str, int, int]] = Counter()
    for key, years in moves.items():
        scope, counts, _who = key
        old = before.get(key, Counter())
        new = Counter(old)
        new.update(years)
        moved.subtract({(counts, scope, *cell): one for cell, one in cells_of(old).items()})
        moved.update({(counts, scope, *cell): one for cell, one in cells_of(+new).items()})
    _raise(
        session,
        COUNTED,
        [
            (the_plan.code, who, scope, counts, year, facts_more)
            for (scope, counts, who), years in moves.items()
            for year, facts_more in years.items()
            if facts_more
        ],
    )
    return moved


def _years(session: Session, the_plan: Plan, scopes: Iterable[str], named: Iterable[str]) -> Years:
    """Give on how many facts each year rests in which those named count, by scope, counts and name."""
    found: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    query = select(COUNTED.c.scope, COUNTED.c.counts, COUNTED.c.who, COUNTED.c.year, COUNTED.c.facts).where(
        COUNTED.c.plan == the_plan.code,
        COUNTED.c.who.in_(sorted(named)),
        COUNTED.c.scope.in_(sorted(scopes)),
        COUNTED.c.facts > 0,
    )
    for scope, counts, who, year, facts in session.connection().execute(query):
        found[scope, counts, who][year] = facts
    return found


def _raise(session: Session, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Add to a table's last column, which holds the number; rows that are not there begin at nothing."""
    if not rows:
        return
    connection = session.connection()
    into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    *_keys, number = table.c
    statement = into(table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={number.name: number + statement.excluded[number.name]},
    )
    names = table.c.keys()
    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


def _counted(the_plan: Plan) -> SelectBase:
    """Select all that `counted` should hold, from the activities."""
    facts = _with_year(union_all(*activity.counting_once(the_plan, DONE)))
    return union_all(
        *(
            select(
                literal(the_plan.code),
                facts.c.who,
                scope,
                facts.c.counts,
                facts.c.year,
                func.count().label("facts"),
            ).group_by(facts.c.who, *part, facts.c.counts, facts.c.year)
            for scope, part in _scopes(facts)
        )
    )


def _totals(the_plan: Plan) -> SelectBase:
    """Select all that `total` should hold: cells from `counted`, sums and numbers from the activities."""
    facts = _with_year(activity.attending(the_plan, DONE))
    leaders = [
        _sums(the_plan, Counts.LEADERS.value, scope, facts.c.year, func.sum(facts.c.amount)).group_by(
            *part, facts.c.year
        )
        for scope, part in _scopes(facts)
    ]
    held = (
        select(
            col(Activity.unit).label("unit"), col(Activity.group).label("group"), _year(col(Activity.last))
        )
        .where(col(Activity.plan) == the_plan.code, DONE, activity.COUNTING)
        .cte()
    )
    activities = [
        _sums(the_plan, ACTIVITIES, scope, held.c.year, func.count()).group_by(*part, held.c.year)
        for scope, part in _scopes(held)
    ]
    return union_all(_cells(the_plan), *leaders, *activities)


def _cells(the_plan: Plan) -> Select[Any]:
    """Select the cells: beside each year of each name its year before."""
    who = (COUNTED.c.counts, COUNTED.c.scope, COUNTED.c.who)
    before = func.lag(COUNTED.c.year).over(partition_by=who, order_by=COUNTED.c.year)
    years = (
        select(COUNTED.c.counts, COUNTED.c.scope, COUNTED.c.year, func.coalesce(before, 0).label("previous"))
        .where(COUNTED.c.plan == the_plan.code, COUNTED.c.facts > 0)
        .subquery()
    )
    return select(literal(the_plan.code), *years.c, func.count().label("total")).group_by(*years.c)


def _with_year(rows: SelectBase) -> CTE:
    """Put the year beside each fact; written down once, for it is read for every scope."""
    facts = rows.subquery()
    return select(
        facts.c.counts, facts.c.who, facts.c.amount, facts.c.unit, facts.c.group, _year(facts.c.on)
    ).cte()


def _year(day: SQLColumnExpression[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer).label("year")


def _scopes(rows: FromClause) -> Iterator[tuple[ColumnElement[str], tuple[ColumnElement[Any], ...]]]:
    """Give each scope's name, and by which columns its rows are grouped."""
    yield literal("").label("scope"), ()
    yield (literal(f"{Part.UNIT}:") + rows.c.unit).label("scope"), (rows.c.unit,)
    yield (literal(f"{Part.GROUP}:") + cast(rows.c.group, String)).label("scope"), (rows.c.group,)


def _sums(
    the_plan: Plan,
    counts: str,
    scope: ColumnElement[str],
    year: ColumnElement[int],
    total: ColumnElement[int],
) -> SelectOfSums:
    return select(
        literal(the_plan.code),
        literal(counts).label("counts"),
        scope,
        year,
        literal(0).label("previous"),
        total.label("total"),
    )


def _differences(session: Session, the_plan: Plan, table: Table, recount: SelectBase) -> Iterator[str]:
    connection = session.connection()
    *names, last = table.c.keys()
    number = table.c[last]
    kept = select(table).where(table.c.plan == the_plan.code, number != 0)
    counted = select(recount.subquery())
    only_kept = _by_key(connection.execute(except_(kept, counted)))
    only_counted = _by_key(connection.execute(except_(counted, kept)))
    for key in sorted(only_kept.keys() | only_counted.keys()):
        told = ", ".join(f"{name} {value}" for name, value in zip(names, key, strict=True))
        yield f"{table.name}: {told}: kept {only_kept.get(key, 0)}, counted {only_counted.get(key, 0)}"


def _by_key(rows: Iterable[Any]) -> dict[tuple[Any, ...], int]:
    return {tuple(key): number for *key, number in rows}
