"""Which workflows take a Slack message, and what of it goes into their form."""

from typing import Any

import pytest

from bot.approvals.workflow import Workflow
from bot.slack import prefilling
from bot.slack.drawing import modals
from bot.slack.forms import filling
from bot.slack.prefilling import Quoted
from tests.slack.accepting import accepted_view
from tests.slack.hostile import HOSTILE

MESSAGE = {"type": "string", "format": "slack-message"}
PERMALINK = {"type": "string", "format": "slack-permalink"}


def taking(**properties: Any) -> Workflow:
    """A workflow with this input."""
    schema = {"type": "object", "properties": properties, "required": []}
    return Workflow(name="signoff", description="", input_schema=schema, graph_version="v1")


@pytest.mark.parametrize(
    "said",
    [
        MESSAGE,
        {"anyOf": [MESSAGE, {"type": "null"}], "default": None},
        {"type": ["string", "null"], "format": "slack-message"},
    ],
)
def test_a_text_of_that_format_takes_a_message(said: dict[str, Any]) -> None:
    workflow = taking(subject={"type": "string"}, details=said)
    assert prefilling.takers([taking(subject={"type": "string"}), workflow, taking()]) == [workflow]
    assert prefilling.prefilled(workflow, Quoted("Please look")) == {"details": "Please look"}


def test_the_address_goes_where_it_is_wanted() -> None:
    workflow = taking(details=MESSAGE, link=PERMALINK)
    quoted = Quoted("Please look", "https://x.slack.example/p1")
    assert prefilling.wants_permalink(workflow)
    assert not prefilling.wants_permalink(taking(details=MESSAGE))
    assert prefilling.prefilled(workflow, quoted) == {"details": "Please look", "link": "https://x.slack.example/p1"}


def test_an_address_that_does_not_fit_whole_is_left_out() -> None:
    workflow = taking(details=MESSAGE, link={**PERMALINK, "maxLength": 10})
    assert prefilling.prefilled(workflow, Quoted("x", "https://x.slack.example/p1")) == {"details": "x"}


@pytest.mark.parametrize("limit", [80, 3000, 20_000])
@pytest.mark.parametrize("said", [words for words in HOSTILE if "\ud800" not in words])
def test_whatever_a_message_says_the_form_is_drawn_with_as_much_of_it_as_fits(said: str, limit: int) -> None:
    workflow = taking(details={**MESSAGE, "maxLength": limit})
    typed = prefilling.prefilled(workflow, Quoted(prefilling.plain(said, {})))
    view = accepted_view(modals.task_view(workflow, "C0SUPPORT", typed))
    shown = view["blocks"][-1]["element"].get("initial_value", "")
    assert shown.split() == typed.get("details", "").split()
    state = {"details": {"value": {"type": "plain_text_input", "value": shown or None}}}
    assert filling.from_state(workflow.input_schema, state).errors == {}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<@U0LEAD> and <@U0OTHER>", "@Tom and @U0OTHER"),
        ("<@U0LEAD|tom>", "@Tom"),
        ("<#C0SUPPORT|support>", "#support"),
        ("<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"),
        ("<!subteam^S0LEADS|@team-leads>", "@team-leads"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
        ("<https://example.com>", "https://example.com"),
        ("<https://evil.example|https://bank.example>", "https://bank.example (https://evil.example)"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com (mailto:a@example.com)"),
        ("&lt;@U0LEAD&gt;", "<@U0LEAD>"),
    ],
)
def test_a_message_is_put_as_people_read_it(sent: str, read: str) -> None:
    assert prefilling.plain(sent, {"U0LEAD": "Tom"}) == read


def test_the_people_of_a_message_are_found() -> None:
    assert prefilling.people_in("<@U0LEAD> <@W0OTHER|x> @U0PLAIN <#C0SUPPORT>") == {"U0LEAD", "W0OTHER"}
