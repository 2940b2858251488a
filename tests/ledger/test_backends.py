"""The ledger's and the desk's tests run on every database that they are promised to work on, where there is one."""

import pytest

from tests.ledger.databases import BACKENDS, POSTGRES


@pytest.mark.skipif(not POSTGRES, reason="COUNTERSIGN_TEST_POSTGRES names no server, so these tests ran on SQLite only")
def test_postgresql_is_tested_too() -> None:
    assert "postgresql" in BACKENDS
