"""Puts a change live after preflight checks and a signature."""
