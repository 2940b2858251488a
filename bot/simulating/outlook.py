"""The outlook for a request: the policy that holds for it, and what silence makes of it, by the rules themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.approvals.commands import Open
from bot.approvals.forecasting import Step, forecast
from bot.approvals.policy import Policy
from bot.approvals.request import Origin, Request
from bot.approvals.routes import Circumstances
from bot.approvals.routing import Chosen, PolicyBook, choose
from bot.approvals.tier import Notify, Tier
from bot.desk import posting_cards
from bot.faults import Fault
from bot.simulating.standing import Directory, Standing, ladders, look_up
from bot.simulating.supposing import Supposition

_NOBODY = "somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What was supposed, the policy chosen for it, and everything that will happen.

    `standing` is who is who, and `able` who could decide, by the names of policy and tier, as far as it was looked up.
    """

    supposed: Supposition
    circumstances: Circumstances
    book: PolicyBook
    chosen: Chosen
    steps: tuple[Step, ...]
    standing: Standing
    able: Mapping[tuple[str, str], frozenset[str]]

    @property
    def first(self) -> Tier:
        """The tier at which it starts."""
        return self.tier_of(self.steps[0])

    def policy_of(self, step: Step) -> Policy:
        """The policy whose ladder the request is on then."""
        return next(policy for policy in ladders(self.chosen.policy) if policy.name == step.policy)

    def tier_of(self, step: Step) -> Tier:
        """The tier that is asked then, or was asked last."""
        return next(tier for tier in self.policy_of(step).tiers if tier.name == step.tier)

    def notify(self, step: Step) -> Notify:
        """Where the tier's people hear of it."""
        first = self.steps[0]
        is_first = (step.policy, step.tier, step.round) == (first.policy, first.tier, first.round)
        return posting_cards.notified(self.tier_of(step), is_first=is_first)


async def look_ahead(
    supposed: Supposition, book: PolicyBook, directory: Directory | None, *, remarks: tuple[str, ...] = ()
) -> Outlook:
    """What would become of the request; what the directory does not say is supposed to be all right, and told.

    `remarks` are told with it.
    """
    seen, trouble = await _circumstances(supposed, book, directory)
    chosen = choose(book, seen)
    standing = await look_up(directory, chosen.policy) if directory else Standing()
    able: dict[tuple[str, str], frozenset[str]] = {}
    steps = forecast(_opening(supposed, seen, chosen), supposed.at, present=_noting(standing, able))
    return Outlook(
        supposed=supposed,
        circumstances=seen,
        book=book,
        chosen=chosen,
        steps=steps,
        standing=replace(standing, troubles=(*remarks, *trouble, *standing.troubles)),
        able=able,
    )


def _noting(standing: Standing, able: dict[tuple[str, str], frozenset[str]]) -> Callable[[Request], frozenset[str]]:
    """Says who could decide a request, and notes it where it was looked up."""

    def present(request: Request) -> frozenset[str]:
        people = standing.could_decide(request)
        if standing.of(request.policy.name, request.asked.name):
            able[request.policy.name, request.asked.name] = people
        return people

    return present


async def _circumstances(
    supposed: Supposition, book: PolicyBook, directory: Directory | None
) -> tuple[Circumstances, tuple[str, ...]]:
    """What routes look at, and what the directory did not say of it."""
    requester, belongs = supposed.requester, frozenset({supposed.requester}) - {""}
    trouble: tuple[str, ...] = ()
    if directory and requester and not _is_group(requester):
        try:
            requester = await directory.user_id(requester)
            belongs |= await directory.belongs(requester, book.named_for(supposed.workflow))
        except Fault as error:
            trouble = (f"Slack did not say who {supposed.requester} is ({error}).",)
    seen = Circumstances(
        workflow=supposed.workflow,
        ask=supposed.ask,
        requester=requester,
        belongs=belongs,
        channel=supposed.channel,
        now=supposed.at,
    )
    return seen, trouble


def _is_group(named: str) -> bool:
    return "@" not in named and named == named.lower()


def _opening(supposed: Supposition, seen: Circumstances, chosen: Chosen) -> Open:
    """The command that would open the request; only its policy, its ask and its requester matter to the rules."""
    origin = Origin(
        run_id="run_imagined",
        interrupt_id="imagined",
        workflow=supposed.workflow,
        graph_version="imagined",
        requester=_NOBODY if _is_group(seen.requester) else seen.requester,
        dialect="imagined",
        channel=supposed.channel,
    )
    return Open(
        request_id="req_imagined",
        origin=origin,
        ask=supposed.ask,
        policy=chosen.policy,
        at_least=chosen.at_least,
        routed_by=chosen.routed_by,
    )
