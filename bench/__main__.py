"""This file is python -m bench: every table, one after the other."""

import os
import platform
from datetime import UTC, datetime

from bench import fanout, pictures, progress, sheets, start, turns


def main() -> None:
    print(f"{datetime.now(UTC):%d/%m/%Y}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for title, measure in (
        ("A turn of the report conversation", turns.main),
        ("A reminder to ten thousand", fanout.main),
        ("/tiendo", progress.main),
        ("Pictures", pictures.main),
        ("A form of fifty thousand lines", sheets.main),
        ("A start", start.main),
    ):
        print(f"\n## {title}\n", flush=True)
        measure()


if __name__ == "__main__":
    main()
