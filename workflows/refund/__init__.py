"""Sends money back to a customer after the right person has signed for it."""
