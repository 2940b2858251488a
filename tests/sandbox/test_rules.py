"""The check of blocks and views stands any junk, and says so with one of Slack's codes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks.rules import check_message_blocks, check_view
from sandbox.wire import SlackError
from tests.sandbox.rig import Json

WORDS = st.sampled_from(
    [
        *["type", "text", "elements", "section", "actions", "button", "plain_text", "options", "rows", "table"],
        *["card", "carousel", "container", "child_blocks", "context_actions", "data_table", "input", "element"],
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(JUNK, max_size=4))
def test_no_junk_breaks_the_check_of_blocks(blocks: list[Any]) -> None:
    try:
        check_message_blocks(blocks)
    except SlackError as error:
        assert error.code in {"invalid_blocks", "msg_blocks_too_long"}


@given(
    st.dictionaries(WORDS | st.sampled_from(["blocks", "title"]), JUNK, max_size=4), st.sampled_from(["modal", "home"])
)
def test_no_junk_breaks_the_check_of_views(view: Json, kind: str) -> None:
    try:
        check_view({**view, "type": kind})
    except SlackError as error:
        assert error.code == "invalid_arguments"
