"""Tests of what is drawn for Slack."""
