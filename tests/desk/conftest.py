"""Ledgers for the desk, as for the ledger's own tests."""

from tests.ledger.conftest import ledger, second, url

__all__ = ["ledger", "second", "url"]
