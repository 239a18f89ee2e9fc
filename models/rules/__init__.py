"""WHAT IS TRUE: spans, deadlines, working days, counting and pace. Pure."""
