import re
from dataclasses import dataclass
from datetime import date, timedelta
from handlers.reading.unclear import N_, Unclear
@dataclass(frozen=True)
class Span:
    first: date
    last: date
def days(text, *, today):
    if text == "hôm nay": return Span(today, today)
    if text == "hôm qua": return Span(today-timedelta(1), today-timedelta(1))
    m = re.fullmatch(r"(\d+)(?:-(\d+))?/(\d+)/(\d{4})", text.strip())
    if not m: raise Unclear(N_("Please enter a day, for example 24/11/2026."))
    y, mo = int(m[4]), int(m[3])
    return Span(date(y, mo, int(m[1])), date(y, mo, int(m[2] or m[1])))
