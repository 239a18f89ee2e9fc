"""This file is a bare echo bot on python-telegram-bot, without a database: the peer of the benchmark."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    url = os.environ["TELEGRAM_API_URL"]
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{url}/bot")
    # Side by side, as ours: else it would wait for each answer before it takes the next.
    application = builder.concurrent_updates(256).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main()
