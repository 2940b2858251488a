"""A batch's modals kept true: what its card showed, read from the ledger, and shown again after each answer."""

from dataclasses import dataclass

from bot.approvals.batching import seal
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import viewing
from bot.ledger import listing
from bot.slack import answers
from bot.slack.answers import DIGITS, BatchPress, Unwritten
from bot.slack.drawing import batch_modals
from bot.slack.drawing.batch_modals import Batch
from bot.slack.drawing.frames import View
from bot.slack.errands import Asker
from bot.slack.listening.reception import Reception
from bot.slack.wording import modal_words as words


@dataclass(frozen=True, slots=True)
class Found:
    """The batch as its card showed it, as far as it `stands` so; `joined_since` counts those that came later."""

    batch: Batch
    stands: bool
    joined_since: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A batch's modal that is open: its view id, and the value it carries; both empty where there is none."""

    view_id: str = ""
    value: str = ""

    @property
    def press(self) -> BatchPress | None:
        """The batch that is reviewed one by one in it; None for any other modal."""
        try:
            press = answers.read_batch(self.value)
        except Unwritten:
            return None
        return press if press.action == "each" else None


@dataclass(frozen=True, slots=True)
class BatchViews:
    """Shows a batch's modals, and notes what was read in them."""

    reception: Reception

    async def find(self, press: BatchPress) -> Found:
        """The requests that a press is about, and none that joined later; raises Refused where there are none."""
        async with self.reception.ledger.read() as conn:
            requests = await listing.of_batch(conn, press.batch_id)
        shown = tuple(requests[: press.count])
        if not shown:
            raise Refused(Reason.UNKNOWN_REQUEST)
        stands = len(shown) == press.count and seal(shown)[:DIGITS] == press.seal
        return Found(Batch(press.batch_id, shown), stands, len(requests) - len(shown))

    async def lead_on(self, asker: Asker, opened: Opened, request_id: str, told: str) -> bool:
        """Show the next open request of a batch in its modal, with what became of this one; False if it is closed."""
        if opened.press is None:
            return False
        batch = (await self.find(opened.press)).batch
        if not batch.open:
            closing = batch_modals.closing_view(f"{told}\n{words.ALL_CLOSED}")
            return await self.reception.redraw(opened.view_id, closing)
        page = batch_modals.next_open(batch, request_id)
        shown = await self.reception.redraw(opened.view_id, batch_modals.each_view(batch, page, asker.place, told))
        if shown:
            await self.note(asker, [batch_modals.read_at(batch, page)])
        return shown

    async def stay(self, asker: Asker, opened: Opened, request_id: str, told: str) -> bool:
        """Show the same request of a batch in its modal, with why its answer was refused; False if it is closed."""
        if opened.press is None:
            return False
        batch = (await self.find(opened.press)).batch
        page = batch_modals.page_of(batch, request_id)
        return await self.reception.redraw(opened.view_id, batch_modals.each_view(batch, page, asker.place, told))

    async def note(self, asker: Asker, read: list[Request | None]) -> None:
        """Note that this person was shown all that these ask."""
        person = await self.reception.member(asker.person)
        for request in read:
            if request and request.state is State.OPEN and not request.has_viewed(person.id):
                now = self.reception.now()
                await viewing.note_view(self.reception.ledger, request.id, person, request.digest, now=now)


def view_of_all(found: Found, page: int, asker: Asker, because: str = "") -> View:
    """That page of everything; from the beginning where something was edited since the reader began."""
    if found.stands:
        return batch_modals.all_view(found.batch, page, asker.place, because)
    return batch_modals.all_view(found.batch, 1, asker.place, words.BATCH_EDITED)
