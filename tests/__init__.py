"""Tests, in the same rings as what they test."""
