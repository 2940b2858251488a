"""Imports the bot before any test of the engine imports LangGraph, as the bot makes it strict."""

import bot

__all__ = ["bot"]
