"""This file is the tax code (mã số thuế) of an enterprise: ten digits, and three more for a branch."""

import re

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Unclear

NOT_A_TAX_CODE = N_(
    "“{text}” is not a tax code: it has 10 digits, or 13 for a branch, for example 4590001385."
)
WRONG_DIGIT = N_("“{text}” is not a valid tax code: a digit is wrong or out of place. Please check it.")
LOST_ZERO = N_(
    "“{text}” has 9 digits, a tax code has 10. Was a 0 at the beginning lost? Please enter all of it."
)
# Not quoted: a personal number is personal data, and the chat should not repeat it.
PERSONAL = N_(
    "That is a personal number of 12 digits, not a tax code. Please don't send it; leave the code out."
)

# What people write before it, folded.
LABEL = re.compile(r"(?:mst|msdn|ma so thue|ma so doanh nghiep|ma so dn)(?![a-z]) ?[:.-]? ?")
SEPARATORS = re.compile("[ .-]")
REASONS = {9: LOST_ZERO, 10: WRONG_DIGIT, 12: PERSONAL, 13: WRONG_DIGIT}


def tax_code(text: str) -> str:
    """Read a tax code as 4590001385 or 0314409058-002. Raises Unclear."""
    code = SEPARATORS.sub("", LABEL.sub("", spoken(text), count=1))
    is_digits = re.fullmatch("[0-9]+", code) is not None
    try:
        if is_digits:
            return str(mst.format(mst.validate(code)))
    except ValidationError:
        pass
    reason = REASONS.get(len(code), NOT_A_TAX_CODE) if is_digits else NOT_A_TAX_CODE
    raise Unclear(reason) if reason is PERSONAL else Unclear(reason, text=brief(text))


def parent(code: str) -> str:
    """Give the code of the enterprise that a branch belongs to."""
    return code[:10]
