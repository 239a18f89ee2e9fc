import re
from handlers.reading.unclear import N_, Unclear
def dong(text, *, most=10**13):
    m = re.fullmatch(r"(\d+) triệu", text.strip())
    if m: return int(m[1])*10**6
    m = re.fullmatch(r"\d{1,3}(\.\d{3})+", text.strip())
    if m: return int(text.strip().replace(".", ""))
    raise Unclear(N_("Please enter an amount, for example 45 triệu."))
