"""An agent with tools, as LangChain builds them: harmless ones it uses by itself, for the others people sign."""
