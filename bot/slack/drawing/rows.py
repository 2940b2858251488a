"""One request as a row of a list: what it is, where it stands, and what can be done about it there."""

from bot.approvals.ask import Risk
from bot.approvals.decision import Cause, Decision
from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.answers import more_value
from bot.slack.blocks import Block
from bot.slack.drawing import asking, buttons, edits, offered, verdict
from bot.slack.wording import card_words, ladder_words, offer_words, quantities
from bot.slack.wording import list_words as words


def to_answer(request: Request) -> list[Block]:
    """The row of a request that waits for whoever reads it, with the buttons of a card that shows only a part.

    None of them stands out: in a list of requests that would be a wall of colours.
    """
    return [blocks.section(told(request)), *(calm(row) for row in buttons.row(request, whole=False))]


def to_follow(request: Request, *, own: bool = False) -> list[Block]:
    """The row of a request that somebody only looks at; its requester, where it is their `own`, may withdraw it."""
    see = blocks.button(card_words.SEE_EVERYTHING, "see", request.id)
    if request.is_offer and request.state is State.OPEN:
        return to_answer(request)
    if request.state is not State.OPEN:
        return [blocks.section(told(request)) | {"accessory": see}]
    withdraw = [blocks.button(words.WITHDRAW, "withdraw", request.id)] if own else []
    return [blocks.section(told(request)), blocks.actions([see, *withdraw, _more(request)])]


def told(request: Request) -> str:
    """A request in lines of mrkdwn: its title, where it stands, and where it came from."""
    workflow, requester = text.phrase(request.origin.workflow, 60), text.user(request.origin.requester)
    say = offer_words.list_origin if request.is_offer else words.origin
    origin = say(workflow, requester, text.moment(request.opened_at), text.phrase(request.id, 64))
    title = f"*{text.phrase(request.ask.title, 300)}*"
    return "\n".join([title, *edited(request), state(request), origin])


def edited(request: Request) -> list[str]:
    """What people changed, in a line of mrkdwn; nothing where nobody did."""
    changes = edits.brief(request)
    return [words.edited(text.phrase(changes, 300))] if changes else []


def state(request: Request) -> str:
    """Where a request stands, in a line of mrkdwn."""
    if request.is_offer:
        return offered.listed(request)
    if request.decision:
        return _decided(request, request.decision)
    if request.closed_at:
        return words.withdrawn(card_words.look("withdrawn"), text.moment(request.closed_at))
    return quantities.parts(_waiting(request))


def _waiting(request: Request) -> list[str]:
    return [
        _waits(request),
        words.round_of(request.round + 1, request.policy.repeat + 1) if request.round else "",
        words.OVERDUE if request.overruns else "",
        asking.progress(request) if request.quorum > 1 else "",
        *asking.enough(request),
        words.HIGH_RISK if request.ask.risk is Risk.HIGH else "",
        "" if request.ask.actions else words.NOBODY_CAN_ANSWER,
        ladder_words.gone(request.neared) if request.neared else "",
    ]


def _waits(request: Request) -> str:
    tier = text.phrase(request.asked.name, 60)
    if request.parked_until:
        return words.parked(tier, text.moment(request.parked_until))
    return words.waits(tier, text.moment(request.due_at)) if request.due_at else words.waits_without_end(tier)


def _decided(request: Request, decision: Decision) -> str:
    at = text.moment(decision.at)
    if decision.cause is Cause.VOTES:
        return words.decided(verdict.brief(request, plain=False), asking.everybody(decision.by), at)
    if decision.cause is Cause.LIMITS or decision.approved:
        return words.decided(card_words.VERDICT[decision.kind], words.POLICY, at)
    say = words.expired_without_slack if decision.cause is Cause.OUTAGE else words.expired
    return say(card_words.look("expired"), at)


def calm(row: Block) -> Block:
    """A row of buttons of which none stands out."""
    plain = [{name: part for name, part in element.items() if name != "style"} for element in row["elements"]]
    return row | {"elements": plain}


def _more(request: Request) -> Block:
    entries = [("history", card_words.HISTORY), ("ask", card_words.ASK_A_QUESTION)]
    return blocks.overflow("more", [blocks.option(label, more_value(what, request.id)) for what, label in entries])
