"""WHAT HAPPENS: one module for each thing that a person may ask or the clock may bring."""
