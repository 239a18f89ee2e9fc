"""This file is the Bot API over HTTP: forms and JSON in, Telegram's envelope out."""

import hmac
import json

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.faults import Dropped
from bot.playground.files import Upload
from bot.playground.limits import LARGEST_UPLOAD, MEGABYTE, Json, Refused, bad
from bot.playground.line import HungUp
from bot.playground.standin import StandIn

_ROOM_FOR_WORDS = MEGABYTE  # the parameters of a call, beside its files


def routes(standin: StandIn) -> list[Route]:
    async def call(request: Request) -> Response:
        try:
            _admit(standin, request)
            params, files = await _asked(request)
            result = await standin.call(request.path_params["method"], params, files)
        except Refused as refused:
            return JSONResponse(_refusal(refused), status_code=refused.code, headers=_patience(refused))
        except Dropped:
            return HungUp()
        return JSONResponse({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        try:
            _admit(standin, request)
        except Refused as refused:
            return JSONResponse(_refusal(refused), status_code=refused.code)
        upload = standin.download(request.path_params["path"])
        if upload is None:
            return JSONResponse(_refusal(Refused(404, "Not Found")), status_code=404)
        return Response(upload.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
    ]


def _admit(standin: StandIn, request: Request) -> None:
    if not hmac.compare_digest(request.path_params["token"].encode(), standin.token.encode()):
        raise Refused(401, "Unauthorized")


async def _asked(request: Request) -> tuple[Json, dict[str, Upload]]:
    """The parameters of a call, wherever they are: in the address, in a form, in a JSON body."""
    params: Json = dict(request.query_params)
    if int(request.headers.get("content-length") or 0) > LARGEST_UPLOAD + _ROOM_FOR_WORDS:
        raise Refused(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return params | _json_object(await request.body()), {}
    if kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form() as form:
            words, files = await _sorted(form)
        return params | words, files
    return params, {}


def _json_object(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad("object expected as JSON body")
    return value


async def _sorted(form: FormData) -> tuple[Json, dict[str, Upload]]:
    words: Json = {}
    files: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = await _upload(name, value)
        else:
            words[name] = value
    return words, files


async def _upload(name: str, value: UploadFile) -> Upload:
    media_type = value.content_type or "application/octet-stream"
    return Upload(value.filename or name, await value.read(), media_type)


def _refusal(refused: Refused) -> Json:
    hints = {"retry_after": refused.retry_after, "migrate_to_chat_id": refused.migrate_to}
    told = {name: value for name, value in hints.items() if value is not None}
    body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    return body | ({"parameters": told} if told else {})


def _patience(refused: Refused) -> dict[str, str]:
    return {"Retry-After": str(refused.retry_after)} if refused.retry_after is not None else {}
