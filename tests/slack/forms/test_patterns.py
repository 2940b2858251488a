"""Tests that patterns match as JSON Schema says, whatever engine does it."""

import pytest

from bot.slack.forms.patterns import BrokenPattern, compiled


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a", "bab", True),
        ("^a", "ba", False),
        ("^a$", "a\n", False),
        (r"^\d{4}/\d", "2026/1", True),
        (r"\S", "   ", False),
        (r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$", "TX-1042", True),
        ("x", "\ud800x", False),
        ("^(?!x)[a-z]+$", "abc", True),
        ("^(?!x)[a-z]+$", "xbc", False),
        ("^(?=.*[A-Z])(?=.*[0-9]).{4,}$", "aB3d", True),
        ("^(?=.*[A-Z])(?=.*[0-9]).{4,}$", "ab3d", False),
        ("^(?=.*[A-Z])(?=.*[0-9]).{4,}$", "aB3", False),
        (r"^(?!\.)(?!.*\.\.)[a-z.]+@(a|b)$", "ada.l@a", True),
        (r"^(?!\.)(?!.*\.\.)[a-z.]+@(a|b)$", "ada..l@a", False),
        (r"^(?!a\)|[)(]|c)x?.*$", "c", False),
        (r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$", "12.50", True),
        (r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$", "+.", False),
    ],
)
def test_a_pattern_is_found_or_not(pattern: str, text: str, found: bool) -> None:
    assert compiled(pattern).found_in(text) is found


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "^(?=a)b|c", "^(?=a", "a(?=b)", r"(?<name>a)\k<name>", "x" * 1001])
def test_what_cannot_be_matched_in_bearable_time_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(BrokenPattern, match=r"pattern"):
        compiled(pattern)
