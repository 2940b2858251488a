"""What a reviewer does in a week, done in a browser: every click on the page that the demo shows."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.window import Window

if TYPE_CHECKING:
    from playwright.async_api import Locator

playwright = pytest.importorskip("playwright.async_api", reason="Playwright is not installed: `make browser` does it")
expect = playwright.expect

pytestmark = pytest.mark.timeout(240)

OLD_TO_NEW = re.compile(r"Amount: 4200(\.0)? → 2100")
CUSTOMERS = ("ACME", "Globex", "Initech", "Umbrella", "Hooli", "Stark", "Wayne", "Wonka", "Tyrell", "Cyberdyne")


def task(customer: str, amount: int) -> str:
    """The slash command that asks for a refund."""
    reason = "Delivered twice, one came back"
    return f'/task refund transaction_id=T-1042 amount={amount} customer={customer} reason="{reason}"'


async def test_a_wrong_value_in_a_form_is_told_at_its_field_and_nothing_typed_is_lost(window: Window) -> None:
    modal = window.modal
    await window.become("Maya", "support")
    await window.type("/task refund")
    await modal.get_by_label("Transaction").fill("T 1042!")
    await modal.get_by_label("Amount").fill("4200")
    await modal.get_by_label("Customer").fill("ACME")
    await modal.get_by_label("Reason").fill("Delivered twice, one came back")
    await window.press("Start")
    await expect(modal.locator('[data-block-id="transaction_id"] .field-error')).to_be_visible()
    await expect(modal.locator(".field-error:visible")).to_have_count(1)
    await expect(modal.get_by_label("Reason")).to_have_value("Delivered twice, one came back")
    await modal.get_by_label("Transaction").fill("T-1042")
    await window.press("Start")
    await expect(modal).to_be_hidden()
    await window.become("Tom", "approvals")
    await expect(window.card("Refund 4,200 EUR to ACME?")).to_contain_text("T-1042")


async def test_a_refund_is_read_edited_and_approved_and_its_thread_tells_the_story(window: Window) -> None:
    modal, card, replies = window.modal, window.card("Refund 4,200 EUR to ACME?"), window.replies
    await window.become("Maya", "support")
    await window.type(task("ACME", 4200))
    await window.become("Tom", "approvals")
    await window.more(card, "See everything")
    await expect(modal).to_contain_text("Delivered twice, one came back")
    await expect(modal).to_contain_text("This is the end: you have seen everything.")
    await window.press("Close this view")

    await window.press("Edit & approve", card)
    await modal.get_by_label("Amount").fill("2100")
    await window.press("Approve as edited")
    await expect(card).to_contain_text(re.compile(r"Approved .* by @Tom Okafor"))
    await expect(card).to_contain_text(OLD_TO_NEW)
    await expect(card.get_by_role("button", name=re.compile("Approve|approve|Reject"))).to_have_count(0)

    await window.open_thread(card)
    await expect(replies).to_contain_text(OLD_TO_NEW)
    await expect(replies).to_contain_text("Refunded 2,100 EUR to ACME")
    await window.become("Maya", "@countersign")
    await expect(window.card("has finished")).to_contain_text("Refunded 2,100 EUR to ACME")


async def test_what_waits_for_a_reviewer_is_answered_at_their_home(window: Window) -> None:
    await window.become("Maya", "support")
    await window.type(task("ACME", 4200))
    await window.become("Tom", "@countersign/home")
    await expect(window.home).to_contain_text("Waiting for you (1)")
    await expect(window.home).to_contain_text("Refund 4,200 EUR to ACME?")
    await window.press("Approve", window.home)
    await expect(window.modal).to_contain_text("Please read this first.")
    await window.read_to_the_end()
    await window.press("Approve")
    await expect(window.home).to_contain_text("Waiting for you (0)")
    await expect(window.home).to_contain_text(re.compile(r"Approved .* by @Tom Okafor"))


async def test_what_nobody_answered_reaches_the_next_tier_as_a_direct_message(window: Window) -> None:
    card = window.card("Refund 4,200 EUR to ACME?")
    await window.become("Maya", "support")
    await window.type(task("ACME", 4200))
    await window.become("Tom", "approvals")
    await expect(card).to_contain_text("Asked now: @team-leads")
    await window.let_an_hour_pass()
    await expect(card).to_contain_text("It was not decided in time.")
    await window.become("Miguel", "@countersign")
    await expect(card).to_contain_text("You are asked to decide this.")
    await expect(card).to_contain_text("Asked now: @managers")
    await window.press("Approve", card)
    await expect(card).to_contain_text(re.compile(r"Approved .* by @Miguel Santos"))
    await window.become("Tom", "approvals")
    await expect(card).to_contain_text(re.compile(r"Approved .* by @Miguel Santos"))


async def test_of_ten_refunds_in_one_card_one_is_rejected_and_the_rest_are_approved_together(window: Window) -> None:
    card = window.card("refunds wait for a decision")
    await window.become("Maya", "support")
    for number, customer in enumerate(CUSTOMERS, 1):
        await window.type(task(customer, 4900 if customer == "Hooli" else 600 + number))
        await expect(window.talk.locator("article", has_text="refund is started")).to_have_count(number)
    await window.become("Tom", "approvals")
    await expect(card).to_contain_text("10 refunds wait for a decision")
    await expect(card).to_contain_text(re.compile(r"Look at these first\s*Refund 4,900 EUR to Hooli\?"))
    await _reject_the_one_to(window, "Hooli", card)

    await expect(card).to_contain_text("1 rejected")
    await window.press("Approve all (9)", card)
    await expect(window.modal).to_contain_text("Please read these first.")
    await window.read_to_the_end()
    await window.press("Approve all (9)")
    await expect(window.modal).to_contain_text("What became of your Approve")
    await window.press("Close this view")
    done = window.card("10 refunds: all are closed")
    await expect(done).to_contain_text("9 approved and 1 rejected")
    await expect(done.get_by_role("button", name=re.compile("all"))).to_have_count(0)


async def _reject_the_one_to(window: Window, customer: str, card: "Locator") -> None:
    """Review a batch one by one up to that customer's request, and reject it."""
    await window.press("Review one by one", card)
    wanted = window.modal.get_by_text(re.compile(f"Refund .* to {customer}"))
    where = window.modal.get_by_text(re.compile(r"^Request \d+ of \d+$"))
    await where.wait_for()
    while not await wanted.count():
        shown = await where.inner_text()
        await window.press("Next")
        await expect(where).not_to_have_text(shown)
    await window.press("Reject…")
    await window.modal.get_by_label("Reason").fill("Eight times the others, and not explained.")
    await window.press("Reject")
    await expect(window.modal).to_contain_text(re.compile(f"Reject is counted for “Refund .* to {customer}"))
    await window.press("Close this view")
