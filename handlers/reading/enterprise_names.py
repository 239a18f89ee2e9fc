"""This file is enterprises' names: the core without the legal form, and whether two are one enterprise's."""

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum

from handlers.reading.text import fold

# Written one way, folded. What stands first is looked for first.
LONG_FORMS = (
    ("&", " va "),
    ("trach nhiem huu han", "tnhh"),
    ("t n h h", "tnhh"),
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
NOT_LETTERS = re.compile(r"[^\w&]+|_")
# What a legal form comes to: "công ty" alone says less than the kind of company.
FORMS = {
    "tnhh": "tnhh", "mtv": "tnhh", "cp": "cp", "ctcp": "cp", "dntn": "dntn", "htx": "htx",
    "hkd": "hkd", "ho": "hkd",
}  # fmt: skip
FIGURES = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
# A name of no more syllables, typed without marks, may be another's.
SHORT_NAME = 2
# So alike two cores are where a slip of the finger is likely.
NEAR = 0.85


def core(name: str) -> str:
    """Give the core: "Cty TNHH MTV SX-TM Mỹ Hòa" and "CÔNG TY CP Sản xuất Thương mại Mĩ Hoà" have one.

    It has no spaces, and i and y are one letter in it. A name of nothing but a legal form is its own core.
    """
    words = _written_one_way(fold(name)) + " "
    bare = LEGAL.sub("", words, count=1)
    return (bare.strip() or words).replace(" ", "").replace("y", "i")


def _written_one_way(name: str) -> str:
    """Write abbreviations one way and signs as spaces; a name with its marks keeps them."""
    words = f" {NOT_LETTERS.sub(' ', name).strip()} "
    for long, short in LONG_FORMS:
        words = words.replace(f" {long} " if long != "&" else long, f" {short} ")
    return " ".join(words.split())


class Verdict(StrEnum):
    """Whether two names are one enterprise's. Whatever leaves a doubt is asked."""

    SAME = "same"
    DIFFERENT = "different"
    ASK = "ask"


def compare(one: str, other: str) -> Verdict:
    """Compare two names as they were typed; the tax codes, where there are any, come before this.

    They are one only with the same words in the same order, the same figures, legal forms that agree, and
    marks that agree where both have marks. Of two short syllables without marks nobody can tell.
    """
    first, second = _Taken(one), _Taken(other)
    if first.figures != second.figures:
        return Verdict.DIFFERENT
    if first.core != second.core:
        return _of_other_words(first, second)
    if first.forms and second.forms and first.forms != second.forms:
        is_vaguer = first.forms <= second.forms or second.forms <= first.forms
        return Verdict.ASK if is_vaguer else Verdict.DIFFERENT
    is_short = len(first.words) <= SHORT_NAME
    if first.has_marks and second.has_marks:
        found = _of_marks(first, second)
    else:
        found = Verdict.ASK if is_short else Verdict.SAME
    if found is Verdict.SAME and bool(first.forms) != bool(second.forms):
        return Verdict.ASK
    return found


def _of_marks(first: "_Taken", second: "_Taken") -> Verdict:
    """Compare the marks of the syllables that both names write out; one without any was perhaps left bare."""
    found = Verdict.SAME
    for folded in first.marks.keys() & second.marks.keys():
        one, other = first.marks[folded], second.marks[folded]
        is_abbreviated = len(one) != len(other)  # then one name has the syllables of a word once more
        if one == other or (is_abbreviated and set(one) == set(other)):
            continue
        is_part = is_abbreviated and (set(one) < set(other) or set(other) < set(one))
        if not is_part and all(any(typed) for typed in (*one, *other)):
            return Verdict.DIFFERENT
        found = Verdict.ASK
    return found


def _of_other_words(first: "_Taken", second: "_Taken") -> Verdict:
    """Compare names of other words: in another order they are two; ask where some are left out or slipped."""
    words, others = set(first.words), set(second.words)
    if sorted(first.words) == sorted(second.words) or not words or not others:
        return Verdict.DIFFERENT
    is_part = words < others or others < words
    is_near = SequenceMatcher(None, first.core, second.core).ratio() >= NEAR
    return Verdict.ASK if is_part or is_near else Verdict.DIFFERENT


class _Taken:
    """A name taken apart: its legal forms, the words of its core, its figures, its syllables' marks."""

    def __init__(self, name: str) -> None:
        whole = _written_one_way(fold(name)).split()
        head = LEGAL.match(f"{' '.join(whole)} ")
        count = len(head[0].split()) if head else 0
        self.forms = frozenset(FORMS.get(word, "") for word in whole[:count]) - {""}
        self.words = [FIGURES.get(word, word.replace("y", "i")) for word in whole[count:]]
        self.figures = [word for word in self.words if word.isdecimal()]
        self.core = "".join(self.words)
        typed = unicodedata.normalize("NFC", name).casefold()
        self.marks: dict[str, list[str]] = {}
        for syllable in NOT_LETTERS.sub(" ", typed).split():
            self.marks.setdefault(fold(syllable).replace("y", "i"), []).append(_marks(syllable))
        self.has_marks = any(sign for signs in self.marks.values() for sign in signs)


def _marks(syllable: str) -> str:
    """Give a syllable's marks, wherever its tone stands: "hòa" and "hoà" have the same."""
    signs = unicodedata.normalize("NFD", syllable.replace("đ", "d\u0336"))
    return "".join(sorted(sign for sign in signs if unicodedata.combining(sign)))
