"""Shows the ladder before it happens: whom a request would be put to, when, and what becomes of it in silence."""
