"""The ladder before it happens: goldens of its table, its reasons and its JSON."""
