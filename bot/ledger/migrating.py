"""Brings the ledger's schema up to date with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util.exc import CommandError
from sqlalchemy.engine import Connection


class UnknownRevision(Exception):
    """The ledger's schema is none that this release knows; the text is its revision."""


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations that this ledger has not seen yet, in the connection's transaction.

    Raises UnknownRevision where it has seen others than there are.
    """
    try:
        command.upgrade(_config(connection), revision)
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise UnknownRevision(str(error.__cause__.argument)) from None
        raise


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
