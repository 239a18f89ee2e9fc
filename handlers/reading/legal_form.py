"""This file is which legal form a name tells by its first words."""

from typing import Literal

from handlers.reading.text import fold

LegalForm = Literal["company", "cooperative", "household"]

# As they are written and abbreviated on letters and signs, folded.
BEGINNINGS: tuple[tuple[str, LegalForm], ...] = (
    ("hop tac xa", "cooperative"),
    ("htx", "cooperative"),
    ("lien hiep htx", "cooperative"),
    ("lien hiep hop tac xa", "cooperative"),
    ("ho kinh doanh", "household"),
    ("ho san xuat", "household"),
    ("hkd", "household"),
    ("cong ty", "company"),
    ("tong cong ty", "company"),
    ("cty", "company"),
    ("c.ty", "company"),
    ("ct tnhh", "company"),
    ("ct cp", "company"),
    ("ctcp", "company"),
    ("tap doan", "company"),
    ("dntn", "company"),
    ("doanh nghiep", "company"),
    ("chi nhanh cong ty", "company"),
)


def legal_form(name: str) -> LegalForm | None:
    """Tell the form, or None where the name does not say it."""
    folded = fold(name)
    return next((form for words, form in BEGINNINGS if _begins(folded, words)), None)


def _begins(name: str, words: str) -> bool:
    return name == words or name.startswith((f"{words} ", f"{words}."))
