"""Tests of the listeners, as far as they need no Slack."""
