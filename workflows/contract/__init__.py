"""Drafts a contract, revises it until people are content, and finalises the version they signed for."""
