"""Tests that the local Slack shows every specimen to the person it is for, and to nobody once it is over."""

from collections.abc import AsyncIterator

import pytest

from gallery.collection import collection
from gallery.specimens.cast import APPROVALS
from gallery.specimens.specimen import Kind, Specimen
from gallery.stage import Stage, staged
from sandbox import Person
from tests.journeys.world import ROOT


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """An empty stage."""
    async with staged(ROOT / "manifest.yml") as stage:
        yield stage


def shown_to(tom: Person, kind: Kind) -> bool:
    """Whether something of that kind is before this person."""
    match kind:
        case Kind.MESSAGE:
            return bool(tom.messages(APPROVALS))
        case Kind.PRIVATE:
            return bool(tom.ephemerals(APPROVALS))
        case Kind.MODAL:
            return tom.view() is not None
        case Kind.HOME:
            return tom.home() is not None


def one_of_each() -> list[Specimen]:
    """The first specimen of every kind."""
    return [next(specimen for specimen in collection() if specimen.kind is kind) for kind in Kind]


@pytest.mark.parametrize("specimen", one_of_each(), ids=[*Kind])
async def test_a_specimen_is_shown_for_as_long_as_the_block_lasts(stage: Stage, specimen: Specimen) -> None:
    tom = stage.sandbox.person("tom")
    assert not shown_to(tom, specimen.kind)
    async with stage.showing(specimen) as sight:
        assert shown_to(tom, specimen.kind)
        assert sight.address.startswith("#/tom/")
    assert specimen.kind is Kind.HOME or not shown_to(tom, specimen.kind)


async def test_every_specimen_can_be_shown(stage: Stage) -> None:
    for specimen in collection():
        async with stage.showing(specimen):
            assert shown_to(stage.sandbox.person("tom"), specimen.kind), specimen.slug
