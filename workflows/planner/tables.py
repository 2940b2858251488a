"""The tables that a plan may write to: a fixed list, and for each what it holds and how much is at stake."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from workflows.words import shortened


class Level(StrEnum):
    """How much is at stake."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Table(StrEnum):
    """The tables there are; no other name ever becomes part of a statement."""

    NOTES = "notes"
    ORDERS = "orders"
    DEPLOYMENTS = "deployments"
    CLINICAL_ORDERS = "clinical_orders"
    TRANSFERS = "transfers"
    SETTLEMENTS = "settlements"


COLUMNS: Mapping[Table, tuple[str, ...]] = MappingProxyType(
    {
        Table.NOTES: ("subject", "words"),
        Table.ORDERS: ("item", "quantity", "supplier"),
        Table.DEPLOYMENTS: ("service", "version", "environment"),
        Table.CLINICAL_ORDERS: ("patient", "ordered", "urgency"),
        Table.TRANSFERS: ("payee", "amount", "currency", "purpose"),
        Table.SETTLEMENTS: ("claim", "party", "amount", "terms"),
    }
)

# The columns that may hold more than a line.
ROOMY = frozenset({"words", "ordered", "purpose", "terms"})

# The least that a row in it is rated, whatever anybody says.
FLOORS: Mapping[Table, Level] = MappingProxyType(
    {
        Table.NOTES: Level.LOW,
        Table.ORDERS: Level.MEDIUM,
        Table.DEPLOYMENTS: Level.HIGH,
        Table.CLINICAL_ORDERS: Level.HIGH,
        Table.TRANSFERS: Level.HIGH,
        Table.SETTLEMENTS: Level.HIGH,
    }
)

# What a row in it is, in words; each value stands for itself, so that none can push another out of sight.
_SAID: Mapping[Table, str] = MappingProxyType(
    {
        Table.NOTES: "a note: {subject}",
        Table.ORDERS: "an order of {quantity} {item} from {supplier}",
        Table.DEPLOYMENTS: "a deployment of {service} {version} to {environment}",
        Table.CLINICAL_ORDERS: "a clinical order for {patient}: {ordered} ({urgency})",
        Table.TRANSFERS: "a transfer of {amount} {currency} to {payee}",
        Table.SETTLEMENTS: "a settlement of {claim} with {party} at {amount}",
    }
)
_LONGEST_VALUE = 30


def in_words(table: Table, values: Mapping[str, str]) -> str:
    """What a row with these values is, on one short line."""
    return _SAID[table].format_map({name: shortened(value, _LONGEST_VALUE) for name, value in values.items()})


def named(table: Table) -> str:
    """The table's name as people write it."""
    return table.replace("_", " ")


def described() -> str:
    """All tables and their columns, on one line."""
    return "; ".join(f"{table} ({', '.join(columns)})" for table, columns in COLUMNS.items())
