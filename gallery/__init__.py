"""The gallery: every kind of card, modal and home as a specimen, to be looked at and to be shown to a real Slack."""
