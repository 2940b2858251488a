"""Tests of the clock: the alarm that rings at deadlines."""
