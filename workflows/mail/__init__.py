"""Writes an e-mail from a briefing, and sends it once somebody has signed for its words."""
