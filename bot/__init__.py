"""Countersign: people sign in Slack for the risky steps of LangGraph workflows, and each happens exactly once."""

import os

# LangGraph reads this when first imported; without it a crafted checkpoint row can run code (engine/strictness.py).
os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")
