"""Dialects: an interrupt's payload becomes an `Ask`, and a `Decision` the answer that its author expects."""
