"""The page's scripts: their own tests, and the rules that hold for all of them."""

import re
import shutil
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "sandbox" / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
NODE = shutil.which("node")
MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|srcdoc")
IMPORT = re.compile(r'^import .*?from "\./([a-z]+\.js)";', re.MULTILINE | re.DOTALL)


def imports_of(script: Path) -> set[str]:
    return set(IMPORT.findall(script.read_text(encoding="utf-8")))


@pytest.mark.skipif(NODE is None, reason="node is not here")
def test_the_scripts_tests_pass() -> None:
    tests = [str(path) for path in sorted(HERE.glob("*.test.mjs"))]
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(NODE is None, reason="node is not here")
def test_every_script_can_be_read() -> None:
    for script in SCRIPTS:
        with script.open(encoding="utf-8") as source:
            command = [str(NODE), "--input-type=module", "--check", "-"]
            done = subprocess.run(command, stdin=source, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{script.name}: {done.stderr}"


def test_no_script_makes_markup_or_code_out_of_text() -> None:
    assert [script.name for script in SCRIPTS if MARKUP.search(script.read_text(encoding="utf-8"))] == []


def test_the_page_holds_no_inline_script_and_no_inline_style() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=", page)


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    sheets = [path.read_text(encoding="utf-8") for path in PAGE.glob("*.css")]
    assert not re.search(r"(?:src|href)=\"(?!/static/)", page)
    assert not any(re.search(r"url\(|@import", sheet) for sheet in sheets)


def test_scripts_import_one_another_in_no_circle_and_only_what_is_there() -> None:
    graph = {script.name: imports_of(script) for script in SCRIPTS}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(graph)


def test_every_script_says_in_its_first_line_what_it_is_for() -> None:
    assert [script.name for script in SCRIPTS if not script.read_text(encoding="utf-8").startswith("/** ")] == []


def test_no_script_is_longer_than_one_can_keep_in_mind() -> None:
    longest = {script.name: script.read_text(encoding="utf-8").count("\n") for script in SCRIPTS}
    assert {name: lines for name, lines in longest.items() if lines > 255} == {}
