"""The page docs/states.md, drawn from the tables of legal moves."""

from collections.abc import Iterator

from bot.approvals.machine import EFFECT_MOVES, MOVES, RUN_MOVES, EffectState, RunState
from bot.approvals.request import State

_REQUEST_STATES: dict[State, str] = {
    State.OPEN: "People are asked and their votes are counted; an edit voids the votes on what it changed. When a "
    "tier's SLA ends, nobody of it could decide, or one of its reviewers wants it, it escalates to the next tier. At "
    "the end of the ladder it may begin again, fall back on another policy's ladder, or wait on. While nobody works it "
    "is parked.",
    State.SETTLED: "Votes made the decision, or it lay within the limits of an auto tier. Nothing changes it any more; "
    "another look is a new request.",
    State.EXPIRED: "The last tier's SLA ended without a decision by votes, or nobody could be shown it, so the policy "
    "decided: it rejected, unless it says otherwise for what is of low risk.",
    State.WITHDRAWN: "The question no longer stands, or its requester took it back, so nothing was decided and the "
    "workflow gets no answer.",
}

_RUN_STATES: dict[RunState, str] = {
    RunState.QUEUED: "Recorded, or repaired, and owed to the engine; nobody drives it yet.",
    RunState.RUNNING: "The engine holds the lease and drives the graph.",
    RunState.WAITING: "The graph stopped at an ask, and goes on when a decision answers it.",
    RunState.FINISHED: "The graph came to its end.",
    RunState.FAILED: "The graph could not go on, and is not tried again unless an operator repairs it.",
    RunState.CANCELLED: "Somebody stopped it; requests still open are withdrawn.",
}

_EFFECT_STATES: dict[EffectState, str] = {
    EffectState.BEGUN: "Noted, and perhaps under way; after a crash nobody knows whether it happened.",
    EffectState.DOUBTFUL: "People are asked whether it happened.",
    EffectState.DROPPED: "It certainly did not happen, and may be tried anew.",
    EffectState.DONE: "It happened, and what came of it is remembered.",
    EffectState.UNDOING: "To be undone, which is owed until it is; whatever undoes it may be called more than once.",
    EffectState.STUCK: "It could not be undone when its run was rolled back, and people are asked what to do about it.",
    EffectState.UNDONE: "It was undone, and is not done again under its key.",
    EffectState.LEFT: "It could not be undone, and people had it left at that.",
}

_PAGE = """\
# States

Drawn from the tables of legal moves in `bot/approvals/machine.py`. A test compares this page with the tables: change
those, then write the page anew from `bot.approvals.diagram.states_page`.

## Request

{request}

{request_states}

An arrow bears the name of the event that makes the move. The tier is a number in the request, not a state.

## Run

{run}

{run_states}

## Effect

{effect}

{effect_states}
"""


def states_page() -> str:
    """The Markdown of docs/states.md: a diagram of each machine, and each of its states in plain words."""
    return _PAGE.format(
        request=_diagram(_request_arrows()),
        request_states=_in_words(_REQUEST_STATES),
        run=_diagram(_run_arrows()),
        run_states=_in_words(_RUN_STATES),
        effect=_diagram(_effect_arrows()),
        effect_states=_in_words(_EFFECT_STATES),
    )


def _request_arrows() -> Iterator[str]:
    for state, moves in MOVES.items():
        yield from (f"{state or '[*]'} --> {target}: {event.__name__.lower()}" for event, target in moves.items())
        if not set(moves.values()) - {state}:
            yield f"{state} --> [*]"


def _run_arrows() -> Iterator[str]:
    yield f"[*] --> {RunState.QUEUED}"
    for state, targets in RUN_MOVES.items():
        yield from (f"{state} --> {target}" for target in RunState if target in targets)
        if state.has_ended:
            yield f"{state} --> [*]"


def _effect_arrows() -> Iterator[str]:
    yield f"[*] --> {EffectState.BEGUN}"
    for state, targets in EFFECT_MOVES.items():
        yield from (f"{state} --> {target}" for target in EffectState if target in targets)
        if not targets:
            yield f"{state} --> [*]"


def _diagram(arrows: Iterator[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {arrow}" for arrow in arrows), "```"])


def _in_words(states: dict[State, str] | dict[RunState, str] | dict[EffectState, str]) -> str:
    return "\n".join(f"- **{state}**: {words}" for state, words in states.items())
