"""What people mean where YAML would read something else: names are texts, and a number is what looks like one."""

import re
from datetime import date

from yaml.nodes import MappingNode, Node, ScalarNode

_YAML = "tag:yaml.org,2002:"
_TEXT = f"{_YAML}str"
_MERGE = f"{_YAML}merge"
_DECEIVING = re.compile(r"[-+]?0[0-9_bx]|.*:")  # octal, binary and hexadecimal numbers, and those to the base of 60


def mend(node: Node) -> None:
    """Have what stands there read as people mean it: `no:` as a name, `1:30`, `010` and `2026-02-30` as texts.

    YAML would make of these false, ninety, eight and an error without a line.
    """
    if isinstance(node, MappingNode):
        for key, _ in node.value:
            if isinstance(key, ScalarNode) and key.tag != _MERGE:
                key.tag = _TEXT
    elif isinstance(node, ScalarNode) and not _is_as_it_looks(node.tag.removeprefix(_YAML), node.value):
        node.tag = _TEXT


def _is_as_it_looks(kind: str, value: str) -> bool:
    if kind in {"int", "float"}:
        return _DECEIVING.match(value) is None
    return kind != "timestamp" or _is_date(value)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
