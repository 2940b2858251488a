"""Forms: a JSON Schema as inputs of a modal, and what was filled in as validated values."""
