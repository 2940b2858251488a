"""Messages not yet posted: to be posted now, or at a time that was asked for."""

from dataclasses import dataclass

from sandbox.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message about to be posted; the blocks have been checked, `files` are ids."""

    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    link_names: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A draft to be posted at `post_at`, seconds since 1970."""

    id: str
    post_at: int
    created: int
    draft: Draft
