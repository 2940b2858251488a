"""Runs one probe: the deployment comes in as JSON, the finding goes out as a line and an exit status."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial

from workflows.deploy.diffs import BrokenDiff, parse
from workflows.deploy.probes import coverage, lint, rehearsal, unit_tests
from workflows.deploy.probes.finding import Change, Finding, Status


def main() -> int:
    """Print what the probe named on the command line found; its exit status says how it ended."""
    parser = argparse.ArgumentParser(prog="python -m workflows.deploy.probes")
    parser.add_argument("probe", choices=["unit-tests", "lint", "rehearsal", "coverage"])
    parser.add_argument("--threshold", type=float, default=80.0, help="for coverage, in percent")
    options = parser.parse_args()
    finding = _look(options.probe, options.threshold, json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(f"{finding.words}\n".encode())
    return finding.status


def _look(name: str, threshold: float, deployment: dict[str, str | float | None]) -> Finding:
    probes: dict[str, Callable[[Change], Finding]] = {
        "unit-tests": unit_tests.probe,
        "lint": lint.probe,
        "rehearsal": rehearsal.probe,
        "coverage": partial(coverage.probe, threshold=threshold),
    }
    stated = deployment["coverage"]
    try:
        files = () if name == "coverage" else parse(str(deployment["diff"]))
    except BrokenDiff as broken:
        return Finding(Status.FAIL, f"The diff could not be read: {broken}.")
    return probes[name](Change(files, None if stated is None else float(stated)))


if __name__ == "__main__":
    sys.exit(main())
