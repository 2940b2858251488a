"""The alarm: rings when a deadline passes. It holds no truth; APScheduler lives here."""
