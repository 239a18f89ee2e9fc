"""This file is names as they are typed: their core, and whether two are one enterprise's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.enterprise_names import Verdict, compare, core


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


SAME = (
    ("Công ty TNHH Nông sản Hải Đăng", "Cty TNHH nong san hai dang"),
    ("Công ty TNHH Nông sản Hải Đăng", "CÔNG TY TRÁCH NHIỆM HỮU HẠN NÔNG SẢN HẢI ĐĂNG"),
    ("Công ty TNHH Phú Hòa", "CÔNG TY TNHH PHÚ HOÀ"),
    ("HTX Nông nghiệp Tuấn Tú", "Hợp tác xã NN Tuấn Tú"),
    ("Cty TNHH SX-TM Nông sản Hải Đăng", "Công ty TNHH Sản xuất Thương mại Nông sản Hải Đăng"),
    ("Công ty TNHH MTV Yến sào Vàng", "Công ty TNHH Một thành viên Yến sào Vàng"),
    ("Công ty TNHH Mỹ Lý", "Công ty TNHH Mĩ Lí"),
    ("CTCP Điện gió Thuận Phong", "Công ty cổ phần điện gió Thuận Phong"),
    ("DNTN Nước mắm Biển Xanh", "Doanh nghiệp tư nhân nước mắm Biển Xanh"),
    ("Công ty CP Nho & Táo Ninh Thuận", "Công ty CP Nho và Táo Ninh Thuận"),
    ("HTX Nho số 2", "Hợp tác xã Nho số 2"),
    ("Hộ kinh doanh Bà Sáu Cà Ná", "HKD Bà Sáu Cà Ná"),
)
DIFFERENT = (
    ("Công ty TNHH Hải Đăng", "Công ty CP Hải Đăng"),
    ("HTX Tuấn Tú", "Công ty TNHH Tuấn Tú"),
    ("Công ty TNHH Phú Hòa", "Công ty TNHH Phú Hóa"),
    ("Công ty TNHH Đại Phát", "Công ty TNHH Đãi Phát"),
    ("HTX Nho số 1", "HTX Nho số 2"),
    ("HTX Nho I", "HTX Nho II"),
    ("HTX Thuận An", "HTX An Thuận"),
    ("Công ty TNHH Biển Xanh", "Công ty TNHH Núi Đỏ"),
    ("DNTN Minh Tâm", "Công ty TNHH Minh Tâm"),
)
ASKED = (
    ("Công ty TNHH Hải Đăng", "cty hai dang"),  # without marks, and without the kind of company
    ("dntn minh tam", "DNTN Minh Tâm"),  # two syllables without marks
    ("Công ty Điện gió Thuận Phong", "Công ty CP Điện gió Thuận Phong"),
    ("Hải Đăng", "Công ty TNHH Hải Đăng"),
    ("Công ty TNHH Nông sản Hải Đăng", "Công ty TNHH Hải Đăng"),
    ("Công ty TNHH Nông sản Hải Đăng", "Công ty TNHH Nông sản Hải Đăngg"),
    ("Công ty TNHH Hoa Mai", "Công ty TNHH Hòa Mai"),
    ("Công ty TNHH nong san Hải Đăng", "Công ty TNHH Nông sản Hải Đăng"),
)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        *((one, other, Verdict.SAME) for one, other in SAME),
        *((one, other, Verdict.DIFFERENT) for one, other in DIFFERENT),
        *((one, other, Verdict.ASK) for one, other in ASKED),
    ],
)
def test_two_names_are_one_only_without_a_doubt(one: str, other: str, verdict: Verdict) -> None:
    for first, second in ((one, other), (other, one), (unicodedata.normalize("NFD", one), other)):
        assert compare(first, second) is verdict


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_a_verdict_and_order_makes_no_difference(one: str, other: str) -> None:
    assert compare(one, other) is compare(other, one)
