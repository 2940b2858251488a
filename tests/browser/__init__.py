"""Journeys of a reviewer through the demo in a real browser."""
