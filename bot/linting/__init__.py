"""The linter for workflows: what makes a graph act unapproved, act twice, or ask something else than people saw."""
