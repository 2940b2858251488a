"""Every test has its own effects file, no language model, and the checks that come along."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def effects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file effects go to."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "COUNTERSIGN_DEPLOY_CHECKS", "COUNTERSIGN_DATA"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "effects.db"
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(path))
    return path
