"""The section `dialects:` of a policies file: by workflow, how its questions are to be read."""

from typing import Any

from bot.approvals.dialects.mapped import Mapped
from bot.approvals.dialects.plain import NAMED
from bot.approvals.dialects.told import Told
from bot.policybook import remedies
from bot.policybook.yaml_page import Page


def read_dialects(page: Page) -> dict[str, Told]:
    """What the section says of each workflow; mistakes are noted on the page, and what holds one is left out."""
    written = page.content.get("dialects")
    if written is None:
        return {}
    if not isinstance(written, dict):
        page.add(("dialects",), "it is not made of workflows' names", remedies.write("dialects"))
        return {}
    read = {workflow: _told(page, workflow, said) for workflow, said in written.items()}
    return {workflow: told for workflow, told in read.items() if told}


def _told(page: Page, workflow: str, said: Any) -> Told | None:
    """A dialect's name, or a mapping."""
    here = ("dialects", workflow)
    if said is None or isinstance(said, list):
        page.add(here, "it is neither the name of a dialect nor a mapping", remedies.write("dialects"))
        return None
    if not isinstance(said, dict):
        return Told(dialect=said) if page.look_up(here, said, NAMED, "dialect") else None
    mapping = page.read(Mapped, said, here, {})
    return Told(mapping=mapping) if mapping else None
