"""Bounds the property tests: the same examples on every run, and no deadline on a busy machine."""

from hypothesis import settings

settings.register_profile("rules", max_examples=50, deadline=None, derandomize=True, database=None)
settings.load_profile("rules")
