"""What an approval costs, beside bare LangGraph, measured in one run."""
