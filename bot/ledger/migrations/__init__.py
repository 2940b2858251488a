"""Migrations of the ledger, in order."""
