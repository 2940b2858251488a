"""A policies file as small as it can be, and how to read one that a test writes."""

import textwrap
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.approvals.routing import PolicyBook
from bot.faults import Misconfigured, Mistake
from bot.policybook import read_policies

NOW = datetime(2026, 11, 20, 17, 55, tzinfo=UTC)

SOUND = """\
# for operators
policies:
  refund:
    channel: "#approvals"
    on_timeout: wait
    tiers:
      - name: auto
        auto: true
        limits: {amount: 500, risk: 0.15}
      - name: team lead
        reviewers: {groups: [team-leads], people: [lena@example.org]}
        sla: 30m
        quorum: 2
  default:
    channel: C0123ABC
    tiers:
      - name: managers
        reviewers: {groups: [managers]}
"""
LEADS = '{channel: "#a", tiers: [{name: leads, reviewers: {groups: [leads]}}]}'


def book(folder: Path, text: str, workflows: Collection[str] | None = None, now: datetime = NOW) -> PolicyBook:
    """The book that a file of this text makes."""
    file = folder / "policies.yaml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return read_policies(file, now, workflows)


def mistakes(folder: Path, text: str | bytes, workflows: Collection[str] | None = None) -> list[Mistake]:
    """Every mistake in a file of this text, its place without the file's name."""
    file = folder / "policies.yaml"
    file.write_bytes(textwrap.dedent(text).encode() if isinstance(text, str) else text)
    with pytest.raises(Misconfigured) as caught:
        read_policies(file, NOW, workflows)
    return [
        Mistake(mistake.where.removeprefix(f"{file}"), mistake.wrong, mistake.remedy)
        for mistake in caught.value.mistakes
    ]


def only(folder: Path, text: str | bytes, workflows: Collection[str] | None = None) -> tuple[str, str, str]:
    """The one mistake in a file of this text: where, what, and what to write instead."""
    [mistake] = mistakes(folder, text, workflows)
    return mistake.where, mistake.wrong, mistake.remedy


def changed(old: str, new: str) -> str:
    """The sound file with one thing in it written otherwise."""
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)
