"""Who appears in the specimens: the people and groups the local Slack begins with, and what they may decide."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.approvals.eligibility import Roster

MAYA = "U07MAYAL001"
TOM = "U07TOMOK002"
LENA = "U07LENAP003"
MIGUEL = "U07MIGUE004"
DORA = "U07DORAW005"
CLEO = "U07CLEOM006"
OTTO = "U07OTTOB007"
RHEA = "U07RHEAN008"

APPROVALS = "C07APPROVE3"

MENTIONS: Mapping[str, str] = MappingProxyType(
    {
        "team-leads": "S07TEAMLEAD",
        "managers": "S07MANAGERS",
        "directors": "S07DIRECTOR",
        "release-engineers": "S07RELEASEE",
    }
)
ROSTER = Roster({0: frozenset({TOM, LENA, RHEA}), 1: frozenset({MIGUEL}), 2: frozenset({DORA})})
