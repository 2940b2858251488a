"""Tests of forms: drawn from schemas, filled in, validated."""
