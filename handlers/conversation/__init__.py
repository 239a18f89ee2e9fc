"""WHAT IS ASKED: kinds of answer, and the flow through declared steps. Pure."""
