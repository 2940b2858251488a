"""What each field of the policies file says: for editors, by the JSON Schema, and for people, in docs/policies.md."""

from collections.abc import Mapping

SECTIONS: Mapping[str, str] = {
    "policies": "The ladders, each under a name of its own. One that bears a workflow's name is for that workflow.",
    "calendars": "Who works when, each under a name that tiers and routes use.",
    "routes": "Which requests go to which policy; the first route whose conditions are all true is taken.",
    "default": "The policy for what no route takes and no policy's name is for; the one called `default` if left out.",
    "quiet": "How often people are pinged.",
    "dialects": "How the questions of a workflow are answered, by its name: a dialect, or a mapping.",
}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "Policy": {
        "channel": 'Where cards are posted: `"#name"` (with the quotes) or a channel id. The bot must be a member.',
        "tiers": "The ladder, first rung first. A request starts at the first tier whose limits all hold.",
        "on_timeout": "After the last tier: `reject` (if left out: silence is no consent), `wait` and remind, "
        "`fallback`, or `approve`, which approves requests of low risk only.",
        "fallback": "With `on_timeout: fallback`: the policy whose ladder follows this one.",
        "repeat": "How many times more the ladder is climbed before `on_timeout` decides; 0 if left out.",
        "requester_may_act": "`true` lets people sign for what they asked for themselves; a list lets only these "
        "people (user ids or e-mail addresses). `false` if left out.",
        "extend_at_most": "How far reviewers may put a deadline off in all; the SLA of the tier asked if left out.",
        "outage": "What happens to requests that nobody can be shown, as Slack cannot be reached.",
        "batch": "Like requests gather in one card, to be decided together or one by one.",
        "may_undo": "Who may undo what a workflow did at once, while that is offered: `{groups: [team-leads]}`. "
        "Everybody whom a tier asks, if left out. Whoever asked for the run always may.",
    },
    "Tier": {
        "name": "What cards and the audit call the tier.",
        "limits": "The most each measure may be for a request to start here. The last tier has none. A measure that "
        "the workflow did not give holds no limit.",
        "auto": "`true`: what lies within the limits is approved, and nobody is asked.",
        "reviewers": "Who may decide.",
        "sla": "How long the tier has before the next one is asked as well; `4h` if left out.",
        "quorum": "How many different people have to approve: a number, `any` (1, if left out), or `all`.",
        "rejections": "How many rejections settle it: a number, `any` (1, if left out), or `all`.",
        "reminders": "When those who have not voted are reminded: shares of the SLA (`0.5`), or times before its end "
        "(`10m`).",
        "notify": "Where people hear that they are asked: `channel`, `dm` or `both`. If left out, the first tier by "
        "the channel's card, and later ones by direct messages too.",
        "turn": "`everybody` (if left out), or `round-robin`: one person at a time is called; each reminder calls the "
        "next.",
        "calendar": "The calendar whose hours the SLA counts, or one for each reviewer: `{berlin-leads: berlin}`.",
        "defer": "`true`: outside of the calendar's hours people are asked when they work next, unless the urgency is "
        "high.",
        "earlier_may_act": "`false`: once this tier is asked, those before it may not decide any more.",
        "distinct_groups": "`true`: the approvals have to come from as many different groups.",
        "at_least": "How many of the approvals have to come from a group: `{risk-officers: 1}`.",
    },
    "Reviewers": {
        "groups": "Slack user groups by handle, without the @.",
        "people": "User ids or e-mail addresses.",
        "channels": "Everybody in these channels, and so everybody who joins them.",
    },
    "Outage": {
        "after": "How long Slack is waited for.",
        "queued": "How many requests may wait for Slack.",
        "then": "What happens then: `reject` (if left out), or `allow_low_risk`, which approves requests of low risk.",
    },
    "Batching": {
        "window": "How long after the first one others still join its card.",
        "most": "How many requests one card holds at most; 25 if left out.",
    },
    "Calendar": {
        "zone": "The time zone, such as `Europe/Berlin`.",
        "days": "Working days, such as `mon-fri` (if left out) or `[mon, wed, sat]`.",
        "hours": 'Working hours, such as `"09:00-17:00"` (if left out) or `["08:00-12:00", "13:00-17:00"]`; '
        '`"22:00-06:00"` goes over midnight.',
        "holidays": "A list of dates; or a country, with a part of it, dates of your own and exceptions: "
        "`{country: DE, subdivision: BE, dates: [2026-12-24], except: [2026-05-01]}`.",
    },
    "Route": {
        "name": "What the audit calls the route; its conditions in words if left out.",
        "when": "The conditions, all of which have to be true; every request if left out.",
        "policy": "The policy for what the route takes.",
        "tier": "The tier of that policy at which, or above which, such requests start.",
    },
    "Conditions": {
        "workflows": "Of one of these workflows.",
        "steps": "For one of these kinds of step, as the workflow calls them.",
        "measures": "With measures such as amount, risk or confidence within bounds; a measure that is missing is not.",
        "risks": "Of one of these risks: `low`, `medium` or `high`.",
        "requesters": "Asked for by one of these people.",
        "channels": "Started in one of these channels.",
        "during": "Opened within a calendar's hours, or outside of them.",
    },
    "Bounds": {
        "above": "More than this.",
        "at_most": "Not more than this.",
    },
    "Requesters": {
        "groups": "Members of these Slack user groups, by handle, without the @.",
        "people": "User ids or e-mail addresses.",
    },
    "During": {
        "calendar": "The calendar's name.",
        "working": "`true` (if left out): in its hours. `false`: outside of them.",
    },
    "Quiet": {
        "pings_per_hour": "How many direct messages that call or remind a person gets in 60 minutes at most, 12 if "
        "left out; the rest is told in one message when the hour is over. High urgency is not held back. `null`: no "
        "limit.",
    },
    "Mapped": {
        "title": "The field of the payload that is the card's title. A path: dots lead into objects, as in "
        "`order.customer`, and numbers into lists.",
        "summary": "The field that is the card's text.",
        "facts": "The fields that are shown besides; all others, if left out.",
        "measures": "What limits and routes are compared with: `{amount: order.total}`.",
        "risk": "The field that holds `low`, `medium` or `high`.",
        "actions": "The answers there are, each under an id of its own.",
    },
    "MappedAction": {
        "kind": "`approve` (consent, which counts for the quorum), `reject` (also what silence gives, the first of "
        "them), or `neutral` (the first one settles it).",
        "label": "What the button says; the id, if left out.",
        "reason": "Whether people write words with it: `none` (if left out), `optional` or `required`.",
        "form": "What people fill in: `{amount: number}`. `text`, `paragraph`, `number`, `integer`, `boolean`, `date`, "
        "or a list of choices.",
        "answer": "What the workflow gets: any value, with placeholders where it holds what people decided.",
    },
}
