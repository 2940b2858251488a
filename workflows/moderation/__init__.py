"""Screens what people want to publish: clear cases resolve by themselves, borderline ones are put to a moderator."""
