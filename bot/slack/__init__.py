"""The counter in Slack: listeners, cards, modals, wording and delivery; only here does Slack appear."""
