"""The card: a request drawn for the channel, or for a direct message, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.approvals.ask import Action
from bot.approvals.request import Request, State
from bot.ledger.run_book import Run
from bot.slack import blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.drawing import asking, body, buttons, edits, offered, story, verdict, whereabouts
from bot.slack.drawing.room import FULL
from bot.slack.wording import card_words as words
from bot.slack.wording import notice_words, offer_words, quantities

LONGEST_TROUBLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What drawing needs beside the request.

    `mentions` gives the id to mention for a group's handle (or a reviewer's e-mail address); what has none is shown in
    plain words. `direct` draws the copy for a direct message. `trouble` says what went wrong after the decision.
    """

    mentions: Mapping[str, str] = field(default_factory=dict)
    direct: bool = False
    trouble: str = ""


def draw(request: Request, shown: Shown) -> Message:
    """The request as a message within Slack's limits, whatever it holds; what is cut is marked."""
    whole = is_whole(request)
    cut = "" if whole else _cut(request)
    caps = FULL if whole else body.caps(request)
    drawn = [
        *_standing(request, shown),
        *trouble(shown.trouble),
        blocks.header(_title(request)),
        *edits.drawn(request, caps),
        *([blocks.section(cut)] if cut else []),
        *body.drawn(request, caps),
        *_asked(request, shown),
        blocks.context(*_origin(request)),
        *buttons.row(request, whole),
    ]
    return Message(story.told(request, shown.trouble, cut), drawn)


def is_whole(request: Request) -> bool:
    """Whether a card shows the whole ask with all its actions; if not, only who has read it all can approve."""
    return len(request.ask.actions) <= buttons.MOST and body.fits(request)


def on_card(request: Request) -> tuple[Action, ...]:
    """The actions that the open card offers as buttons; all others are offered at the end of the full view."""
    return buttons.on_card(request)


def trouble_of(run: Run | None) -> str:
    """What went wrong with the run that a request is of, as `Shown` takes it; nothing where it is not known."""
    return notice_words.trouble(run.state, run.outcome, run.error if run.dead else "") if run else ""


def trouble(what: str) -> list[Block]:
    """What went wrong after the decision, if anything did."""
    return [blocks.rich(blocks.line(words.TROUBLE, text.clip(what, LONGEST_TROUBLE)))] if what.strip() else []


def _standing(request: Request, shown: Shown) -> list[Block]:
    """First what became of it; on an open copy, why it came."""
    if request.state is not State.OPEN:
        return list(verdict.drawn(request))
    copied = [blocks.context(words.copied(text.channel(request.policy.channel)))] if shown.direct else []
    again = [blocks.context(words.reopens(text.phrase(request.origin.reopens, 100)))] if request.origin.reopens else []
    moved = whereabouts.moved(request)
    return [*copied, *again, *([blocks.section(quantities.sentences(moved))] if moved else [])]


def _title(request: Request) -> str:
    title = text.one_line(request.ask.title) or words.UNTITLED
    return offer_words.done(title) if request.is_offer else title


def _cut(request: Request) -> str:
    if request.state is not State.OPEN:
        return words.cut_closed()
    over = len(buttons.offered(request)) - len(buttons.on_card(request))
    return words.cut_open(over)


def _asked(request: Request, shown: Shown) -> list[Block]:
    if request.state is not State.OPEN:
        return []
    who = whereabouts.sentences(request, {} if shown.direct else shown.mentions)
    told = who if request.ask.actions else [words.NOBODY_CAN_ANSWER, *who]
    heard = [*asking.votes(request), *asking.delegations(request)]
    return [blocks.section("\n".join(told)), *([blocks.section("\n".join(heard))] if heard else [])]


def _origin(request: Request) -> list[str]:
    workflow = text.phrase(request.origin.workflow, 100)
    asked = words.origin(text.user(request.origin.requester), workflow, text.moment(request.opened_at))
    told = [
        offered.origin(request) if request.is_offer else asked,
        words.reference(text.phrase(request.id, 100)),
        verdict.delivered(request),
    ]
    return [sentence for sentence in told if sentence]
