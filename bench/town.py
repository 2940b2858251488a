"""The workspace of the measurement: the sandbox's own, with clerks enough for every burst."""

import json
from pathlib import Path

import yaml

from bench.contest import ROOT


def clerk(number: int) -> str:
    """What a clerk is called."""
    return f"clerk{number}"


def clerk_id(number: int) -> str:
    """A clerk's user id."""
    return f"U07CLERK{number:04}"


def write_seed(path: Path, clerks: int, editors: int) -> None:
    """Write a seed with so many clerks, the first `editors` of whom may decide what the group `clerks` is asked."""
    seed = yaml.safe_load((ROOT / "sandbox" / "seed.yaml").read_text())
    names = [clerk(number) for number in range(clerks)]
    seed["people"] += [_person(number) for number in range(clerks)]
    group = {"id": "S07CLERKS00", "handle": "clerks", "name": "Clerks", "members": names[:editors]}
    seed["groups"].append(group)
    [support] = [channel for channel in seed["channels"] if channel["name"] == "support"]
    support["members"] += names
    path.write_text(json.dumps(seed))


def _person(number: int) -> dict[str, str]:
    return {
        "id": clerk_id(number),
        "name": clerk(number),
        "real_name": f"Clerk {number}",
        "title": "Clerk",
        "tz": "Europe/London",
        "color": "#5b6770",
    }
