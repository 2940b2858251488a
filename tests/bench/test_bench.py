"""The measurement runs from end to end and prints its table; how fast anything was is not judged here."""

import json
import subprocess
import sys
from pathlib import Path

from bench.contest import ROOT
from bench.samples import percentile


def test_a_small_contest_prints_its_table_and_writes_its_figures(tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    size = ["--cycles", "2", "--in-flight", "2", "--clicks", "2", "--rounds", "1"]
    command = [sys.executable, "-m", "bench", *size, "--json", str(written)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    for words in ("bare LangGraph", "Countersign without Slack", "all is delivered", "aim: at least 0.7", "p99"):
        assert words in ended.stdout
    assert json.loads(written.read_text())["figures"]["ratio finished"]["median"] > 0


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, percent) for percent in (1, 50, 99, 100)] == [1, 50, 99, 100]
    assert percentile([7.0], 99) == 7
