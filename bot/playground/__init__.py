"""A stand-in for Telegram's server and a chat page on it: everything can be tried without a token."""
