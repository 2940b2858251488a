"""The card of a question of several parts: an agent wants several risky steps in one turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.approvals.ask import Ask
from bot.approvals.dialects import hitl_batched
from bot.approvals.dialects.payloads import Payload
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.slack.drawing import batch_cards, part_notices
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.notices import Spot
from gallery.specimens.cast import LENA, MENTIONS, TOM
from gallery.specimens.courses import MANAGERS, Course, opened, tier
from gallery.specimens.specimen import Specimen, message

CARDS = "Several steps in one question"
BATCH_ID = "batch-0002"
BODY = "Dear Ada,\n\nyour order came twice, so 120 EUR are on their way back to you.\n\nKind regards"
POLICY = Policy(name="clerk", channel="#approvals", tiers=(tier("team lead", "team-leads", 30), MANAGERS))
CALLS: tuple[tuple[str, Mapping[str, object], str], ...] = (
    ("refund", {"order": "A-1017", "amount": 120, "currency": "EUR"}, "Refund what was charged twice"),
    ("send_email", {"to": "ada@example.com", "subject": "Your refund", "body": BODY}, "Tell the customer"),
    ("delete_file", {"path": "/orders/A-1017.json"}, "Remove the duplicate order"),
)


def specimens() -> Iterator[Specimen]:
    """The card in every state, and what the requester hears."""
    courses = [opened(ask, POLICY, number=number) for number, ask in enumerate(_asked(*CALLS), 1)]
    pay, mail, delete = courses
    edited = mail.answered(4, LENA, edit={"to": "ada@example.com", "subject": "Sorry", "body": "It is on its way."})
    rejected = delete.answered(5, TOM, "reject", reason="It is evidence; archive it instead.")
    long = _asked(
        *CALLS[:2],
        (
            "publish",
            {"text": "What was found out in short: " + "Everything that was said about it. " * 200},
            "Publish the story",
        ),
    )
    many = _asked(*(("label", {"item": f"A-{number}"}, f"Label item {number}") for number in range(1, 15)))
    drawn = {
        "Three steps": courses,
        "One is approved": [pay.answered(3, TOM), mail, delete],
        "One is edited as well": [pay.answered(3, TOM), edited, delete],
        "All are closed": [pay.answered(3, TOM), edited, rejected],
        "One is too long for its row": [opened(ask, POLICY, number=number) for number, ask in enumerate(long, 1)],
        "More than have room": [opened(ask, POLICY, number=number) for number, ask in enumerate(many, 1)],
    }
    for name, shown in drawn.items():
        yield _card(name, shown, Shown(mentions=MENTIONS))
    yield _card("The copy in a direct message", courses, Shown(direct=True))
    waits = part_notices.waiting_message(_parts(courses), Spot("#approvals"))
    yield message(CARDS, "Its requester hears that it waits", waits)
    decided = part_notices.decided_message(_parts(drawn["All are closed"]))
    yield message(CARDS, "Its requester hears how it goes on", decided)


def _asked(*calls: tuple[str, Mapping[str, object], str]) -> list[Ask]:
    """What people are asked about these tool calls."""
    wanted = [{"name": tool, "args": args, "description": why} for tool, args, why in calls]
    allowed = ["approve", "edit", "reject"]
    configs = [{"action_name": tool, "allowed_decisions": allowed} for tool in dict.fromkeys(call[0] for call in calls)]
    reading = hitl_batched.read(Payload({"action_requests": wanted, "review_configs": configs}))
    return [part.ask for part in reading.parts] if reading else []


def _parts(courses: Sequence[Course]) -> list[Request]:
    return [_as_part(course.request, number, len(courses)) for number, course in enumerate(courses)]


def _as_part(request: Request, number: int, of: int) -> Request:
    origin = replace(request.origin, together="turn-1", part=number, parts=of)
    return replace(request, origin=origin)


def _card(name: str, courses: Sequence[Course], shown: Shown) -> Specimen:
    return message(CARDS, name, batch_cards.draw_batch(BATCH_ID, _parts(courses), shown))
