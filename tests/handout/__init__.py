"""Tests of the hand-out: who does owed work, and how hints find them."""
