"""Listeners: what people do in Slack, heard, acknowledged and handed to the desk."""
