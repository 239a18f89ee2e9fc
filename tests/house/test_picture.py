"""This file is what the pictures owe: their size, their colours, and every text just as it is."""

import re
import unicodedata
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image

from handlers.replies import picture
from handlers.replies.picture import (
    Bar,
    Bars,
    Brought,
    Card,
    Cell,
    CellMark,
    Chip,
    Deed,
    Duty,
    End,
    Filings,
    Growth,
    Key,
    Line,
    Mark,
    Row,
    Tick,
    UnitCard,
)

MARKS: tuple[Mark, ...] = get_args(Mark)
HOSTILE = '#panic("x") *a* $x$ <b> {{7*7}} \\ `r` // c /* d */ @ref [x] "q" \x00\ud800\u202e\n\t 😀'

EXPERTS = Row(
    name="Chuyên gia năng suất chất lượng được chứng nhận",
    figure="12 / 20 người",
    percent="60%",
    status="Đúng tiến độ",
    mark="on_pace",
    share=0.6,
    expected=0.59,
    note="riêng 2026-2030: 3 · ước cả năm 12",
)
MODELS = replace(EXPERTS, name="Mô hình điểm", figure="6 / 10 mô hình", note="")
YEARS = Bars(
    title="Doanh nghiệp được hỗ trợ áp dụng giải pháp",
    values=(
        Bar(label="2021", value=18, target=10, mark="met"),
        Bar(label="2022", value=12, target=10, mark="met"),
        Bar(label="2023", value=8, target=10, mark="missed"),
        Bar(label="2024", value=10, target=10, mark="met"),
        Bar(label="2025", value=15, target=10, mark="met"),
        Bar(label="2026", value=14, target=20, mark="on_pace"),
        Bar(label="2027", value=None, target=20, mark="plain"),
    ),
    goal="mức cần đạt mỗi năm",
    running="đang thực hiện",
)
CARD = Card(
    office="Sở Khoa học và Công nghệ",
    title="Tiến độ Kế hoạch 3483/KH-UBND",
    subtitle="Tính đến 22/11/2026 · giai đoạn 2026-2030",
    chips=(Chip(text="2 đúng tiến độ", mark="on_pace"),),
    rows=(EXPERTS, MODELS),
    legend="mức cần đạt đến hôm nay theo kế hoạch",
)


def drawn(card: Card) -> Image.Image:
    image = Image.open(BytesIO(picture.png(card)))
    image.load()
    return image.convert("RGB")


def height(card: Card) -> int:
    return drawn(card).height


def colours(card: Card) -> set[object]:
    image = drawn(card)
    return {colour for _, colour in image.getcolors(image.width * image.height) or ()}


def palette() -> dict[str, dict[str, str]]:
    line = re.compile(r'(\w+): \(fill: rgb\("(#\w+)"\), ink: rgb\("(#\w+)"\), soft: rgb\("(#\w+)"\)\)')
    found = line.findall((picture.FOLDER / "look.typ").read_text(encoding="utf-8"))
    return {mark: {"fill": fill, "ink": ink, "soft": soft} for mark, fill, ink, soft in found}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_picture_is_a_png_as_wide_as_a_phone_needs() -> None:
    assert picture.png(CARD).startswith(b"\x89PNG\r\n\x1a\n")
    assert drawn(CARD).width == 1080


def test_each_part_makes_the_picture_taller() -> None:
    heights = [
        height(replace(CARD, rows=(), chips=())),
        height(replace(CARD, rows=())),
        height(replace(CARD, rows=(EXPERTS,))),
        height(CARD),
        height(replace(CARD, footer="Số liệu chưa chốt.")),
        height(replace(CARD, footer="Số liệu chưa chốt.", years=YEARS)),
    ]
    assert heights == sorted(set(heights))


def test_a_card_without_rows_still_shows_its_head() -> None:
    image = drawn(replace(CARD, rows=(), chips=()))
    assert image.width == 1080
    assert image.height > 150
    assert rgb("#16202e") in colours(replace(CARD, rows=(), chips=()))  # the title's ink


def test_a_year_panel_without_years_is_left_out() -> None:
    assert picture.png(replace(CARD, years=replace(YEARS, values=()))) == picture.png(CARD)


def test_a_long_name_wraps() -> None:
    long = replace(MODELS, name="Doanh nghiệp xây dựng mô hình điểm về năng suất và chất lượng " * 2)
    assert height(replace(CARD, rows=(long,))) > height(replace(CARD, rows=(MODELS,)))


def test_a_word_without_an_end_wraps_too() -> None:
    endless = replace(MODELS, name="Ấ" * 120)
    assert height(replace(CARD, rows=(endless,))) > height(replace(CARD, rows=(MODELS,)))


def test_ten_chips_wrap() -> None:
    ten = tuple(Chip(text=f"{count} đúng tiến độ", mark="on_pace") for count in range(10))
    assert height(replace(CARD, chips=ten)) > height(replace(CARD, chips=ten[:3]))


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_has_its_own_colour_in_rows_chips_and_years(mark: Mark) -> None:
    bare = replace(CARD, chips=(), rows=())
    fill = rgb(palette()[mark]["fill"])
    row = replace(EXPERTS, mark=mark)
    years = replace(YEARS, values=(Bar(label="2026", value=14, target=20, mark=mark),))
    assert fill not in colours(bare)
    assert fill in colours(replace(bare, rows=(row,)))
    assert fill in colours(replace(bare, chips=(Chip(text="1", mark=mark),)))
    assert fill in colours(replace(bare, years=years))


def test_no_two_marks_share_a_colour() -> None:
    assert set(palette()) == set(MARKS)
    assert len({tone["fill"] for tone in palette().values()}) == len(MARKS)


@pytest.mark.parametrize("mark", MARKS)
def test_words_can_be_read_on_their_ground(mark: Mark) -> None:
    tone = palette()[mark]
    assert contrast(tone["ink"], "#ffffff") >= 4.5
    assert contrast(tone["ink"], tone["soft"]) >= 4.5
    assert contrast("#ffffff", tone["fill"]) >= 3  # the sign in its mark


def test_a_year_under_way_is_not_drawn_as_a_settled_one() -> None:
    def solid(mark: Mark) -> int:
        image = drawn(replace(CARD, rows=(), chips=(), years=years_of(mark)))
        counted = image.getcolors(image.width * image.height) or ()
        fill = rgb(palette()[mark]["fill"])
        return sum(count for count, colour in counted if colour == fill)

    def years_of(mark: Mark) -> Bars:
        return replace(YEARS, values=(Bar(label="2026", value=14, target=None, mark=mark),))

    assert solid("on_pace") < solid("met") * 0.7


def test_hostile_text_is_only_text() -> None:
    row = replace(EXPERTS, name=HOSTILE, figure=HOSTILE, percent=HOSTILE, status=HOSTILE, note=HOSTILE)
    years = replace(
        YEARS, title=HOSTILE, goal=HOSTILE, running=HOSTILE, values=(replace(YEARS.values[0], label=HOSTILE),)
    )
    card = Card(
        office=HOSTILE,
        title=HOSTILE,
        subtitle=HOSTILE,
        chips=(Chip(text=HOSTILE, mark="plain"),) * 10,
        rows=(row,),
        years=years,
        legend=HOSTILE,
        footer=HOSTILE,
    )
    image = drawn(card)
    assert image.width == 1080
    assert image.height < 3000


@pytest.mark.parametrize(
    ("typed", "as_markup"),
    [("*a*", "a"), ("$x$", "x"), ("a // b", "a"), ("#upper[a]", "A"), ("\\u{41}", "A"), ("a~b", "a b")],
)
def test_markup_is_printed_as_it_was_typed(typed: str, as_markup: str) -> None:
    def named(name: str) -> bytes:
        return picture.png(replace(CARD, rows=(replace(MODELS, name=name),)))

    assert named(typed) != named(as_markup)


def test_decomposed_letters_give_the_same_picture() -> None:
    decomposed = replace(CARD, title=unicodedata.normalize("NFD", CARD.title))
    assert decomposed.title != CARD.title
    assert picture.png(decomposed) == picture.png(CARD)


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.001, 1.0, 7.5, float("inf"), float("nan")])
def test_any_share_stays_within_its_bar(share: float) -> None:
    row = replace(EXPERTS, share=share, expected=share)
    assert height(replace(CARD, rows=(row,))) == height(replace(CARD, rows=(EXPERTS,)))


def test_more_than_all_is_drawn_full() -> None:
    full, more = (replace(CARD, rows=(replace(EXPERTS, share=share),)) for share in (1.0, 1.3))
    assert picture.png(full) == picture.png(more)


def test_without_a_tick_there_is_no_legend() -> None:
    unticked = tuple(replace(row, expected=None) for row in CARD.rows)
    assert height(replace(CARD, rows=unticked)) < height(CARD)


def test_a_different_target_each_year_still_fits() -> None:
    values = tuple(
        Bar(label=f"{2021 + n}", value=123456.5 * n, target=100000 * n, mark="behind") for n in range(10)
    )
    assert drawn(replace(CARD, years=replace(YEARS, values=values))).width == 1080


def test_the_fullest_picture_is_one_that_telegram_takes() -> None:
    long = replace(EXPERTS, name="Ấn tượng rất dài " * 20, note="ghi chú rất dài " * 20)
    chips = tuple(Chip(text=f"{count} đúng tiến độ", mark="on_pace") for count in range(10))
    data = picture.png(
        replace(CARD, chips=chips, rows=(long,) * 16, years=YEARS, footer="Số liệu chưa chốt.")
    )
    width, tall = Image.open(BytesIO(data)).size
    assert width + tall <= 10_000
    assert tall / width <= 20
    assert len(data) < 10_000_000


def test_the_template_gives_no_warning() -> None:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        picture.png(replace(CARD, years=YEARS, footer="Số liệu chưa chốt."))
    assert not found


def test_a_lost_font_is_not_lost_in_silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for template in picture.FOLDER.glob("*.typ"):
        words = template.read_text(encoding="utf-8").replace("Be Vietnam Pro", "Nowhere")
        (tmp_path / template.name).write_text(words, encoding="utf-8")
    monkeypatch.setattr(picture, "FOLDER", tmp_path)
    with pytest.warns(UserWarning, match="nowhere"):
        picture.png(replace(CARD, rows=(), chips=()))


CELLS: tuple[CellMark, ...] = get_args(CellMark)


def filings(
    rows: int = 3, periods: int = 2, name: str = "Sở Công Thương", mark: CellMark = "accepted"
) -> Filings:
    cells = tuple(Cell(mark=mark) for _ in range(periods))
    return Filings(
        office="Sở Khoa học và Công nghệ",
        title="Tình hình nộp báo cáo năm 2026",
        subtitle="Tính đến 22/11/2026",
        periods=("Báo cáo năm 2026",) * periods,
        rows=(Line(name=name, cells=cells),) * rows,
        legend=(Key(mark=mark, text="đúng hạn"),),
    )


def table(card: Filings) -> Image.Image:
    image = Image.open(BytesIO(picture.filings_png(card)))
    image.load()
    return image.convert("RGB")


def test_twenty_units_with_long_names_fit_into_what_a_phone_takes() -> None:
    image = table(filings(20, 8, name="Ban Quản lý các khu công nghiệp và cụm công nghiệp tỉnh"))
    assert image.width == 900  # it is shrunk on its way to the phone in any case
    assert image.height < 2200
    assert table(filings(20, 8)).height < 1700


def test_each_state_has_a_look_of_its_own() -> None:
    looks = {mark: table(filings(1, 1, mark=mark)).tobytes() for mark in CELLS}
    assert len(set(looks.values())) == len(CELLS)
    plain = filings(1, 1, mark="waiting")
    late = replace(plain, rows=(Line(name="Sở Công Thương", cells=(Cell(mark="waiting", late=True),)),))
    assert table(plain).tobytes() != table(late).tobytes()


def test_a_unit_without_a_duty_has_an_empty_place() -> None:
    quiet = replace(filings(1, 1, mark="open"), legend=())
    empty = replace(quiet, rows=(Line(name="Sở Công Thương", cells=(None,)),))
    of_cell = (0xEE, 0xF1, 0xF5)
    shown = [{colour for _, colour in table(card).getcolors(2**24) or ()} for card in (quiet, empty)]
    assert [of_cell in colours for colours in shown] == [True, False]


def test_names_in_the_table_are_never_read_as_markup() -> None:
    assert table(filings(1, 1, name=HOSTILE)).width == 1080
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        picture.filings_png(filings())
    assert not found


POINTS = tuple((month / 12, month / 24) for month in range(11))
GROWTH = Growth(
    office="Sở Khoa học và Công nghệ",
    title="DN · DN được hỗ trợ áp dụng giải pháp",
    subtitle="Năm 2026 · Tính đến 02/11/2026",
    chips=(Chip(text="12/20 doanh nghiệp", mark="behind"),),
    points=POINTS,
    figure="12",
    done="đã thực hiện",
    target=End(at=0.9, text="20", key="chỉ tiêu: 20"),
    pace="mức cần đạt theo thời gian",
    forecast=None,
    levels=tuple(Tick(at=n * 0.225, text=str(n * 5)) for n in range(5)),
    days=tuple(Tick(at=(n + 0.5) / 12, text=str(n + 1)) for n in range(12)),
    borders=tuple(n / 12 for n in range(1, 12)),
    axis="tháng",
    facts=("Đến hôm nay cần có: 16",),
)
UNIT = UnitCard(
    office="Tiến độ Kế hoạch 3483/KH-UBND",
    title="Sở Công Thương",
    subtitle="Tính đến 02/11/2026",
    chips=(Chip(text="Cần nộp: Báo cáo năm 2026, hạn 16/11/2026", mark="behind"),),
    brought_title="Phần của đơn vị trong các chỉ tiêu",
    brought=(Brought(figure="4", measure="doanh nghiệp", name="DN được hỗ trợ áp dụng giải pháp"),),
    duties_title="Tình hình nộp báo cáo năm 2026",
    duties=(Duty(cell=Cell(mark="waiting"), title="Báo cáo quý I", state="Chờ duyệt"),),
    deeds_title="1 hoạt động đã ghi trong năm 2026",
    deeds=(Deed(day="08/07/2026", title="Hỗ trợ HTX Táo An Hòa"),),
    none="Chưa có số liệu.",
)
LONG = "Ban Quản lý các khu công nghiệp và cụm công nghiệp tỉnh Ninh Thuận " * 2
GROUND, AXIS, DONE, INK = rgb("#f3f5f9"), rgb("#b9c3d0"), rgb("#2a6cb9"), rgb("#16202e")


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image.convert("RGB")


def growth(**changes: Any) -> Image.Image:
    return opened(picture.growth_png(replace(GROWTH, **changes)))


def unit_card(**changes: Any) -> Image.Image:
    return opened(picture.unit_png(replace(UNIT, **changes)))


def places(image: Image.Image, colour: tuple[int, ...]) -> list[tuple[int, int]]:
    """Give where a colour stands."""
    wide = image.width
    pixels = image.tobytes()
    wanted = bytes(colour)
    return [(n % wide, n // wide) for n in range(wide * image.height) if pixels[3 * n : 3 * n + 3] == wanted]


def longest(spots: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Give the longest level line among places: its row, its first and its last column."""
    found = (0, 0, 0)
    begun, before = 0, (-2, -2)
    for x, y in spots:
        begun, before = (begun if before == (x - 1, y) else x), (x, y)
        found = max(found, (x - begun, y, begun))
    length, row, first = found
    return row, first, first + length


def rows_of(image: Image.Image, colour: tuple[int, ...]) -> set[int]:
    """Give the rows in which something is written in a colour, or nearly so."""
    pixels = image.tobytes()
    return {
        n // image.width
        for n in range(image.width * image.height)
        if all(abs(pixels[3 * n + part] - colour[part]) < 48 for part in range(3))
    }


def strays(image: Image.Image) -> list[tuple[int, int]]:
    """Give the dark spots near either side, where no words may stand: twenty points are margin and inset."""
    edge = round(19 / 540 * image.width)
    grey = image.convert("L")
    sides = (
        (0, grey.crop((0, 0, edge, grey.height))),
        (grey.width - edge, grey.crop((grey.width - edge, 0, *grey.size))),
    )
    return [
        (left + n % edge, n // edge)
        for left, side in sides
        for n, shade in enumerate(side.tobytes())
        if shade < 180
    ]


def labels(image: Image.Image, below: int) -> list[int]:
    """Give how wide the labels below the axis are: what stands closer than eight pixels is one."""
    row = image.convert("L").crop((0, below + 16, image.width, below + 56))
    inked = [min(row.crop((x, 0, x + 1, row.height)).tobytes()) < 150 for x in range(row.width)]
    found: list[list[int]] = []
    for x in (x for x, is_inked in enumerate(inked) if is_inked):
        if found and x - found[-1][-1] < 8:
            found[-1].append(x)
        else:
            found.append([x])
    return [one[-1] - one[0] for one in found]


def test_todays_point_stands_at_its_place() -> None:
    """Two thirds of the way and half as high as the target, which is at nine tenths of the height."""
    image = growth(points=((0.5, 0.45), (2 / 3, 0.45)), facts=())
    axis, _first, _last = longest(places(image, AXIS))
    target, first, last = longest([spot for spot in places(image, INK) if 350 < spot[1] < axis])
    dot = [(x, y) for x, y in places(image, DONE) if axis - 20 > y > target]
    right, above = max(x for x, _y in dot), min(y for _x, y in dot)
    radius = 12  # the dot's blue inside its white ring
    assert right - radius == pytest.approx(first + (last - first) * 2 / 3, abs=4)
    assert above + radius == pytest.approx((axis + target) / 2, abs=4)


def test_a_forecast_has_its_own_colour_and_is_explained() -> None:
    for mark in ("met", "far_behind"):
        fill = rgb(palette()[mark]["fill"])
        end = End(at=0.6, text="13", key="dự báo nếu giữ nhịp này", mark=mark)
        assert not places(growth(), fill)
        assert places(growth(forecast=end), fill)
        assert growth(forecast=end).height > growth().height  # one more key needs one more line


@pytest.mark.parametrize(
    ("target", "at"), [(0.9, 0.3), (0.9, 0.85), (0.9, 0.9), (0.9, 0.95), (0.05, 0.03), (0.02, 0.06)]
)
def test_two_figures_at_the_edge_never_cover_one_another(target: float, at: float) -> None:
    forecast = End(at=at, text="88", key="", mark="far_behind")
    image = growth(points=(), target=End(at=target, text="77", key=""), forecast=forecast)
    axis, _first, _last = longest(places(image, AXIS))
    right = image.crop((970, 300, image.width, axis + 40))
    likely, aimed = rows_of(right, rgb(palette()["far_behind"]["ink"])), rows_of(right, INK)
    assert not likely & aimed
    for rows in (likely, aimed):
        assert max(rows) - min(rows) == pytest.approx(22, abs=3)


@pytest.mark.parametrize(
    "points",
    [(), ((1 / 365, 0.0),), ((1 / 365, 0.92),), ((1.0, 0.0),), ((1.0, 0.92),), ((0.5, 0.1), (0.8, 0.05))],
)
def test_any_course_stays_within_its_card(points: tuple[tuple[float, float], ...]) -> None:
    levels = (Tick(at=0, text="0"), Tick(at=0.9, text="2.000.000"))
    image = growth(
        points=points, figure="1.284.500", levels=levels, target=End(at=0.9, text="2.000.000", key="k")
    )
    assert image.size == growth(target=End(at=0.9, text="20", key="k")).size
    assert strays(image) == []
    assert bool(places(image, rgb(palette()["on_pace"]["ink"]))) is bool(points)


@pytest.mark.parametrize("figure", ["5", "2.000.000", "2.000.000.000"])
def test_labels_below_the_chart_never_touch(figure: str) -> None:
    """With long figures at both sides there is less room for years: some are left out."""
    years = tuple(Tick(at=(n + 0.5) / 10, text=str(2021 + n)) for n in range(10))
    ends = {"target": End(at=0.9, text=figure, key=""), "levels": (Tick(at=0, text=figure),)}
    image = growth(days=years, axis="", **ends)
    axis, _first, _last = longest(places(image, AXIS))
    widths = labels(image, axis)
    assert len(widths) == {"5": 10, "2.000.000": 5, "2.000.000.000": 5}[figure]
    assert max(widths) < 72  # four digits


def test_what_holds_of_all_pictures_holds_of_a_unit() -> None:
    heights = [
        unit_card(brought=(), duties=(), deeds=()).height,
        unit_card(duties=(), deeds=()).height,
        unit_card(deeds=()).height,
        unit_card().height,
        unit_card(brought=UNIT.brought * 3).height,
    ]
    assert heights == sorted(set(heights))
    two, three, four = (unit_card(brought=UNIT.brought * count).height for count in (2, 3, 4))
    assert two < three <= four  # two stand side by side
    assert unit_card().width == 1080


@pytest.mark.parametrize("words", [LONG, "Ấ" * 120, HOSTILE])
def test_long_and_hostile_words_wrap_within_a_unit_and_a_growth(words: str) -> None:
    brought = Brought(figure="1.284.500", measure=words, name=words, note=words)
    drawn_unit = unit_card(
        office=words,
        title=words,
        subtitle=words,
        chips=(Chip(text=words, mark="behind"),),
        brought=(brought, brought, brought),
        duties=(Duty(cell=Cell(mark="missing", late=True), title=words, state=words),),
        deeds=(Deed(day="08/07/2026", title=words),),
    )
    end = End(at=0.9, text="20", key=words)
    drawn_growth = growth(
        office=words,
        title=words,
        chips=(Chip(text=words, mark="met"),),
        done=words,
        target=end,
        facts=(words,),
    )
    assert drawn_unit.height > unit_card().height * 1.3
    assert drawn_growth.height > growth().height
    assert strays(drawn_unit) == strays(drawn_growth) == []


def test_a_units_reports_carry_the_marks_of_units_by_periods() -> None:
    def with_mark(mark: CellMark) -> bytes:
        return unit_card(duties=(replace(UNIT.duties[0], cell=Cell(mark=mark)),)).tobytes()

    assert len({with_mark(mark) for mark in CELLS}) == len(CELLS)
    assert (
        with_mark("waiting")
        != unit_card(duties=(replace(UNIT.duties[0], cell=Cell(mark="waiting", late=True)),)).tobytes()
    )


@pytest.mark.parametrize(("template", "least"), [("growth", 9), ("unit", 9), ("filings", 8), ("look", 9)])
def test_the_smallest_words_can_be_read_on_a_phone(template: str, least: float) -> None:
    """The page of 540 points is 360 pixels wide on a small phone."""
    source = (picture.FOLDER / f"{template}.typ").read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"text\(size: ([\d.]+)pt", source)]
    assert sizes
    assert min(sizes) * 360 / 540 >= least


def test_no_new_template_gives_a_warning() -> None:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        picture.growth_png(replace(GROWTH, forecast=End(at=0.6, text="13", key="dự báo", mark="met")))
        picture.unit_png(UNIT)
    assert not found
