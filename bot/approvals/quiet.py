"""Quiet: how often a person may be pinged."""

from typing import Annotated

from pydantic import Field, StrictInt

from bot.approvals.values import Frozen


class Quiet(Frozen):
    """At most `pings_per_hour` direct messages that call or remind one person in 60 minutes; None sets no limit.

    What is over is told in one message when the hour is over. High urgency is not held back.
    """

    pings_per_hour: Annotated[StrictInt, Field(ge=1, le=1000)] | None = 12
