"""This file is the photos and documents that come along: which are taken, and how they are kept."""

from dataclasses import asdict
from typing import Any

from handlers.replies.words import _, safe
from handlers.request import File

FILES_MOST = 10
# Telegram lets a bot fetch no more.
FILE_BYTES_MOST = 20 * 1024 * 1024
FILE_KINDS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".heic")

Known = list[dict[str, Any]]


def refusal(file: File, known: Known) -> str:
    """Say why a file is not taken; empty where it is."""
    if file.size > FILE_BYTES_MOST:
        return _("The file {name} is larger than 20 MB. Please send a smaller one.").format(
            name=safe(file.name)
        )
    if file.kind == "document" and not file.name.lower().endswith(FILE_KINDS):
        words = _(
            "The file {name} is of a kind that is not taken."
            " Please send a photo, PDF, Word, Excel or PowerPoint."
        )
        return words.format(name=safe(file.name))
    if len(known) >= FILES_MOST:
        return _("Ten files are the most for one activity.")
    return ""


def added(file: File, known: Known) -> Known:
    """Put a file to those that are there; one that came before is not kept twice."""
    return known if file.unique_id in {one["unique_id"] for one in known} else [*known, asdict(file)]
