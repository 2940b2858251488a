"""The e-mail workflow: write, ask, then send what was signed for, once or not at all."""

from dataclasses import replace
from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask, effect
from workflows.letters import Sent, mail_server, send, sent_of
from workflows.mail import card, prompt, rule
from workflows.mail.state import LetterDraft, MailInput, MailState, signed
from workflows.models import judge

Update = dict[str, Any]


async def write(state: MailState) -> Update:
    """Write a draft, by a model or by the rule; without a mail server nobody need be bothered with one."""
    sender = mail_server().sender
    judgement = await judge(prompt.question(state), lambda: rule.draft(state))
    return {"draft": judgement.answer, "notice": judgement.notice, "sender": sender}


async def ask_people(state: MailState) -> Update:
    """Ask whether these words shall go to these people."""
    return {"decision": ask(card.question(state, _draft(state)))}


async def dispatch(state: MailState) -> Update:
    """Hand in what was signed for; its Message-ID comes from the request, so that a repeat would be recognisable."""
    decision = _decision(state)
    letter = signed(state.to, _draft(state), decision)
    server, key = replace(mail_server(), sender=state.sender), decision.request_id
    words = f"Sent the e-mail “{letter.subject}” to {state.to}"
    came: Sent = await effect("send", partial(send, letter, server, key, decision.at), words=words)
    return {"outcome": card.done(state, letter, sent_of(came, key, state.sender))}


async def decline(state: MailState) -> Update:
    """Send nothing, and say so."""
    return {"outcome": card.declined(state, _decision(state))}


def build() -> StateGraph[MailState, None, MailInput, MailState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(MailState, input_schema=MailInput)
    builder.add_node("write", write)
    builder.add_node("ask", ask_people)
    builder.add_node("send", dispatch)
    builder.add_node("decline", decline)
    builder.add_edge(START, "write")
    builder.add_edge("write", "ask")
    builder.add_conditional_edges("ask", _after_asking, ["send", "decline"])
    builder.add_edge("send", END)
    builder.add_edge("decline", END)
    return builder


def _after_asking(state: MailState) -> str:
    return "send" if _decision(state).approved else "decline"


def _draft(state: MailState) -> LetterDraft:
    if state.draft is None:
        raise ValueError("People were to be asked about an e-mail that was not written.")
    return state.draft


def _decision(state: MailState) -> Decision:
    if state.decision is None:
        raise ValueError("The e-mail went on without a decision.")
    return state.decision


graph = build()
