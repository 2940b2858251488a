"""`python -m bench`: measure what an approval costs, and print a table for each part; aims are shown, not enforced."""

import argparse
import asyncio
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from bench.contest import Contest
from bench.load import Load
from bench.parts import PARTS, Size, Told
from bot import logs

T = TypeVar("T", Contest, Load)

_MEANINGS = {
    "cycles": "cycles in each measurement",
    "in_flight": "cycles at the same time",
    "clicks": "clicks at the same moment",
    "rounds": "how often the cycles are measured",
}
_LOADS = {
    "open": "open requests in the large ledger",
    "few": "open requests in the small one it is held against",
    "due": "requests that fall due in the same second",
    "one_by_one": "requests that fall due one after another",
    "busy": "cycles in flight meanwhile",
}


def main() -> int:
    """Measure as the command line says; the exit status is 0 whatever the figures are."""
    chosen = _parser().parse_args()
    size = Size(_sized(Contest, chosen), _sized(Load, chosen))
    logs.configure("warning", "text")
    told = asyncio.run(_measure(chosen.parts, size))
    if chosen.json:
        written = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "contest": asdict(size.contest),
            "load": asdict(size.load),
            "figures": {name: figure for part in told.values() for name, figure in part.figures.items()},
        }
        chosen.json.write_text(json.dumps(written, indent=2) + "\n")
    return 0


async def _measure(parts: list[str], size: Size) -> dict[str, Told]:
    """Each part's table is printed as soon as it is there."""
    told = {}
    for name in parts:
        told[name] = await PARTS[name](size, lambda words: print(words, file=sys.stderr))
        print(told[name].words, end="\n\n", flush=True)
    return told


def _sized(kind: type[T], chosen: argparse.Namespace) -> T:
    return kind(**{name: getattr(chosen, name) for name in kind.__dataclass_fields__ if hasattr(chosen, name)})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What an approval costs.")
    for usual, meanings in ((Contest(), _MEANINGS), (Load(), _LOADS)):
        for name, meaning in meanings.items():
            default, flag = getattr(usual, name), f"--{name.replace('_', '-')}"
            parser.add_argument(flag, type=_positive, default=default, help=f"{meaning} ({default})")
    wanted = ", ".join(PARTS)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help=f"what to measure ({wanted})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
