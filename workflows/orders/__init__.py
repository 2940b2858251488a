"""Fulfils an order in three steps that people sign for, and gives everything back if one of them is rejected."""
