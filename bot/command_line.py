"""The command line: what may be written after `countersign`, and what is told of it there."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bot.approvals.ask import Risk, Urgency

STEPS = ("redeliver", "drive-on", "ask-again", "abandon")  # of a repair, the mildest first
_STATUSES = (
    "A command ends with 0 when all is well, 1 when something needs a person, and 2 when something has to be mended."
)
_BESIDE = "It may be used beside a bot that is running, and reads the same .env."


class Command(NamedTuple):
    """A command: its name, what it does in a line and in full, and what may be written after it."""

    name: str
    help: str
    told: str
    takes: Callable[[argparse.ArgumentParser], object]


def parser() -> argparse.ArgumentParser:
    """Reads the words after `countersign`; its `command` is the name of what is wanted."""
    words = argparse.ArgumentParser(
        prog="countersign",
        description="The right person signs in Slack before an agent does what cannot be undone.",
        epilog=f"`countersign COMMAND --help` tells more. {_STATUSES} docs/commands.md has examples.",
    )
    commands = words.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        below = commands.add_parser(command.name, help=command.help, description=command.told)
        command.takes(below)
    return words


def _nothing(_: argparse.ArgumentParser) -> None:
    """The command takes no words of its own."""


def _demo(words: argparse.ArgumentParser) -> None:
    words.add_argument("--port", type=int, default=8080, help="port of the page, 8080; the next free one if taken")


def _check(words: argparse.ArgumentParser) -> None:
    words.add_argument("--offline", action="store_true", help="do not ask Slack, though SLACK_BOT_TOKEN is set")


def _simulate(words: argparse.ArgumentParser) -> None:
    given = words.add_argument_group("the request that is imagined")
    given.add_argument("--workflow", required=True, metavar="NAME", help="the workflow that asks, such as refund")
    given.add_argument("--amount", metavar="NUMBER", help="the same as --measure amount=NUMBER")
    given.add_argument(
        "--measure",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="a measure that the workflow gives, such as confidence=0.8; may be written several times",
    )
    given.add_argument(
        "--risk", choices=[*Risk], help="the risk that the card shows (the measure is --measure risk=0.2)"
    )
    given.add_argument("--urgency", choices=[*Urgency], default=Urgency.NORMAL, help="normal if left out")
    given.add_argument("--step", default="", metavar="NAME", help="the kind of step, as the workflow calls it")
    given.add_argument(
        "--requester",
        default="",
        metavar="WHO",
        help="a user id, an e-mail address, or @group for somebody who is in that group",
    )
    given.add_argument("--channel", default="", metavar="CHANNEL", help='where it was started, such as "#support"')
    given.add_argument(
        "--at",
        default="",
        metavar="WHEN",
        help='when it is opened, such as "Fri 17:55", "tomorrow 9am" or "2026-12-24 16:00"; now if left out',
    )
    shown = words.add_argument_group("what is shown")
    shown.add_argument(
        "--zone",
        default="",
        metavar="ZONE",
        help="the time zone of all times, such as Europe/London; that of the policies' calendars, or UTC, if left out",
    )
    shown.add_argument("--json", action="store_true", help="as JSON for programs, instead of a table")


def _lint(words: argparse.ArgumentParser) -> None:
    words.add_argument("path", nargs="+", type=Path, metavar="PATH", help="a Python file, or a folder of them")


def _doctor(words: argparse.ArgumentParser) -> None:
    words.add_argument("--heal", action="store_true", help="mend what can be mended without deciding anything")
    words.add_argument("--json", action="store_true", help="as JSON for programs, instead of a table")


def _retry(words: argparse.ArgumentParser) -> None:
    words.add_argument("work", nargs="*", metavar="KIND:ID", help="as `owed` lists it; all of it if none is named")


def _audit(words: argparse.ArgumentParser) -> None:
    words.add_argument("request", nargs="?", metavar="REQUEST", help="the id of a request, as its card shows it")


def _repair(words: argparse.ArgumentParser) -> None:
    words.add_argument("run", metavar="RUN", help="the id of a run, or of a request of it as its card shows it")
    words.add_argument("--step", choices=[*STEPS], help="what to do, of what is offered; without it nothing is changed")
    words.add_argument("--because", default="", metavar="WORDS", help="why, for the audit trail")
    words.add_argument("--yes", action="store_true", help="do not ask whether you are sure")


COMMANDS = (
    Command(
        "demo",
        "run everything here, with a local Slack in the browser",
        "Run the bot and its workflows with a local Slack on one page, and no account anywhere. What happened is kept "
        "in .data/demo. Ctrl-C stops it.",
        _demo,
    ),
    Command(
        "serve",
        "serve a Slack workspace",
        "Serve the Slack workspace whose tokens are set, until Ctrl-C or SIGTERM. It starts only when the settings, "
        "the workflows and the policies are sound, and Slack knows whomever they name.",
        _nothing,
    ),
    Command(
        "check",
        "check the configuration and say what to mend",
        "Check the settings, the workflows and the policies, and tell every mistake at once: where it is, what is "
        "wrong, and what to write instead. Where SLACK_BOT_TOKEN is set, Slack is asked for whoever and whatever "
        "the policies name. Warnings change nothing in the exit status; mistakes make it 2.",
        _check,
    ),
    Command(
        "simulate",
        "show who would be asked for a request, and when",
        "Show which policy holds for a request, why, and what happens up to its end while nobody answers: by the rules "
        "that the bot itself goes by, on an imaginary clock. Nothing is asked of anybody and nothing is recorded. "
        "Where SLACK_BOT_TOKEN is set, Slack is asked who is in the groups.",
        _simulate,
    ),
    Command(
        "lint",
        "look in workflows for what goes wrong when people are asked",
        "Read Python files, without running them, for what acts before it asks, swallows an ask, asks something else "
        "each time, or keeps in its state what no checkpoint can hold. It ends with 1 when there is any.",
        _lint,
    ),
    Command(
        "schema",
        "print the JSON Schema of policies files",
        "Print the JSON Schema of policies files, from which editors know the fields. It is kept as "
        "workflows/policies.schema.json.",
        _nothing,
    ),
    Command(
        "doctor",
        "look for requests that nothing would move on",
        "Go the auditor's round by hand: has every open request a next step, is every decision delivered or owed, has "
        f"every run in doubt an owner, is the audit trail whole. {_BESIDE} It ends with 1 when something "
        "was found that is not healed.",
        _doctor,
    ),
    Command(
        "owed",
        "list work that was given up",
        f"List the work that was given up after too many attempts, with its last error. {_BESIDE} It ends with 1 when "
        "there is any.",
        _nothing,
    ),
    Command(
        "retry",
        "have work that was given up tried again",
        f"Have work that was given up tried again, by whichever bot is running. {_BESIDE} It ends with 1 when "
        "nothing of what is named was given up.",
        _retry,
    ),
    Command(
        "repair",
        "see how a run stands, and mend one that is stuck",
        f"Show what LangGraph and the ledger believe of a run, and what would mend it. {_BESIDE} With --step it is "
        "done once you have said that you are sure, and noted on the audit trail. It ends with 1 when something is "
        "left to be mended.",
        _repair,
    ),
    Command(
        "audit",
        "check the audit trail, and tell a request's story",
        "Check that the whole audit trail fits together and every request is as its events tell, and tell one "
        f"request's story event by event. {_BESIDE} It ends with 1 when something of that is not so, or there is no "
        "such request.",
        _audit,
    ),
)
