"""Every test has its own effects file, no language model, and the checks that come along."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def effects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file effects go to."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "COUNTERSIGN_", "SMTP_")):
            monkeypatch.delenv(name)
    path = tmp_path / "effects.db"
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(path))
    return path
