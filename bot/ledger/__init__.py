"""The record: everything that happened and everything that is owed, and all SQL there is."""
