"""The measurement runs from end to end and prints its table; how fast anything was is not judged here."""

import json
import subprocess
import sys
from pathlib import Path

from bench.contest import ROOT, Contest
from bench.samples import percentile
from bench.town import clerk_id, write_seed

LINES = (
    "bare LangGraph",
    "Countersign without Slack",
    "all is delivered",
    "aim: at least 0.7",
    "p99",
    "2 clicks at once: click to ack",
    "2 commands at once: command to form",
    "an app that only opens one: to form",
    "2 edits at once: sent to ack",
)


def test_a_small_contest_prints_its_table_and_writes_its_figures(tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    size = ["--cycles", "2", "--in-flight", "2", "--clicks", "2", "--rounds", "1"]
    command = [sys.executable, "-m", "bench", *size, "--parts", "cycles", "--json", str(written)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    for words in LINES:
        assert words in ended.stdout
    figures = json.loads(written.read_text())["figures"]
    assert figures["ratio finished"]["median"] > 0
    assert all(figures[f"{who}: command to form: p50"]["median"] > 0 for who in ("strangers", "familiar", "echo"))


def test_no_ticket_and_no_clerk_is_used_twice() -> None:
    contest = Contest(cycles=30, in_flight=4, clicks=5)
    bursts = [contest.burst(number) for number in range(3)]
    tickets = [*contest.warm_up, *contest.alone, *contest.crowded, *(at for each in bursts for at in each)]
    tickets += contest.edited
    assert sorted(tickets) == list(range(len(tickets)))
    clerks = [number for burst in range(3) for number in contest.clerks(burst)]
    assert clerks == list(range(contest.all_clerks))


def test_every_clerk_may_type_and_only_editors_may_decide(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    write_seed(path, 6, 2)
    seed = json.loads(path.read_text())
    assert [person["id"] for person in seed["people"][-6:]] == [clerk_id(number) for number in range(6)]
    assert seed["groups"][-1]["members"] == ["clerk0", "clerk1"]
    [support] = [channel for channel in seed["channels"] if channel["name"] == "support"]
    assert support["members"][-6:] == [f"clerk{number}" for number in range(6)]


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, percent) for percent in (1, 50, 99, 100)] == [1, 50, 99, 100]
    assert percentile([7.0], 99) == 7
