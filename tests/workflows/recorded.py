"""What stands in the journal that workflows write their effects to."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def bodies(effects: Path) -> list[dict[str, Any]]:
    """What was done, in the order in which it was done."""
    with closing(sqlite3.connect(effects)) as connection:
        return [json.loads(body) for (body,) in connection.execute("select body from effects order by rowid")]
