"""WHAT IS SAID: values in; words, buttons and pictures out. Never asks the database."""
