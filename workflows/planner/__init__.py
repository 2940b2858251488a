"""Turns a request into one typed action, has it signed for unless its risk is low, and carries it out."""
