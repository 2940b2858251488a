"""Tests of the counter for programs."""
