"""This file is the page that tells people what the API has: openapi.json, made readable."""

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, select_autoescape
from markupsafe import Markup, escape

from bot.api.contract import FOLDER, ROOT, document, parameters
from bot.api.problems import KINDS
from handlers.replies.words import _

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@cache
def text() -> str:
    """Give the document as a page for people."""
    environment = Environment(
        autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["marked"] = _marked
    problems = [(kind, status, _(title)) for kind, (status, title) in KINDS.items()]
    template = environment.from_string((FOLDER / "page.html").read_text(encoding="utf-8"))
    return template.render(root=ROOT, parameters=parameters, problems=problems, **document())


@cache
def policy() -> str:
    """Give the page's policy: its own style, and nothing else from anywhere."""
    found = STYLE.search(text())
    digest = hashlib.sha256(found[1].encode() if found else b"").digest()
    style = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _marked(text: str) -> Markup:
    """Show the little Markdown of the descriptions: paragraphs, bold and code."""
    shown = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", str(escape(text)))
    shown = re.sub(r"`(.+?)`", r"<code>\1</code>", shown)
    return Markup(shown.replace("\n\n", "</p><p>"))  # noqa: S704 - escaped before the marks are put in
