"""What the configuration says of a workflow's questions, where their shape alone cannot tell."""

from bot.approvals.dialects import mapped, plain, unsure
from bot.approvals.dialects.mapped import Mapped
from bot.approvals.dialects.payloads import Payload, Reading
from bot.approvals.dialects.unsure import Unsure
from bot.approvals.values import Frozen


class Told(Frozen):
    """How a workflow's questions are to be read: in the plain dialect of this name, or by a mapping."""

    dialect: str = ""
    mapping: Mapped | None = None


def read_as(told: Told, given: Payload) -> Reading | None:
    """The question as the configuration says it is; shown and not answered where it is not written so.

    None where the configuration says nothing; raises Malformed.
    """
    by_name = plain.NAMED.get(told.dialect)
    try:
        if told.mapping:
            mapping = told.mapping
            return plain.tried(given, [lambda payload: mapped.read(mapping, payload)])
        return plain.tried(given, [by_name]) if by_name else None
    except Unsure as why:
        return unsure.another(given, told.dialect or "its mapping says", str(why))
