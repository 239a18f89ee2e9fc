"""This file is the core of names as they are typed: without the legal form, marks, spaces."""

import pytest

from handlers.reading.enterprise_names import core


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
