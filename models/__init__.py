"""WHAT IS KNOWN: the tables, each with the questions that are asked of it."""
