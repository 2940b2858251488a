"""`python -m gallery.live`: show every specimen to a real Slack, and say what Slack makes of it."""

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from gallery.collection import collection
from gallery.specimens.specimen import Json, Kind, Specimen

TOKEN, CHANNEL, ADDRESS = "SLACK_BOT_TOKEN", "COUNTERSIGN_TEST_CHANNEL", "SLACK_API_URL"
PACE = 1.0  # seconds between messages in one channel
FINE, REFUSED, MISCONFIGURED = 0, 1, 2
MISSING = (
    "This posts to a real Slack, so it needs the token of a bot in SLACK_BOT_TOKEN and, in COUNTERSIGN_TEST_CHANNEL, "
    "the id of a test channel that the bot is a member of. Nothing was posted."
)
VIEWS = (
    "Modals and Homes were only validated: to open one takes a trigger that lives for three seconds after a person's "
    "click, and a Home takes a person to publish it for."
)
Say = Callable[[str], None]
_PERSON = re.compile(r"\bU07[A-Z0-9]{8}\b")
_GROUP = re.compile(r"<!subteam\^[A-Z0-9]+>")


@dataclass(frozen=True, slots=True)
class Finding:
    """What Slack said of one specimen, `ok` or its words, and the `ts` of the message where it was posted."""

    name: str
    validated: str
    posted: str
    ts: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether Slack refused nothing."""
        return {self.validated, self.posted} <= {"ok", "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The trial of specimens in one channel, at `pace` seconds between messages; `own` is the bot's user id."""

    client: AsyncWebClient
    channel: str
    own: str
    pace: float = PACE

    async def run(self, specimens: Sequence[Specimen]) -> list[Finding]:
        """What Slack says of each."""
        return [await self._of(specimen) for specimen in specimens]

    async def clean(self, findings: Sequence[Finding]) -> int:
        """Delete what was posted; how many messages could not be."""
        left = 0
        for ts in (finding.ts for finding in findings if finding.ts):
            told, _ = await _said(self.client.chat_delete(channel=self.channel, ts=ts))
            left += told != "ok"
            await asyncio.sleep(self.pace)
        return left

    async def _of(self, specimen: Specimen) -> Finding:
        payload = pinging_nobody(specimen.payload, self.own)
        name = f"{specimen.heading}: {specimen.name}"
        validated, _ = await _said(self._validation(specimen.kind, payload)) if "blocks" in payload else ("-", {})
        if specimen.kind in {Kind.MODAL, Kind.HOME}:
            return Finding(name, validated, "-")
        post = self.client.chat_postMessage(channel=self.channel, unfurl_links=False, unfurl_media=False, **payload)
        posted, answer = await _said(post)
        await asyncio.sleep(self.pace)
        return Finding(name, validated, posted, str(answer.get("ts", "")))

    def _validation(self, kind: Kind, payload: Json) -> Awaitable[Any]:
        """In the body of the call: the SDK's own method would write it into the address, where it has no room."""
        is_view = kind in {Kind.MODAL, Kind.HOME}
        said = {"view": payload} if is_view else {"message": {"blocks": payload["blocks"]}}
        data = {name: json.dumps(value) for name, value in said.items()}
        return self.client.api_call("blocks.validate", data=data)


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ, say: Say = print) -> int:
    """Exit status 0 where Slack took everything, 1 where it refused something, 2 without a token and a channel."""
    parser = argparse.ArgumentParser(prog="python -m gallery.live", description="Show every specimen to a real Slack.")
    parser.add_argument("--clean", action="store_true", help="delete afterwards what was posted")
    parser.add_argument("--only", default="", metavar="WORDS", help="only specimens whose name has these words")
    chosen = parser.parse_args(arguments)
    if not (environ.get(TOKEN) and environ.get(CHANNEL)):
        say(MISSING)
        return MISCONFIGURED
    return asyncio.run(report(environ, collection(chosen.only), is_clean_wanted=chosen.clean, say=say))


async def report(
    environ: Mapping[str, str], specimens: Sequence[Specimen], *, is_clean_wanted: bool, say: Say, pace: float = PACE
) -> int:
    """Try the specimens and say what Slack said; the exit status."""
    client = AsyncWebClient(token=environ[TOKEN], base_url=environ.get(ADDRESS) or AsyncWebClient.BASE_URL)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=3))
    told, bot = await _said(client.auth_test())
    if told != "ok":
        say(f"Slack does not let this token in: {told}. Nothing was posted.")
        return MISCONFIGURED
    trial = Trial(client=client, channel=environ[CHANNEL], own=str(bot["user_id"]), pace=pace)
    findings = await trial.run(specimens)
    say(drawn(findings))
    say(VIEWS)
    left = await trial.clean(findings) if is_clean_wanted else 0
    if left:
        say(f"{left} messages could not be deleted.")
    return FINE if all(finding.is_fine for finding in findings) and not left else REFUSED


def drawn(findings: Sequence[Finding]) -> str:
    """The findings as a table, and how many are fine."""
    width = max((len(finding.name) for finding in findings), default=0)
    rows = [f"{finding.name:{width}}  {finding.validated:9}  {finding.posted}" for finding in findings]
    fine = sum(finding.is_fine for finding in findings)
    heads = f"{'specimen':{width}}  {'validated':9}  posted"
    return "\n".join([heads, *rows, f"{fine} of {len(findings)} are fine."])


def pinging_nobody(payload: Json, own: str) -> Json:
    """The payload with the bot itself in every person's place, and plain words in every group's."""
    told = _GROUP.sub("@a-group", _PERSON.sub(own, json.dumps(payload)))
    changed: Json = json.loads(told)
    return changed


async def _said(call: Awaitable[Any]) -> tuple[str, Mapping[str, Any]]:
    """What Slack said of a call, `ok` or why not, and its answer."""
    try:
        answer = await call
    except SlackApiError as error:
        return _reason(error), {}
    except (aiohttp.ClientError, OSError) as error:
        return f"no answer: {type(error).__name__}", {}
    return "ok", answer.data


def _reason(error: SlackApiError) -> str:
    answer: Mapping[str, Any] = error.response.data if isinstance(error.response.data, dict) else {}
    details = answer.get("errors") or answer.get("response_metadata", {}).get("messages", [])
    return " ".join([str(answer.get("error", "no answer")), *(str(detail) for detail in details[:3])])


if __name__ == "__main__":
    sys.exit(main())
