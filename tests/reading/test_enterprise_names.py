"""This file is names as they are typed: their core, and whether two are one enterprise's."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.enterprise_names import Verdict, compare, core
from tests.reading.test_rows import ROWS


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (
            (
                "Công ty TNHH Nông sản Hải Đăng",
                "Cty TNHH nong san hai dang",
                "C.ty TNHH MTV Nông sản Hải Đăng",
                "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN NÔNG SẢN HẢI ĐĂNG",
                "Công ty TNHH hai thành viên trở lên Nông sản Hải Đăng",
                "CTCP Nông sản Hải Đăng",
                "Nông sản Hải-Đăng",
            ),
            "nongsanhaidang",
        ),
        (("HTX NN Tuấn Tú", "Hợp tác xã Nông nghiệp Tuấn Tú"), "nntuantu"),
        (("Cty TNHH SX-TM-DV Mỹ Hòa", "Công ty CP Sản xuất Thương mại Dịch vụ Mĩ Hoà"), "sxtmdvmihoa"),
        (("Công ty CP Nho & Táo", "Công ty cổ phần Nho và Táo"), "nhovatao"),
        (("DNTN Minh Tâm", "Doanh nghiệp tư nhân Minh Tâm", "DN tư nhân Minh Tâm"), "minhtam"),
        (("Hộ kinh doanh Bà Bảy", "HKD Ba Bay", "Hộ sản xuất Bà Bảy"), "babai"),
        (("Công ty TNHH",), "congtitnhh"),
        (("",), ""),
    ],
)
def test_each_way_of_writing_has_one_core(names: tuple[str, ...], found: str) -> None:
    assert {core(name) for name in names} == {found}


def test_different_names_have_different_cores() -> None:
    names = ("Công ty TNHH Hải Đăng", "Công ty TNHH Hải Đăng 2", "Công ty TNHH Hải Đảo", "HTX Hải Đằng Giang")
    assert len({core(name) for name in names}) == len(names)


def pairs() -> list[tuple[str, str, str]]:
    lines = (ROWS / "enterprises.tsv").read_text(encoding="utf-8").splitlines()
    told = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(one, other, meant) for one, other, meant in told]


WAYS: tuple[Callable[[str], str], ...] = (
    lambda name: name,
    lambda name: unicodedata.normalize("NFD", name),
    str.upper,
    str.casefold,
    lambda name: f"\u200b {name.replace(' ', '  ')}\u00a0",
)


@pytest.mark.parametrize("way", WAYS)
def test_two_names_are_one_only_without_a_doubt(way: Callable[[str], str]) -> None:
    """Either name may come first, and no way of typing it makes a difference."""
    wrong = [
        (one, other, meant, {found.value for found in (compare(way(one), other), compare(other, way(one)))})
        for one, other, meant in pairs()
        if {compare(way(one), other), compare(other, way(one))} != {Verdict(meant.rstrip("*"))}
    ]
    assert wrong == []


def test_few_names_of_one_enterprise_need_a_question() -> None:
    true = [meant for _one, _other, meant in pairs() if meant in ("same", "ask*")]
    assert true.count("same") >= 0.8 * len(true) > 50


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_a_verdict_and_order_makes_no_difference(one: str, other: str) -> None:
    assert compare(one, other) is compare(other, one)
