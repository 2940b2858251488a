"""Progress shows the workflow's newest words, literally, and at the end how the run ended."""

from dataclasses import replace

import pytest

from bot.approvals.machine import RunState
from bot.slack.drawing.progress import progress_message
from bot.slack.wording import notice_words
from tests.ledger.books import a_run
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.hostile import HOSTILE


@pytest.mark.parametrize("state", [state for state in RunState if not state.has_ended])
def test_a_run_under_way_shows_its_newest_words(state: RunState) -> None:
    message = accepted(progress_message(replace(a_run(), state=state, progress="Checking servers (3/10)")))
    assert message.text == "refund tells how far it is:\nChecking servers (3/10)"


@pytest.mark.parametrize("state", [state for state in RunState if state.has_ended])
def test_a_run_that_ended_says_how_and_what_it_told_last(state: RunState) -> None:
    message = accepted(progress_message(replace(a_run(), state=state, progress="Checking servers (10/10)")))
    for words in (notice_words.ENDED[state].split(" ", 1)[1], "The last it told on its way:", "(10/10)"):
        assert words in message.text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_progress_are_harmless(words: str) -> None:
    message = accepted(progress_message(replace(a_run(), state=RunState.RUNNING, workflow=words, progress=words)))
    assert not any("<" in marked for marked in [message.text, *limits.marked_texts(message.blocks)])
