"""Reads the policies file, and explains every mistake in it by file, line, field and remedy."""

from bot.policybook.policy_file import PolicyFile, read_policies

__all__ = ["PolicyFile", "read_policies"]
