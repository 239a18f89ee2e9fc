"""This package is the benchmarks: they print tables and judge nothing."""
