"""The deeds: each loads, lets the rules decide, and records, in one transaction."""
