from stdnum.vn import mst
from handlers.reading.unclear import N_, Unclear
def tax_code(text):
    c = mst.compact(text)
    if not mst.is_valid(c): raise Unclear(N_("That is no tax code."))
    return c[:10] + ("-" + c[10:] if len(c) > 10 else "")
def parent(code): return code[:10]
