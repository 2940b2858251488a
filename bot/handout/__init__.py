"""Who does it: hands owed work to a handler. A hint, never the truth."""
