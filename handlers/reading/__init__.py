"""WHAT WAS MEANT: numbers, money and days as Vietnamese type them. Pure."""
