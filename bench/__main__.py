"""`python -m bench`: measure what an approval costs, and print one table; the aims are shown, not enforced."""

import argparse
import asyncio
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from bench import rounds, table
from bench.contest import Contest
from bot import logs


def main() -> int:
    """Measure as the command line says; the exit status is 0 whatever the figures are."""
    chosen = _parser().parse_args()
    contest = Contest(cycles=chosen.cycles, in_flight=chosen.in_flight, clicks=chosen.clicks, rounds=chosen.rounds)
    logs.configure("warning", "text")
    found = table.figures(asyncio.run(rounds.measure(contest, lambda words: print(words, file=sys.stderr))))
    print(table.drawn(contest, found))
    if chosen.json:
        told = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "contest": asdict(contest),
            "figures": {name: asdict(spread) for name, spread in found.items()},
        }
        chosen.json.write_text(json.dumps(told, indent=2) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    usual = Contest()
    parser = argparse.ArgumentParser(prog="python -m bench", description="What an approval costs.")
    for name, meaning in (
        ("cycles", "cycles in each measurement"),
        ("in-flight", "cycles at the same time"),
        ("clicks", "clicks at the same moment"),
        ("rounds", "how often all of it is measured"),
    ):
        default = getattr(usual, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=_positive, default=default, help=f"{meaning} ({default})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
