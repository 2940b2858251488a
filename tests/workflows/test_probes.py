"""The probes: what they find in a diff, without running any of it."""

from pathlib import Path

import pytest

from tests.workflows.examples import GOOD_DIFF
from tests.workflows.test_deploy_rule import changed_file
from workflows.deploy.diffs import parse
from workflows.deploy.probes import coverage, lint, rehearsal, unit_tests
from workflows.deploy.probes.finding import Change, Status

SECRET = "hunter2-hunter2"


def change(diff: str, stated: float | None = None) -> Change:
    """What a probe is given."""
    return Change(parse(diff), stated)


def test_tests_that_were_not_run_have_not_passed_even_where_they_name_the_changed_code() -> None:
    finding = unit_tests.probe(change(GOOD_DIFF))
    assert (finding.status, "1 of 1 source file." in finding.words) == (Status.WARN, True)


def test_changed_code_without_a_changed_test_is_named() -> None:
    finding = unit_tests.probe(change(changed_file("app/pay.py", "x = 1")))
    assert (finding.status, "not app/pay.py" in finding.words) == (Status.WARN, True)


def test_a_test_of_something_else_does_not_count() -> None:
    diff = changed_file("app/pay.py", "x = 1") + changed_file("tests/test_payroll.py", "def test_payroll(): ...")
    assert unit_tests.probe(change(diff)).status is Status.WARN


def test_removing_tests_fails() -> None:
    diff = "--- a/tests/test_x.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-def test_x():\n-    assert 1\n"
    finding = unit_tests.probe(change(diff))
    assert (finding.status, "removes 1 test case and adds 0" in finding.words) == (Status.FAIL, True)


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("x = 1", Status.PASS, "nothing found"),
        ("breakpoint()", Status.WARN, "a debugger in a.py"),
        ("print(total)", Status.WARN, "debugging output in a.py"),
        ("x = 1  # " + "TO" + "DO tidy", Status.WARN, "a postponed task in a.py"),
        (f'password = "{SECRET}"', Status.FAIL, "a password in clear in a.py"),
        ('key = "AKIA' + "ABCDEFGHIJKLMNOP" + '"', Status.FAIL, "an access key in a.py"),
        ("-----BEGIN RSA PRIVATE" + " KEY-----", Status.FAIL, "a private key in a.py"),
        ("<<<<<<< HEAD", Status.FAIL, "a conflict marker in a.py"),
        ("def broken(:", Status.FAIL, "a.py does not compile"),
        ("x = '\0'", Status.FAIL, "a.py does not compile"),
        ("(" * 5000, Status.FAIL, "a.py does not compile"),
    ],
)
def test_lint_judges_the_added_lines(line: str, status: Status, words: str) -> None:
    finding = lint.probe(change(changed_file("a.py", line)))
    assert (finding.status, words in finding.words) == (status, True)
    assert SECRET not in finding.words


def test_lint_only_compiles_and_never_runs(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    finding = lint.probe(change(changed_file("a.py", f"open({str(trace)!r}, 'w').close()")))
    assert (finding.status, trace.exists()) == (Status.PASS, False)


@pytest.mark.parametrize(
    ("path", "line", "status"),
    [
        ("settings.json", '{"a": 1}', Status.WARN),
        ("settings.json", '{"a": ', Status.FAIL),
        ("settings.toml", "a = 1", Status.WARN),
        ("settings.toml", "a = ", Status.FAIL),
        ("/etc/passwd", "x", Status.FAIL),
        ("../outside.txt", "x", Status.FAIL),
        ("a/../../outside.txt", "x", Status.FAIL),
        ("a\0b", "x", Status.FAIL),
        ("x" * 300, "x", Status.FAIL),
    ],
)
def test_the_rehearsal_reads_settings_back_and_stays_in_its_folder(path: str, line: str, status: Status) -> None:
    assert rehearsal.probe(change(changed_file(path, line))).status is status


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        (None, Status.WARN),
        (100, Status.PASS),
        (80, Status.PASS),
        (79.9, Status.WARN),
        (75, Status.WARN),
        (74.9, Status.FAIL),
    ],
)
def test_coverage_is_compared_with_the_threshold(stated: float | None, status: Status) -> None:
    assert coverage.probe(change(GOOD_DIFF, stated), threshold=80).status is status
