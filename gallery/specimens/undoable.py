"""Cards of what was done at once: it can be undone for a while, and then it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.approvals import offers
from bot.approvals.commands import CastVote, Open, Ring, Withdraw
from bot.approvals.eligibility import Person, Roster
from bot.approvals.events import Compensated, Effected, Event
from bot.approvals.machine import RunState, evolve
from bot.approvals.offers import Done
from bot.approvals.request import Origin
from bot.approvals.rules import decide
from bot.slack.blocks import Message
from bot.slack.drawing import cards, history, lists, modals, notices
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.lists import Found, Which
from bot.slack.wording import offer_words
from gallery.specimens.cast import MAYA, RHEA
from gallery.specimens.courses import DEPLOYS, START, Course
from gallery.specimens.specimen import Kind, Specimen, message, view

HEADING = "Cards of what can be undone"
RELEASE = Done(
    key="release",
    words="Released “New checkout” to 5 % of the customers",
    result={"flag": "checkout-v2", "share": "5 %", "revision": 1841},
    at=START,
    window=timedelta(minutes=30),
)
HOSTILE = replace(
    RELEASE,
    words="*Nothing* <!channel> <https://evil.example|see here>\n> @here",
    result={"<@U07MAYAL001>": "`rm -rf /` <!here>", "*": ["~a~", {"b": "_c_"}]},
)


def offered(done: Done = RELEASE) -> Course:
    """An offer to undo what a run of Maya's has done just now."""
    origin = Origin(
        run_id="run-0001",
        interrupt_id=offers.place_of(done),
        workflow="release",
        graph_version="1",
        requester=MAYA,
        dialect=offers.DIALECT,
        effect=done.key,
    )
    policy = offers.policy_of(DEPLOYS, MAYA, done.window)
    command = Open(request_id="req-0001", origin=origin, ask=offers.ask_of(done), policy=policy)
    [opened] = decide(None, command, done.at)
    effected = Effected(key=done.key, words=done.words, result="", at=done.at)
    return _after(Course(evolve(None, opened), (opened,), done.at), effected)


def wanted_undone(course: Course, minutes: float, by: str, reason: str = "") -> Course:
    """The course after somebody had it undone."""
    roster = Roster({0: frozenset({MAYA, RHEA})})
    digest = course.request.digest
    vote = CastVote(
        person=Person(id=by), roster=roster, action=offers.UNDO.id, digest=digest, saw_whole=True, reason=reason
    )
    return course.then(minutes, vote)


def undone(course: Course) -> Course:
    """The course after what was done was undone."""
    decision = course.request.decision
    by = decision.by if decision else ()
    return _after(course, Compensated(key=course.request.origin.effect, by=by, because="", at=course.at))


def specimens() -> Iterator[Specimen]:
    """The card in each of its states, and what else is said of it."""
    fresh = offered()
    wanted = wanted_undone(fresh, 6, RHEA, "The new page shows the wrong currency.")
    failed = offer_words.failed("The flag service did not answer.")
    by_itself = fresh.then(4, Withdraw(because="The workflow undoes it itself.", by="engine"))
    yield _card("It can be undone", fresh)
    yield _card("It can be undone, for a minute", offered(replace(RELEASE, window=timedelta(minutes=1))))
    yield _card("Hostile words", offered(HOSTILE))
    yield _card("Being undone", wanted)
    yield _card("Undone", undone(wanted))
    yield _card("Undone by whoever asked for it", undone(wanted_undone(fresh, 1, MAYA)))
    yield _card("Undoing it failed", wanted, failed)
    yield _card("Kept", fresh.then(30, Ring()))
    yield _card("Being undone by the workflow", by_itself)
    yield _card("Undone by the workflow", undone(by_itself))
    yield view(HEADING, "Undo this?", modals.reason_view(fresh.request, offers.UNDO))
    yield view(HEADING, "Everything about it", modals.full_view(fresh.request))
    yield message(HEADING, "Its history", history.history_message(undone(wanted).entries(), undone(wanted).request))
    yield message(HEADING, "The outcome of a run that did it", _outcome(fresh))
    everything = tuple(course.request for course in (fresh, wanted, undone(wanted), fresh.then(30, Ring())))
    yield message(HEADING, "In a list", lists.draw_list(Which.MINE, Found(everything)), Kind.PRIVATE)


def _outcome(course: Course) -> Message:
    said = "“New checkout” is released to 5 % of the customers."
    return notices.outcome_message("release", "run-0001", RunState.FINISHED, said, requests=[course.request])


def _after(course: Course, event: Event) -> Course:
    return Course(evolve(course.request, event), (*course.events, event), course.at)


def _card(name: str, course: Course, trouble: str = "") -> Specimen:
    return message(HEADING, name, cards.draw(course.request, Shown(trouble=trouble)))
