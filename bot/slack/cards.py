"""The card: a request drawn for the channel, or for a direct message, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.approvals.ask import Action, Kind
from bot.approvals.request import Request, State
from bot.slack import asking, blocks, body, story, text, verdict
from bot.slack.answers import vote_value
from bot.slack.blocks import Block, Message
from bot.slack.wording import card_words as words

MOST_BUTTONS = 24
STYLES = {Kind.APPROVE: "primary", Kind.REJECT: "danger"}


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
    drawn = [
        blocks.header(text.one_line(request.ask.title) or words.UNTITLED),
        *_standing(request, shown),
        *_trouble(shown.trouble),
        *([] if whole else [blocks.section(_cut(request))]),
        *body.drawn(request.ask, body.FULL if whole else body.BRIEF),
        *_asked(request, shown),
        blocks.context(*_origin(request)),
        *_buttons(request, whole),
    ]
    return Message(story.told(request, shown.trouble), drawn)


def is_whole(request: Request) -> bool:
    """Whether a card shows the whole ask and offers all its actions; if not, approving is left to the full view."""
    return len(request.ask.actions) <= MOST_BUTTONS and body.fits(request.ask)


def on_card(request: Request) -> tuple[Action, ...]:
    """The actions that the open card offers as buttons; all others are offered at the end of the full view."""
    if is_whole(request):
        return request.ask.actions
    return tuple(action for action in request.ask.actions if action.kind is not Kind.APPROVE)[:MOST_BUTTONS]


def _standing(request: Request, shown: Shown) -> list[Block]:
    """First what became of it; on an open copy, why it came."""
    if request.state is State.OPEN:
        return [blocks.context(words.copied(text.channel(request.policy.channel)))] if shown.direct else []
    drawn = [blocks.section("\n".join(verdict.sentences(request)))]
    if request.decision and request.decision.reason:
        reason = text.clip(request.decision.reason, 1000)
        drawn.append(blocks.rich(blocks.line(words.REASON), blocks.quote(reason)))
    return drawn


def _trouble(trouble: str) -> list[Block]:
    return [blocks.rich(blocks.line(words.TROUBLE, text.clip(trouble, 500)))] if trouble.strip() else []


def _cut(request: Request) -> str:
    return words.cut_open() if request.state is State.OPEN else words.cut_closed()


def _asked(request: Request, shown: Shown) -> list[Block]:
    if request.state is not State.OPEN:
        return []
    who = asking.sentences(request, {} if shown.direct else shown.mentions)
    told = who if request.ask.actions else [words.NOBODY_CAN_ANSWER, *who]
    votes = asking.votes(request)
    return [blocks.section("\n".join(told)), *([blocks.section("\n".join(votes))] if votes else [])]


def _origin(request: Request) -> list[str]:
    workflow = text.phrase(request.origin.workflow, 100)
    asked = words.origin(text.user(request.origin.requester), workflow, text.moment(request.opened_at))
    told = [asked, words.reference(text.phrase(request.id, 100)), verdict.delivered(request)]
    return [sentence for sentence in told if sentence]


def _buttons(request: Request, whole: bool) -> list[Block]:
    see = [] if whole else [blocks.button(words.SEE_EVERYTHING, "see", request.id)]
    votes = _votes(request) if request.state is State.OPEN else []
    return [blocks.actions([*see, *votes])] if see or votes else []


def _votes(request: Request) -> list[Block]:
    """One button for each action on the card; only the first approval stands out, as two would compete."""
    offered = on_card(request)
    first = next((action.id for action in offered if action.kind is Kind.APPROVE), "")
    return [_vote(request, action, action.kind is not Kind.APPROVE or action.id == first) for action in offered]


def _vote(request: Request, action: Action, stands_out: bool) -> Block:
    style = STYLES.get(action.kind, "") if stands_out else ""
    label = text.one_line(action.label) or action.id
    return blocks.button(label, f"vote:{action.id}", vote_value(request, action), style)
