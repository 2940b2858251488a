"""The workflows that come with Countersign; of the bot they know only its review module."""
