"""Drafts what to do about a task, and does it once somebody has approved it or put their own words in its place."""
