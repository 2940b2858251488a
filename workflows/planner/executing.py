"""Carries out an action by its kind, and looks beforehand whether it would be allowed."""

import asyncio
from datetime import datetime

from bot.review import Check, CheckStatus
from workflows.letters import Letter, NoMailServer, addresses, mail_server, send
from workflows.planner import calling, jail, storing
from workflows.planner.actions import CallHttp, Planned, SendEmail, WriteFile, WriteRow
from workflows.planner.outcome import Done, OutOfBounds
from workflows.planner.tables import in_words, named


async def execute(action: Planned, key: str, dated: datetime) -> Done:
    """Do it, under a key that names this occasion; what is not allowed is refused in the result's words.

    Raises what the executors raise for trouble: NotSent and Unreachable where it was certainly not done, MaybeSent and
    Unanswered where nobody knows.
    """
    try:
        match action:
            case SendEmail():
                return await _send(action, key, dated)
            case WriteFile():
                path = await asyncio.to_thread(jail.write, jail.jail(), action.path, action.content)
                return Done(done=True, words=f"Wrote the file {path}")
            case CallHttp():
                return await calling.call(action, key)
            case WriteRow():
                what = in_words(action.table, action.values)
                number = await asyncio.to_thread(storing.add_row, storing.database(), key, action.table, action.values)
                return Done(done=True, words=f"Entered {what}, as number {number} in {named(action.table)}")
    except OutOfBounds as refused:
        return Done(done=False, words=str(refused))


def is_repeatable(action: Planned) -> bool:
    """Whether doing it once more after a crash changes nothing: files and rows by their keys, calls by their method."""
    match action:
        case WriteFile() | WriteRow():
            return True
        case CallHttp():
            return action.method.is_idempotent
        case SendEmail():
            return False


def allowed(action: Planned) -> Check:
    """Whether it would be let through, without doing any of it; people may still change its parameters."""
    try:
        words = _look(action)
    except (OutOfBounds, NoMailServer) as refused:
        return Check(name="Within bounds", status=CheckStatus.FAIL, detail=str(refused))
    return Check(name="Within bounds", status=CheckStatus.PASS, detail=words)


def _look(action: Planned) -> str:
    match action:
        case SendEmail():
            return f"It would come from {mail_server().sender}."
        case WriteFile():
            jail.parts_of(action.path)
            return "It stays in the folder for such files."
        case CallHttp():
            calling.check(action.url)
            return "The address is on the list."
        case WriteRow():
            return f"“{named(action.table)}” is one of the tables that may be written to."


async def _send(action: SendEmail, key: str, dated: datetime) -> Done:
    letter = Letter(to=addresses(action.to), subject=action.subject, body=action.body)
    try:
        sent = await send(letter, mail_server(), key, dated)
    except NoMailServer as missing:
        return Done(done=False, words=str(missing))
    if sent["refused"]:
        return Done(done=False, words=f"The mail server refused it: {sent['refused']}")
    return Done(done=True, words=f"Sent “{letter.subject}” to {action.to}. Message-ID: {sent['message_id']}")
