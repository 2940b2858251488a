"""The local Slack, against the real Slack SDK and the real Bolt."""
