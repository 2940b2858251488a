"""Scanning: which files are read, what is said of them, and that nothing in them is run."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.linting.findings import REMEDIES, Rule
from bot.linting.scanning import files_of, told

BAD = "from langgraph.types import interrupt\ndef step(s):\n    open('x', 'w')\n    interrupt('?')\n"

# More branches than can be followed.
ELSEWHERE = "def f(s):\n    if s: pass\n" + "".join(f"    elif s == {n}: g({n})\n" for n in range(900))


def test_every_rule_has_a_remedy() -> None:
    assert set(REMEDIES) == set(Rule)


def test_folders_are_read_but_for_what_is_hidden_or_installed(tmp_path: Path) -> None:
    for name in ("a.py", "b/c.py", ".venv/d.py", "lib/site-packages/e.py", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [str(file.relative_to(tmp_path)) for file, _ in files_of([tmp_path])] == ["a.py", "b/c.py"]


def test_the_status_is_one_where_something_was_found_and_each_line_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "graph.py"
    path.write_text(BAD)
    assert main(["lint", str(path)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert (
        first
        == f"{path}:3: effect-before-ask: `open` acts on the world before this step asks; " + REMEDIES[Rule.EFFECT]
    )
    assert last.startswith("1 thing to mend in 1 Python file.")


def test_sound_files_are_told_to_be_sound(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text("x = 1\n")
    said: list[str] = []
    assert told([tmp_path], said.append) == 0
    assert said == ["Nothing in 1 Python file breaks a rule."]


def test_a_folder_without_python_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    assert told([tmp_path], said.append) == 1
    assert said == ["There are no Python files there."]


@pytest.mark.parametrize(
    "content",
    [b"def", b"\xff\xfe", b"x = '\0'", b"(" * 5000, b"x = " + b"-" * 90_000 + b"1", ELSEWHERE.encode()],
    ids=["half", "bytes", "null", "deep", "unary", "branches"],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.py").write_bytes(content)
    (tmp_path / "graph.py").write_text(BAD)
    said: list[str] = []
    assert told([tmp_path, tmp_path / "gone.py"], said.append) == 1
    assert [line.split(": ")[1] for line in said[:-1]] == ["unreadable", "unreadable", "effect-before-ask"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfx = 1\n", "# coding: latin-1\nx = 'é'\n".encode("latin-1")])
def test_a_file_is_read_in_the_encoding_that_it_says_it_has(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph.py").write_bytes(content)
    assert told([tmp_path], lambda _: None) == 0


def test_nothing_that_is_linted_is_run(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nraise SystemExit\n")
    assert told([tmp_path], lambda _: None) == 0
    assert not (tmp_path / "ran").exists()


def test_our_own_workflows_break_no_rule() -> None:
    said: list[str] = []
    assert told([Path("workflows")], said.append) == 0, said
