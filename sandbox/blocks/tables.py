"""Tables: rows of cells, all alike."""

from typing import Any

from sandbox.blocks.checks import Check, Place, Shape, anything, both, each, one_of, text, typed, yes_or_no
from sandbox.blocks.rich_text import RICH_TEXT

COLUMNS = 20


def rows_alike(value: Any, place: Place) -> None:
    """Every row of a table has as many cells as the first."""
    rows = value if isinstance(value, list) else []
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        place.complain("all rows must have the same number of cells")


def plain_header(value: Any, place: Place) -> None:
    """The first row of a data table names its columns, without rich text."""
    header = value[0] if isinstance(value, list) and value and isinstance(value[0], list) else []
    for index, cell in enumerate(header):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            place.at(0).at(index).complain("unsupported type: rich_text is not allowed in the header row")


def rows(least: int, most: int) -> Check:
    return both(each(each(CELL, 1, COLUMNS), least, most), rows_alike)


def column(value: Any, place: Place) -> None:
    """How one column behaves; null leaves it as it is."""
    if value is not None:
        COLUMN(value, place)


RAW_TEXT = Shape({"type": one_of("raw_text"), "text": text(1, 20_000)})
RAW_NUMBER = Shape({"type": one_of("raw_number"), "value": anything}, {"text": text(1, 10_000)})
CELL = typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": yes_or_no})
TABLE_ROWS = rows(1, 100)
DATA_ROWS = both(rows(2, 201), plain_header)
