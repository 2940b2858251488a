"""What it means to be owed work, and to be free to be claimed, as SQL over the facts."""

from sqlalchemy import BindParameter, ColumnElement, Select, Table, and_, bindparam, exists, or_, select, text, true

from bot.ledger.clocks import db_now
from bot.ledger.hints import WorkKind
from bot.ledger.tables import (
    ANSWER_OWED,
    CARD_OWED,
    EFFECT_OWED,
    HOME_OWED,
    NOTICE_OWED,
    UNDRIVEN,
    answers,
    cards,
    effects,
    homes,
    notices,
    runs,
)

TABLES: dict[WorkKind, Table] = {
    WorkKind.RUN: runs,
    WorkKind.CARD: cards,
    WorkKind.HOME: homes,
    WorkKind.NOTICE: notices,
    WorkKind.EFFECT: effects,
}

_AT_MOST: BindParameter[int] = bindparam("at_most")


def is_free(table: Table) -> ColumnElement[bool]:
    """Nobody holds it, it is not dead, and its time has come."""
    return and_(
        ~table.c.dead, table.c.next_at <= db_now(), or_(table.c.lease_until.is_(None), table.c.lease_until <= db_now())
    )


def is_owed(kind: WorkKind) -> ColumnElement[bool]:
    """Something is still to be done: a run to drive, a card or a home to draw, a notice to tell, an effect to undo."""
    match kind:
        case WorkKind.RUN:
            answered = exists().where(answers.c.run_id == runs.c.id, answers.c.state == "owed")
            return or_(runs.c.state.in_(["queued", "running"]), and_(runs.c.state == "waiting", answered))
        case WorkKind.CARD:
            return cards.c.shown < cards.c.wanted
        case WorkKind.HOME:
            return homes.c.shown < homes.c.wanted
        case WorkKind.NOTICE:
            return ~notices.c.told
        case WorkKind.EFFECT:
            return effects.c.state == "undoing"
        case WorkKind.DEADLINE:
            return true()


def _owed_queries() -> list[tuple[WorkKind, Select[tuple[str]]]]:
    """One query per index: the two ways a run is owed are asked apart, so that neither reads the runs that wait."""
    answered = select(runs.c.id).join(answers, answers.c.run_id == runs.c.id).distinct()
    answered = answered.where(text(ANSWER_OWED), runs.c.state == "waiting", is_free(runs))
    return [
        (WorkKind.RUN, _oldest(runs, UNDRIVEN)),
        (WorkKind.RUN, answered.limit(_AT_MOST)),
        (WorkKind.CARD, _oldest(cards, CARD_OWED)),
        (WorkKind.HOME, _oldest(homes, HOME_OWED)),
        (WorkKind.NOTICE, _oldest(notices, NOTICE_OWED)),
        (WorkKind.EFFECT, _oldest(effects, EFFECT_OWED)),
    ]


def _oldest(table: Table, owed: str) -> Select[tuple[str]]:
    query: Select[tuple[str]] = select(table.c.id).where(text(owed), is_free(table))
    return query.order_by(table.c.next_at).limit(_AT_MOST)


OWED_QUERIES = _owed_queries()
