"""A second counter, for programs: how the bot is doing, over HTTP on this machine alone."""
