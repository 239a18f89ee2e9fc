"""This file is the core of an enterprise's name, without its legal form: by it likely doubles are found."""

import re

from handlers.reading.text import fold

# Written one way, folded. What stands first is looked for first.
LONG_FORMS = (
    ("&", " va "),
    ("trach nhiem huu han", "tnhh"),
    ("mot thanh vien", "mtv"),
    ("1 thanh vien", "mtv"),
    ("1tv", "mtv"),
    ("hai thanh vien tro len", ""),
    ("2 thanh vien tro len", ""),
    ("hai thanh vien", ""),
    ("2 thanh vien", ""),
    ("co phan", "cp"),
    ("doanh nghiep tu nhan", "dntn"),
    ("dn tu nhan", "dntn"),
    ("hop tac xa", "htx"),
    ("ho kinh doanh", "hkd"),
    ("san xuat", "sx"),
    ("thuong mai", "tm"),
    ("dich vu", "dv"),
    ("xuat nhap khau", "xnk"),
    ("xay dung", "xd"),
    ("nong nghiep", "nn"),
    ("viet nam", "vn"),
)
# What says the legal form, at the beginning of a name.
LEGAL = re.compile(
    r"(?:(?:chi nhanh|tong|tap doan|cong ty|cty|c ty|ct|ctcp|tnhh|mtv|cp|dntn|doanh nghiep|lien hiep|htx|hkd"
    r"|ho sx|co so) )*"
)
NOT_LETTERS = re.compile("[^a-z0-9&]+")


def core(name: str) -> str:
    """Give the core: "Cty TNHH MTV SX-TM Mỹ Hòa" and "CÔNG TY CP Sản xuất Thương mại Mĩ Hoà" have one.

    It has no spaces, and i and y are one letter in it. A name of nothing but a legal form is its own core.
    """
    words = f" {NOT_LETTERS.sub(' ', fold(name)).strip()} "
    for long, short in LONG_FORMS:
        words = words.replace(f" {long} " if long != "&" else long, f" {short} ")
    words = " ".join(words.split()) + " "
    bare = LEGAL.sub("", words, count=1)
    return (bare.strip() or words).replace(" ", "").replace("y", "i")
