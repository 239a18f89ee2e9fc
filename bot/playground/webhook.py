"""This file is the methods of the Bot API about the webhook: where updates are brought, and how that goes."""

import re

import httpx

from bot.playground.asked import Asked
from bot.playground.chats import Chats
from bot.playground.limits import Json, bad
from bot.playground.postman import Address

MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40
LONGEST_SECRET = 256
OUSTED = "Conflict: terminated by setWebhook request"


def set_webhook(chats: Chats, asked: Asked) -> bool:
    if not asked.text("url"):
        return delete_webhook(chats, asked)
    most = asked.number("max_connections", USUAL_CONNECTIONS)
    address = Address(_url(asked), _secret(asked), min(max(most, 1), MOST_CONNECTIONS))
    chats.queue.allow(asked.data("allowed_updates"))
    chats.queue.oust(OUSTED)
    _drop(chats, asked)
    chats.postman.go(address)
    return True


def delete_webhook(chats: Chats, asked: Asked) -> bool:
    chats.postman.go_nowhere()
    _drop(chats, asked)
    return True


def get_webhook_info(chats: Chats, _: Asked) -> Json:
    address = chats.postman.address
    told: Json = {
        "url": address.url if address else "",
        "has_custom_certificate": False,
        "pending_update_count": len(chats.queue),
    }
    if address:
        told |= {"max_connections": address.most_at_once} | chats.postman.trouble
    if chats.queue.allowed:
        told["allowed_updates"] = chats.queue.allowed
    return told


def _drop(chats: Chats, asked: Asked) -> None:
    if asked.says("drop_pending_updates"):
        chats.queue.forget()


def _url(asked: Asked) -> str:
    """The address; plain http passes, as with a Bot API server of one's own."""
    try:
        url = httpx.URL(asked.text("url"))
    except httpx.InvalidURL:
        raise bad("invalid webhook URL specified") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise bad("invalid webhook URL specified")
    return str(url)


def _secret(asked: Asked) -> str:
    """The secret; an empty one counts as none given."""
    secret = asked.text("secret_token")
    if len(secret) > LONGEST_SECRET:
        raise bad("secret token is too long")
    if not re.fullmatch("[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    return secret
