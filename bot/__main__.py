"""This file is what `python -m bot` starts."""

from bot.cli import terminal

terminal()
