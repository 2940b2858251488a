"""Tests of policybook."""
