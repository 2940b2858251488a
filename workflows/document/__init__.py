"""Has a document signed off by the manager, then by legal, then by the executive, and releases it."""
