"""Progressing: what a run tells of itself is kept, and shown in one message that is drawn anew."""

from bot.approvals.machine import RunState
from bot.approvals.values import whole
from bot.ledger import card_book, run_book
from bot.ledger.database import Ledger, Transaction


async def note(ledger: Ledger, run_id: str, told: str) -> None:
    """Keep what a run told last and owe it a drawing; nothing for the same words again, or for a run not under way."""
    words = whole(told).replace("\0", "\ufffd")  # PostgreSQL takes no NUL
    async with ledger.write() as tx:
        run = await run_book.load(tx.conn, run_id)
        if run and run.state is RunState.RUNNING and run.progress != words:
            await run_book.note_progress(tx.conn, run_id, words)
            await card_book.want_progress(tx, run_id)


async def conclude(tx: Transaction, run_id: str) -> None:
    """Owe a last drawing, which says how the run ended; nothing for a run that told nothing on its way."""
    run = await run_book.load(tx.conn, run_id)
    if run and run.progress:
        await card_book.want_progress(tx, run_id)
