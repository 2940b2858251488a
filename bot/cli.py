"""The `countersign` command."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dotenv import load_dotenv

from bot import demo, inspecting, logs
from bot.app import running
from bot.faults import Misconfigured, Mistake
from bot.plan import read_everything, read_plan
from bot.settings import Settings, real_now
from sandbox import RateLimits, Sandbox, UnreadableFileError
from sandbox import Settings as SlackSettings

Deed = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]

_MISCONFIGURED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status: 0 done, 1 found something wrong, 2 misconfigured."""
    chosen = _parser().parse_args(arguments)
    deed: Deed = chosen.deed
    try:
        return asyncio.run(deed(chosen))
    except Misconfigured as error:
        _complain(error)
        return _MISCONFIGURED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has had enough
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="countersign", description="The right person signs in Slack before an agent does what cannot be undone."
    )
    deeds = parser.add_subparsers(required=True, metavar="COMMAND")
    shown = deeds.add_parser("demo", help="run everything here, with a local Slack in the browser")
    shown.add_argument("--port", type=int, default=8080, help="port of the page; the next free one if taken")
    shown.set_defaults(deed=_demo)
    deeds.add_parser("serve", help="serve a Slack workspace").set_defaults(deed=_serve)
    deeds.add_parser("check", help="check the configuration and say what to mend").set_defaults(deed=_check)
    deeds.add_parser("owed", help="list work that was given up").set_defaults(deed=_owed)
    retried = deeds.add_parser("retry", help="have work that was given up tried again")
    retried.add_argument("work", nargs="*", metavar="KIND:ID", help="as `owed` lists it; all of it if none is named")
    retried.set_defaults(deed=_retry)
    audited = deeds.add_parser("audit", help="check the audit trail, and tell a request's story")
    audited.add_argument("request", nargs="?", help="the id of a request, as its card shows it")
    audited.set_defaults(deed=_audit)
    return parser


async def _demo(chosen: argparse.Namespace) -> int:
    root = Path.cwd()
    data = demo.data_of(os.environ, root)
    os.environ.setdefault("COUNTERSIGN_EFFECTS", str(data / "effects.db"))
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    bell = demo.Bell()
    sandbox = _local_slack(root, data, bell)
    await sandbox.start(port=demo.free_port(chosen.port))
    try:
        access = demo.Access(sandbox.api_url, sandbox.bot_token, sandbox.app_token)
        environ = demo.environment(os.environ, data, access)
        clock = _Clock(lambda: datetime.fromtimestamp(sandbox.realm.now, UTC), bell)
        await _run(environ, f"The demo is ready: {sandbox.url}", clock)
    finally:
        await sandbox.stop()
    return 0


def _local_slack(root: Path, data: Path, bell: demo.Bell) -> Sandbox:
    try:
        return Sandbox(
            manifest=root / "manifest.yml",
            guide=root / "workflows" / "guide.yaml",
            store=data / "sandbox.json",
            settings=SlackSettings(rate_limits=RateLimits(), on_time=bell.time_passed),
        )
    except UnreadableFileError as error:
        remedy = f"run this in the project's folder; to begin anew, remove {data}"
        raise Misconfigured([Mistake("the local Slack", str(error), remedy)]) from None


async def _serve(chosen: argparse.Namespace) -> int:
    await _run(_environment(), "Countersign serves.", _Clock(real_now, demo.Bell()))
    return 0


class _Clock(NamedTuple):
    """What time it is, and the bell to be rung when somebody moves that clock."""

    now: Callable[[], datetime]
    bell: demo.Bell


async def _run(environ: Mapping[str, str], greeting: str, clock: _Clock) -> None:
    logs.configure("warning", "text")  # until the settings say how
    settings, plan = await read_everything(environ, Path.cwd())
    logs.configure(settings.log_level, settings.log_format)
    async with running(settings, plan, clock.now) as bot:
        clock.bell.ring = bot.alarm.ring
        print(f"\n  {greeting}\n\n  Ctrl-C stops it.\n", flush=True)
        await _until_stopped()


async def _check(chosen: argparse.Namespace) -> int:
    settings = Settings.read(_environment(), serving=False)
    logs.configure("warning", settings.log_format)
    plan = await read_plan(settings, Path.cwd())
    for name, policy in sorted(plan.policies.items()):
        tiers = ", ".join(tier.name for tier in policy.tiers)
        print(f"{name}: policy {policy.name}, cards in {policy.channel}, tiers {tiers}")
    return 0


async def _owed(chosen: argparse.Namespace) -> int:
    return await inspecting.list_dead(Settings.read(_environment(), serving=False), print)


async def _retry(chosen: argparse.Namespace) -> int:
    return await inspecting.revive(Settings.read(_environment(), serving=False), chosen.work, print)


async def _audit(chosen: argparse.Namespace) -> int:
    return await inspecting.audit(Settings.read(_environment(), serving=False), chosen.request, print)


def _environment() -> dict[str, str]:
    """The process's environment, with what a .env file here says where it says nothing; workflows read it as well."""
    load_dotenv(Path(".env"))
    return dict(os.environ)


async def _until_stopped() -> None:
    """Return at Ctrl-C or at a request to terminate; a second one ends the process, whatever a step's thread does."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    await stop.wait()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(sign)
        signal.signal(sign, lambda number, _frame: os._exit(128 + number))  # what was under way stays owed


def _complain(error: Misconfigured) -> None:
    count = len(error.mistakes)
    print(f"Countersign cannot start: {count} thing{'s' if count > 1 else ''} to mend.\n", file=sys.stderr)
    for mistake in error.mistakes:
        print(f"  {mistake}\n", file=sys.stderr)
