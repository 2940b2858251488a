"""The sections of a policies file, read into a book; a name for something else in the file leads to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot import holidaybook
from bot.approvals.calendars import Calendar
from bot.approvals.dialects.told import Told
from bot.approvals.policy import Policy
from bot.approvals.quiet import Quiet
from bot.approvals.routes import Route
from bot.approvals.tier import Reviewers, Tier
from bot.policybook import remedies
from bot.policybook.dialect_section import read_dialects
from bot.policybook.yaml_page import Page

SECTIONS = ("policies", "calendars", "routes", "default", "quiet", "dialects")

# They stand in for what is named but holds mistakes, which are told where it stands.
_SOME_CALENDAR = Calendar(name="some", zone="UTC")
_SOME_POLICY = Policy(name="some", channel="#some", tiers=(Tier(name="some", reviewers=Reviewers(groups=("some",))),))


@dataclass(slots=True)
class Sections:
    """What could be read of the file; `routes` are kept with their places in the list."""

    calendars: dict[str, Calendar] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    routes: dict[int, Route] = field(default_factory=dict)
    default: str = ""
    quiet: Quiet = field(default_factory=Quiet)
    dialects: dict[str, Told] = field(default_factory=dict)


def read_sections(page: Page, years: Iterable[int]) -> Sections:
    """Read everything; mistakes are noted on the page, and what holds one is left out."""
    for name in page.content:
        if name not in SECTIONS:
            page.add((str(name),), "there is no such section", remedies.nearest(str(name), SECTIONS))
    found = Sections(calendars=_calendars(page, years))
    given = {name: found.calendars.get(name, _SOME_CALENDAR) for name in page.names("calendars")}
    found.policies = _Policies(page, {"calendars": given}).read()
    found.routes = _routes(page, {"calendars": given})
    found.default = _default(page)
    found.quiet = page.read(Quiet, _given(page.content, "quiet", {}), ("quiet",), {}) or Quiet()
    found.dialects = read_dialects(page)
    return found


def stand_flat(page: Page) -> bool:
    """Whether policies stand at the top of the file, as they did before there were sections; that is then noted."""
    if "policies" in page.content:
        return False
    flat = [name for name, fields in page.content.items() if isinstance(fields, dict) and "tiers" in fields]
    if flat:
        remedy = "write policies: in a line of its own at the top, and indent everything below it by two spaces"
        page.add((str(flat[0]),), "the policies stand at the top of the file, where its sections belong", remedy)
    return bool(flat)


def _calendars(page: Page, years: Iterable[int]) -> dict[str, Calendar]:
    read = {name: _calendar(page, name, fields, list(years)) for name, fields in page.section("calendars").items()}
    return {name: calendar for name, calendar in read.items() if calendar}


def _calendar(page: Page, name: str, fields: dict[str, Any], years: list[int]) -> Calendar | None:
    """A calendar with the dates of its holidays, as far as they are known: for those years."""
    here, holidays = ("calendars", name), _given(fields, "holidays", ())
    if isinstance(holidays, dict):
        try:
            holidays = holidaybook.dates(holidays, years)
        except ValueError as unknown:
            page.add((*here, "holidays"), str(unknown), remedies.write("holidays"))
            holidays = ()
    return page.read(Calendar, {**fields, "name": name, "holidays": holidays}, here, {})


@dataclass(slots=True)
class _Policies:
    """The policies being read, each after the one that it falls back to."""

    page: Page
    context: Mapping[str, Any]
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: dict[str, Policy | None] = field(default_factory=dict)

    def read(self) -> dict[str, Policy]:
        """The policies that hold no mistakes, in the order in which they stand in the file."""
        self.written = self.page.section("policies")
        if not self.written and not self.page.mistakes:
            self.page.add(("policies",), "there are no policies", remedies.write("policies"))
        for name in self.written:
            if len(circle := self._circle(name)) and name == min(circle, key=list(self.written).index):
                wrong = f"the fallbacks go in a circle: {', '.join([*circle, name])}"
                remedy = "remove one of these fallbacks, so that the ladder ends somewhere"
                self.page.add(("policies", name, "fallback"), wrong, remedy)
        read = {name: self._policy(name) for name in self.written}
        return {name: policy for name, policy in read.items() if policy}

    def _policy(self, name: str) -> Policy | None:
        if name not in self.found:
            fields = {**self.written[name], "name": name}
            if fields.get("fallback") is not None:
                fields["fallback"] = self._fallback(name, fields["fallback"])
            self.found[name] = self.page.read(Policy, fields, ("policies", name), self.context)
        return self.found[name]

    def _fallback(self, name: str, fallback: Any) -> Policy:
        is_known = self.page.look_up(("policies", name, "fallback"), fallback, self.page.names("policies"), "policy")
        if not is_known or fallback not in self.written or self._circle(name) or self._circle(fallback):
            return _SOME_POLICY
        return self._policy(fallback) or _SOME_POLICY

    def _circle(self, name: str) -> list[str]:
        """The policies that lead from one back to itself, or none."""
        way = [name]
        while isinstance(following := self.written[way[-1]].get("fallback"), str) and following in self.written:
            if following == name:
                return way
            if following in way:
                return []
            way.append(following)
        return []


def _routes(page: Page, context: Mapping[str, Any]) -> dict[int, Route]:
    written = _given(page.content, "routes", [])
    if not isinstance(written, list):
        page.add(("routes",), "it is not a list", remedies.write("routes"))
        return {}
    read = {number: page.read(Route, fields, ("routes", str(number)), context) for number, fields in enumerate(written)}
    return {number: route for number, route in read.items() if route}


def _given(fields: Mapping[str, Any], name: str, nothing: Any) -> Any:
    """What a field says, or `nothing` where it is left out, or its name stands there alone."""
    return nothing if fields.get(name) is None else fields[name]


def _default(page: Page) -> str:
    """The policy that `default:` names, or else the one of that name, or none."""
    known = page.names("policies")
    if "default" not in page.content:
        return "default" if "default" in known else ""
    named = page.content["default"]
    return named if page.look_up(("default",), named, known, "policy") else ""
