"""This file is how a reader says that it did not understand, and why."""


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark an English sentence for translation; it is translated where it is said."""
    return msgid


class Unclear(Exception):
    """What was typed can't be taken as it stands.

    `reason` is an English msgid with named `{placeholders}`; `values` fill them. The words are chosen where
    the reply is made, in the language of the person. `readings`, a tuple among them, are what it may mean,
    where those are few.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        readings = values.pop("readings", ())
        self.readings = readings if isinstance(readings, tuple) else ()
        self.values = values


class Dong(int):
    """An amount in đồng among the values of a reason: it is worded as money."""
