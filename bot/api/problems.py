"""This file is what a system hears when it is not answered: problem details by RFC 9457, with a sentence."""

import json
from collections.abc import Mapping

from starlette.responses import Response

from bot.api.contract import ROOT
from handlers.reading.unclear import N_
from handlers.replies.words import _

# The kinds are part of the contract: a system may tell them apart by their name.
KINDS: Mapping[str, tuple[int, str]] = {
    "wrong-parameter": (400, N_("The question is not understood")),
    "no-key": (401, N_("A key is needed")),
    "other-unit": (403, N_("The key does not open this")),
    "not-found": (404, N_("There is no such address")),
    "only-reading": (405, N_("Here one can only read")),
    "too-fast": (429, N_("Too many questions")),
    "failed": (500, N_("It could not be answered")),
    "busy": (503, N_("Not ready at the moment")),
}
ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Problem(Exception):
    """Why a question is not answered: its kind, and a sentence."""

    def __init__(
        self, kind: str, detail: str, *, parameter: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.parameter = parameter
        self.headers = headers or {}

    def response(self) -> Response:
        status, title = KINDS[self.kind]
        told: dict[str, object] = {
            "type": f"{ROOT}/#{self.kind}",
            "title": _(title),
            "status": status,
            "detail": self.detail,
        }
        if self.parameter:
            told["parameter"] = self.parameter
        return Response(
            json.dumps(told, ensure_ascii=False),
            status_code=status,
            headers={**ALWAYS, **self.headers},
            media_type="application/problem+json",
        )


def later(kind: str, detail: str, seconds: int) -> Problem:
    """Give a problem that is over after some seconds."""
    return Problem(kind, detail, headers={"Retry-After": str(seconds)})
