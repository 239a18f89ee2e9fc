import re
from handlers.reading.unclear import N_, Unclear
def count(text, *, most=100_000):
    m = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?: [^\d]+)?", text.strip())
    if not m: raise Unclear(N_("Please enter one whole number, for example 42."))
    return int(m[1].replace(".", ""))
