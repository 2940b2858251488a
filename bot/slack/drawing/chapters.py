"""Everything an ask says, in order: chapters of labelled values, in words, with nothing cut."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.approvals.ask import Action, Ask, Draft, Urgency
from bot.approvals.offers import UNDO
from bot.approvals.request import Edit
from bot.slack import text
from bot.slack.drawing import edits as drawn_edits
from bot.slack.drawing.pairs import Pair
from bot.slack.forms import explaining
from bot.slack.forms.fields import fields_of
from bot.slack.wording import card_words as words
from bot.slack.wording import modal_words, offer_words, quantities

A_TITLE = 150


class Chapter(NamedTuple):
    """A heading and what is told under it, raw; `is_prose` is what people wrote to be read, not values."""

    heading: str
    items: tuple[Pair, ...]
    is_prose: bool = False


def chapters(ask: Ask, edits: Sequence[Edit] = ()) -> list[Chapter]:
    """All chapters that have something to tell; the title is one only where it is too long to be a heading."""
    title = text.one_line(ask.title)
    told = [
        _prose(modal_words.TITLE, title if text.shorten(title, A_TITLE) != title else ""),
        _prose(modal_words.NOTICE, ask.notice),
        *_edits(ask, edits),
        _prose(words.WHY, ask.summary),
        Chapter(words.UNUSUAL, tuple(Pair("", flag) for flag in ask.flags)),
        Chapter(words.DETAILS, tuple(Pair(fact.label, fact.value) for fact in ask.facts)),
        *(_draft(ask.draft) if ask.draft else ()),
        Chapter(words.ALTERNATIVES, tuple(Pair(other.label, other.detail) for other in ask.alternatives)),
        _prose(words.WAITING_COSTS, ask.waiting_costs),
        Chapter(words.CHECKS, tuple(_checks(ask))),
        _prose(words.RISK, words.RISKS[ask.risk] if ask.risk else ""),
        _prose(words.URGENCY, words.URGENCIES[ask.urgency] if ask.urgency is Urgency.HIGH else ""),
        Chapter(words.MEASURES, tuple(_measures(ask))),
        _prose(words.STEP, ask.step),
        Chapter(words.ANSWERS, tuple(_answer(action) for action in ask.actions)),
        *(Chapter(words.form_of(action.label), _rules(action.form)) for action in ask.actions if action.form),
    ]
    return [chapter for chapter in told if chapter.items]


def _prose(heading: str, said: str) -> Chapter:
    return Chapter(heading, (Pair("", said),) if said.strip() else (), is_prose=True)


def _edits(ask: Ask, edits: Sequence[Edit]) -> Iterator[Chapter]:
    """Every edit by itself, the first first."""
    form = ask.draft.form if ask.draft else {}
    for number, edit in enumerate(edits if ask.draft else (), 1):
        changes = drawn_edits.changes(edit.before, edit.after, form)
        items = (Pair(change.label, words.becomes(change.old, change.new)) for change in changes)
        yield Chapter(words.edit(number), tuple(items))


def _draft(draft: Draft) -> Iterator[Chapter]:
    yield Chapter(words.WHAT_RUNS, drawn_edits.pairs_of(draft.values, draft.form))
    yield Chapter(words.MAY_CHANGE, _rules(draft.form))


def _rules(form: Mapping[str, Any]) -> tuple[Pair, ...]:
    """The fields of a form (a JSON Schema), and what each of them takes."""
    return tuple(Pair(rule.label, rule.takes) for rule in explaining.of_form(form))


def _checks(ask: Ask) -> Iterator[Pair]:
    for check in ask.checks:
        yield Pair(words.check(words.CHECK_STATUS[check.status], check.name), check.detail)


def _measures(ask: Ask) -> Iterator[Pair]:
    """Each measure, and the value of the draft that it is taken from."""
    draft = ask.draft
    labels = {field.name: field.label for field in fields_of(draft.form)} if draft else {}
    sources = {name: labels.get(value, value) for name, value in draft.measures.items()} if draft else {}
    for name, value in ask.measures.items():
        number = quantities.number(value)
        yield Pair(name, words.taken_from(number, sources[name]) if name in sources else number)
    for name in sources.keys() - ask.measures.keys():
        yield Pair(name, words.taken_from(quantities.NONE, sources[name]))


def _answer(action: Action) -> Pair:
    if action == UNDO:
        return Pair(offer_words.UNDO, quantities.sentences([offer_words.UNDOES, words.REASON_RULES[action.reason]]))
    return Pair(action.label, quantities.sentences([words.MEANINGS[action.kind], words.REASON_RULES[action.reason]]))
