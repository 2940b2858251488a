"""Block Kit's rules as tables: what Slack takes, on which surface, and up to which limits."""
