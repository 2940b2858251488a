"""Specimens: what the bot draws, of every kind and in every state, built by its own drawing from believable cases."""
