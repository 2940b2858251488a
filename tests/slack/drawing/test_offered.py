"""Cards of what was done at once: what they say in each state, and that they hold whatever an agent writes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals import offers
from bot.approvals.commands import Ring
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason
from bot.slack.drawing import cards, history, modals, notices, rows
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.refusing import refusal
from gallery.specimens.cast import MAYA, RHEA
from gallery.specimens.courses import START, Course
from gallery.specimens.undoable import RELEASE, offered, undone, wanted_undone
from tests.slack.accepting import accepted, accepted_view
from tests.slack.drawing.reading import buttons, seen
from tests.slack.hostile import HOSTILE

WANTED = wanted_undone(offered(), 6, RHEA, "wrong currency")
KEPT = offered().then(30, Ring())


def card(course: Course, trouble: str = "") -> str:
    return seen(accepted(cards.draw(course.request, Shown(trouble=trouble))))


def test_an_open_one_says_what_was_done_until_when_it_can_be_undone_and_by_whom() -> None:
    drawn = accepted(cards.draw(offered().request, Shown(mentions={"managers": "S07MANAGERS"})))
    assert "Done: Released “New checkout” to 5 % of the customers" in seen(drawn)
    assert "({ago})" in seen(drawn)
    assert "@release-engineers or @managers, or whoever asked for it" in seen(drawn)
    assert "subteam" not in seen(drawn)
    assert "Waiting for a decision" not in drawn.text
    assert list(buttons(drawn)) == ["Undo…"]


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (WANTED, "*Being undone* ↩ by <@U07RHEAN008>"),
        (undone(WANTED), "*Undone* ↩ by <@U07RHEAN008>"),
        (KEPT, "*Kept* 📌 The time to undo it is over."),
    ],
)
def test_a_closed_one_says_what_became_of_it(course: Course, words: str) -> None:
    drawn = accepted(cards.draw(course.request, Shown()))
    assert words in seen(drawn)
    assert not buttons(drawn)
    assert "ejected" not in seen(drawn) + drawn.text


def test_undoing_that_failed_is_told_with_its_error() -> None:
    assert "operators were told: no route" in card(WANTED, "undoing it failed; operators were told: no route")


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 4000])
@pytest.mark.parametrize("is_undone", [False, True])
def test_whatever_an_agent_writes_is_drawn_and_harms_nothing(words: str, is_undone: bool) -> None:
    done = replace(RELEASE, words=words, result={words[:90]: words, "more": [words]}, key="k")
    course = undone(wanted_undone(offered(done), 1, MAYA)) if is_undone else offered(done)
    accepted(history.history_message(course.entries(), course.request))
    accepted_view(modals.reason_view(course.request, offers.UNDO))
    accepted_view(modals.full_view(course.request))
    accepted(notices.outcome_message("w", "run-1", RunState.FINISHED, words, requests=[course.request]))
    drawn = accepted(cards.draw(course.request, Shown()))
    told = f"{drawn.text}\n{rows.told(course.request)}"
    for ours in ("<@U07MAYAL001>", "<!date^"):
        told = told.replace(ours, "")
    assert not re.search(r"<[!@#h]", told)


def test_a_short_window_is_told_to_the_second() -> None:
    assert "{time_secs}" in card(offered(replace(RELEASE, window=timedelta(minutes=5))))
    assert "{time_secs}" not in card(offered())


def test_the_history_tells_each_thing_once() -> None:
    course = undone(WANTED)
    told = [line.partition(": ")[2] for line in history.lines(course.entries(), course.request)]
    assert [line.split(".")[0].split(" It can")[0] for line in told] == [
        "release did this for <@U07MAYAL001>",
        "<@U07RHEAN008> had it undone, “wrong currency”",
        "*Undone* for <@U07RHEAN008>: Released “New checkout” to 5 % of the customers",
    ]


def test_an_outcome_lists_what_can_be_undone_and_what_was_but_not_what_is_kept() -> None:
    def outcome(course: Course) -> str:
        return seen(notices.outcome_message("w", "run-1", RunState.FINISHED, "ok", requests=[course.request]))

    assert "What can still be undone" in outcome(offered())
    assert "Undone by <@U07RHEAN008>" in outcome(undone(WANTED))
    assert "Released" not in outcome(KEPT)


@pytest.mark.parametrize(
    ("reason", "course", "words"),
    [
        (Reason.TOO_LATE_TO_UNDO, offered(), "The time to undo this ended at"),
        (Reason.ALREADY_CLOSED, KEPT, "The time to undo this ended at"),
        (Reason.ALREADY_CLOSED, WANTED, "<@U07RHEAN008> had this undone already"),
        (
            Reason.NOT_ELIGIBLE,
            offered(),
            "Only @release-engineers or @managers, or whoever asked for it, can undo this",
        ),
        (Reason.IS_AN_OFFER, offered(), "all there is to decide is whether to undo it"),
    ],
)
def test_a_refusal_says_why_nothing_was_undone(reason: Reason, course: Course, words: str) -> None:
    assert words in refusal(reason, course.request)


def test_a_refusal_tells_the_end_of_the_window_and_not_when_the_clock_rang() -> None:
    late = offered().then(90, Ring())
    end = int((START + timedelta(minutes=30)).timestamp())
    assert f"<!date^{end}^" in refusal(Reason.ALREADY_CLOSED, late.request)
