"""The committed page of states is the one the tables draw."""

from pathlib import Path

from bot.approvals.diagram import states_page
from bot.approvals.machine import EFFECT_MOVES, MOVES, RUN_MOVES

PAGE = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_page_in_the_docs_is_drawn_from_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == states_page()


def test_the_page_draws_every_move_and_nothing_else() -> None:
    requests = {
        f"{state or '[*]'} --> {target}: {event.__name__.lower()}"
        for state, moves in MOVES.items()
        for event, target in moves.items()
    }
    effects = {f"{state} --> {target}" for state, targets in EFFECT_MOVES.items() for target in targets}
    runs = {f"{state} --> {target}" for state, targets in RUN_MOVES.items() for target in targets}
    starts_and_ends = {"[*] --> queued", *(f"{state} --> [*]" for state in ("settled", "expired", "withdrawn"))}
    starts_and_ends |= {f"{state} --> [*]" for state in ("finished", "failed", "cancelled")}
    starts_and_ends |= {"[*] --> begun", "undone --> [*]", "left --> [*]"}
    drawn = [line.strip() for line in states_page().splitlines() if "-->" in line]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == requests | runs | effects | starts_and_ends


def test_every_state_is_told_in_words() -> None:
    page = states_page()
    assert all(f"- **{state}**: " in page for state in [*filter(None, MOVES), *RUN_MOVES, *EFFECT_MOVES])
