"""Reading diffs: by their hunks' own counts, so that no content passes for a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.examples import GOOD_DIFF
from workflows.deploy.diffs import BrokenDiff, FileChange, parse


def test_a_diff_is_read_file_by_file() -> None:
    assert parse(GOOD_DIFF) == (
        FileChange(
            path="checkout/pay.py",
            whole=False,
            added=('FEE = Decimal("0.03")',),
            removed=('FEE = Decimal("0.02")',),
        ),
        FileChange(
            path="tests/test_pay.py",
            whole=True,
            added=("def test_the_fee_of_pay() -> None:", '    assert str(FEE) == "0.03"'),
            removed=(),
        ),
    )


def test_windows_line_ends_make_no_difference() -> None:
    assert parse(GOOD_DIFF.replace("\n", "\r\n")) == parse(GOOD_DIFF)


def test_content_that_looks_like_a_header_stays_content() -> None:
    (file,) = parse("--- a/x.sql\n+++ b/x.sql\n@@ -1,1 +1,1 @@\n--- a/hidden.py\n+++ b/hidden.py\n")
    assert (file.path, file.removed, file.added) == ("x.sql", ("-- a/hidden.py",), ("++ b/hidden.py",))


def test_a_deleted_file_keeps_its_name() -> None:
    (file,) = parse("--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n\\ No newline at end of file\n")
    assert (file.path, file.whole, file.removed) == ("old.py", False, ("x = 1",))


def test_binary_and_renamed_files_are_not_lost() -> None:
    text = f"diff --git a/logo.png b/logo.png\nBinary files a/logo.png and b/logo.png differ\n{GOOD_DIFF}"
    assert [file.path for file in parse(text)] == ["logo.png", "checkout/pay.py", "tests/test_pay.py"]


def test_blank_lines_lost_at_the_very_end_are_forgiven() -> None:
    (file,) = parse("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+b\n c")
    assert file.added == ("b",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Just deploy it.", "no file header"),
        ("", "no file header"),
        ("@@ -1 +1 @@\n-a\n+b\n", "line 1: a hunk before any file header"),
        ("diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n", "line 2: a hunk before any file header"),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\nnonsense\n", "line 5: a hunk ends"),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n-a\n+b", "the last hunk ends"),
    ],
)
def test_a_text_that_is_no_diff_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(BrokenDiff, match=words):
        parse(text)


@given(st.text(max_size=500) | st.lists(st.sampled_from(GOOD_DIFF.split("\n"))).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert parse(text)
    except BrokenDiff as broken:
        assert str(broken)
