"""Tests of the one file of words: that it is whole, in use, in good style, and can be put into another language."""
