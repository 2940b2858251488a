"""What sounds like an answer in a thread, and what does not."""

import pytest

from bot.slack.hearsay import sounds_like_an_answer
from tests.slack.hostile import HOSTILE


@pytest.mark.parametrize(
    "said",
    [
        "approved",
        "Approved!",
        "APPROVED.",
        "I approve this",
        "approve",
        "lgtm",
        "LGTM :+1:",
        "+1",
        "-1",
        "👍",
        "👍🏽",
        ":thumbsup::skin-tone-3:",
        "✅",
        "ok",
        "ok to ship",
        "OK to ship it, thanks!",
        "yes, approved from my side",
        "looks good to me",
        "Looks good.",
        "go ahead",
        "ship it",
        "do it",
        "signed off",
        "<@U07TOMOK002> approved",
        "reject",
        "rejected",
        "I reject this",
        "not approved",
        "don't ship it",
        "don’t ship",
        "declined, thanks",
        "denied",
        "genehmigt",
        "Ist genehmigt, danke",
        "abgelehnt",
        "nicht freigegeben",
        "passt so",
        "einverstanden",
    ],
)
def test_short_words_of_consent_or_refusal_do(said: str) -> None:
    assert sounds_like_an_answer(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "approved?",
        "who approved the last one",
        "can you approve this",
        "please approve",
        "I will approve it after lunch",
        "yes",
        "no",
        "thanks",
        "this looks like the one we rejected last week",
        "the shipping address is wrong",
        "shipped yesterday",
        "it costs 1+1",
        "room +12",
        "10-1 is nine",
        "approved by the CFO in March, see the attached mail",
        "ok, but what about the currency",
        "nogo",
        "unapproved",
        "approved " * 12,
        "<https://approved.example|lgtm please read>",
    ],
)
def test_questions_and_anything_that_says_more_do_not(said: str) -> None:
    assert not sounds_like_an_answer(said)


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_are_judged_without_harm(said: str) -> None:
    assert sounds_like_an_answer(said) in {True, False}
