"""The composition root: builds the parts, starts and stops them in order."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock.alarm import Alarm
from bot.desk.faltering import Patience
from bot.engine.catalogue import compile_all
from bot.engine.driving import Driver
from bot.engine.savers import open_saver
from bot.engine.strictness import assert_strict
from bot.faults import Misconfigured
from bot.handout.embedded import Embedded, Hand
from bot.handout.reconciling import Reconciler
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.plan import Plan
from bot.settings import Settings
from bot.slack.counter import Access, Counter, Shop

log = structlog.get_logger(__name__)

_GRACE = 10.0  # seconds that work under way has to end when the program stops
_DELIVERIES_AT_ONCE = 8
_RECONCILE_EVERY = 1.0
_THREADS_PER_RUN = 4  # steps that are no coroutines run in threads; Slack's names are looked up in the same ones


@dataclass(frozen=True, slots=True)
class Countersign:
    """The running program, as far as others need to reach into it."""

    ledger: Ledger
    alarm: Alarm


@contextlib.asynccontextmanager
async def running(settings: Settings, plan: Plan, now: Callable[[], datetime]) -> AsyncIterator[Countersign]:
    """Everything started in order, and stopped in reverse when the block ends; raises Misconfigured.

    People are let in last, when what they ask for can be done, and are the first to be kept out.
    """
    await assert_strict()
    _make_room(settings.runs_at_once)
    async with contextlib.AsyncExitStack() as stack:
        counter = await Counter.reach(_access(settings))
        stack.push_async_callback(counter.leave)
        misfits = await counter.misfits(plan.policies, settings.operators_channel)
        if misfits:
            raise Misconfigured(misfits)
        ledger = await Ledger.open(settings.ledger_url)
        stack.push_async_callback(ledger.close)
        saver = await stack.enter_async_context(open_saver(settings.checkpoints))
        catalogue = compile_all(plan.found, saver)
        patience = Patience(settings.max_attempts, settings.operators_channel)
        shop = Shop(
            ledger=ledger,
            workflows={name: entry.workflow for name, entry in catalogue.items()},
            lease=settings.lease_seconds,
            patience=patience,
            now=now,
        )
        driver = Driver(
            ledger=ledger,
            catalogue=catalogue,
            policies=plan.policies,
            lease=settings.lease_seconds,
            patience=patience,
            now=now,
        )
        alarm = Alarm(ledger, now)
        delivery = counter.delivery(shop)
        hands = {
            WorkKind.RUN: Hand(driver.drive, settings.runs_at_once),
            WorkKind.CARD: Hand(delivery.show, _DELIVERIES_AT_ONCE),
            WorkKind.HOME: Hand(counter.homes(shop).show, _DELIVERIES_AT_ONCE),
            WorkKind.NOTICE: Hand(delivery.tell, _DELIVERIES_AT_ONCE),
            WorkKind.DEADLINE: Hand(alarm.due_changed, 1),
        }
        await _start_work(stack, ledger, hands, alarm)
        stack.push_async_callback(counter.close, _GRACE)
        await counter.open(shop)
        _settle_memory()
        log.info("countersign is open", workflows=sorted(catalogue))
        yield Countersign(ledger, alarm)


def _make_room(runs_at_once: int) -> None:
    """Have threads enough that steps which block leave some to look up Slack's address with."""
    threads = ThreadPoolExecutor(_THREADS_PER_RUN * (runs_at_once + 1), thread_name_prefix="step")
    asyncio.get_running_loop().set_default_executor(threads)


async def _start_work(
    stack: contextlib.AsyncExitStack, ledger: Ledger, hands: dict[WorkKind, Hand], alarm: Alarm
) -> None:
    """Start what works off the ledger's debts; whatever an earlier process left owed is taken up at once."""
    handout = Embedded(hands)
    ledger.hints = handout
    handout.start()
    stack.push_async_callback(handout.stop, _GRACE)
    reconciler = Reconciler(ledger, _RECONCILE_EVERY)
    reconciler.start()
    stack.push_async_callback(reconciler.stop)
    await alarm.start()
    stack.push_async_callback(alarm.stop)


def _settle_memory() -> None:
    """Take what start-up made out of the garbage collector's sight: walking it held up acks by 0.1 s at a time."""
    gc.collect()
    gc.freeze()


def _access(settings: Settings) -> Access:
    return Access(
        api_url=settings.api_url,
        bot_token=settings.bot_token.get_secret_value(),
        app_token=settings.app_token.get_secret_value(),
        pace=settings.channel_pace,
    )
