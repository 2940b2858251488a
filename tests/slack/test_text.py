"""Tests of the text that everything else is written with."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import text
from tests.slack.asks import steadily
from tests.slack.hostile import HOSTILE

LIMITS = st.integers(min_value=60, max_value=400)
ANY_TEXT = st.sampled_from(HOSTILE) | st.text(max_size=600)


def test_only_the_three_characters_slack_names_are_escaped() -> None:
    assert text.escape("<a & b> \"'`*_~") == "&lt;a &amp; b&gt; \"'`*_~"


def test_an_entity_that_was_typed_stays_what_was_typed() -> None:
    assert text.escape("&lt;!channel&gt;") == "&amp;lt;!channel&amp;gt;"


@steadily
@given(st.text())
def test_unescaping_gives_back_what_was_escaped(typed: str) -> None:
    assert text.unescape(text.escape(typed)) == typed


@steadily
@given(ANY_TEXT, LIMITS)
def test_what_is_clipped_holds_its_limit_even_once_escaped(typed: str, limit: int) -> None:
    clipped = text.clip(typed, limit)
    assert len(text.escape(clipped)) == text.cost(clipped) <= limit


def test_a_text_that_fits_only_unescaped_is_cut() -> None:
    assert text.clip("&" * 100, 100).endswith("more characters]")
    assert text.clip("x" * 100, 100) == "x" * 100


@steadily
@given(ANY_TEXT, LIMITS)
def test_the_mark_says_exactly_how_much_was_cut(typed: str, limit: int) -> None:
    shown, clipped = text.visible(typed), text.clip(typed, limit)
    if clipped != shown:
        kept, mark = clipped.rsplit("… [cut: ", 1)
        assert shown.startswith(kept)
        assert int(mark.split(" ")[0].replace(",", "")) == len(shown) - len(kept)


@steadily
@given(ANY_TEXT, st.integers(min_value=2, max_value=150))
def test_what_is_shortened_is_one_line_within_its_limit(typed: str, limit: int) -> None:
    short = text.shorten(typed, limit)
    assert text.cost(short) <= limit
    assert len(short.splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202e123", "[U+202E]123"),
        ("a\u200bb", "a[U+200B]b"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("\ud800", "[U+D800]"),
        ("\U000e0041", "[U+E0041]"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("👩‍👧 שלום", "👩‍👧 שלום"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("pay\u200dpal", "pay[U+200D]pal"),
        ("\u200cbank", "[U+200C]bank"),
        ("\u200b\u200d", "[U+200B][U+200D]"),
        ("e\u0301 a\u0302\u0323", "e\u0301 a\u0302\u0323"),
        ("e\u0301\u0302\u0303\u0304\u0305", "e\u0301\u0302\u0303[U+0304][U+0305]"),
        ("1\u03362\u0336", "1[U+0336]2[U+0336]"),
        ("\u3164\u2800\u115f", "[U+3164][U+2800][U+115F]"),
        ("\u200f\u061c", "[U+200F][U+061C]"),
        ("1\ufe0f\u20e3 ❤\ufe0f", "1\ufe0f\u20e3 ❤\ufe0f"),
    ],
)
def test_what_deceives_the_eye_is_spelled_out_and_the_rest_is_left_alone(typed: str, shown: str) -> None:
    assert text.visible(typed) == shown


@steadily
@given(ANY_TEXT)
def test_what_is_spelled_out_once_stays_as_it_is(typed: str) -> None:
    assert text.visible(text.visible(typed)) == text.visible(typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold* ~struck~ `code` ```fence```", "∗bold∗ ∼struck∼ ˋcodeˋ ˋˋˋfenceˋˋˋ"),
        ("_italic_ snake_case", "ˍitalicˍ snake_case"),
        (":boom::fire: 12:30:45 Note: this", "∶boom:∶fire: 12:30:45 Note: this"),
        ("Approve 12,500 EUR - now!", "Approve 12,500 EUR - now!"),
    ],
)
def test_what_formats_is_shown_by_look_alikes(typed: str, shown: str) -> None:
    assert text.inert(typed) == shown
    assert text.phrase(typed, 100) == shown


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_a_phrase_is_one_line_of_inert_text(words: str) -> None:
    phrase = text.phrase(words, 100)
    assert 0 < len(phrase) <= 100
    assert not set("<>\n\r") & set(phrase)


@pytest.mark.parametrize("forged", ["U1>", "u0lead", "U1|x", "<!here>", "U0LEAD\n", "S0LEADS", "", "maya@example.com"])
def test_only_a_user_id_becomes_a_mention_of_a_user(forged: str) -> None:
    assert "<" not in text.user(forged)
    assert text.user("U0LEAD") == "<@U0LEAD>"


@pytest.mark.parametrize("forged", ["", "s0leads", "S0LEADS>", "!here", "S0LEADS\n", "C0CHANNEL"])
def test_a_group_without_a_valid_id_is_only_named(forged: str) -> None:
    assert text.mention("team-leads", forged) == "@team-leads"
    assert text.mention("team-leads", "S0LEADS") == "<!subteam^S0LEADS>"
    assert text.mention("maya@example.com", "U0MAYA") == "<@U0MAYA>"


def test_a_channel_is_linked_by_id_only() -> None:
    assert text.channel("C0GENERAL") == "<#C0GENERAL>"
    assert text.channel("#general") == "#general"
    assert text.channel("<!here>") == "&lt;!here&gt;"


def test_a_moment_is_shown_in_the_readers_zone_and_else_in_utc() -> None:
    at = datetime(2026, 1, 31, 12, 30, 15, tzinfo=timezone(timedelta(hours=2)))
    assert text.moment(at) == "<!date^1769855415^{date_short_pretty} at {time}|2026-01-31 10:30 UTC>"
    assert text.moment(at, exact=True).endswith("{time_secs}|2026-01-31 10:30:15 UTC>")
    assert text.moment(at.astimezone(UTC)) == text.moment(at)
