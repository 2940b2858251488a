"""Tests that the gallery's pictures are taken, of all that a specimen shows."""

import re
import struct
from pathlib import Path

import pytest

from gallery.__main__ import draw
from gallery.collection import collection

pytest.importorskip("playwright.async_api", reason="Playwright is not installed: `make browser` does it")

pytestmark = pytest.mark.timeout(240)
ONE_OF_EACH = ("an ordinary refund", "reason missing", "edit approve", "an empty home", "ten refunds")


def height(picture: Path) -> int:
    """The height of a PNG in pixels."""
    found: int = struct.unpack(">I", picture.read_bytes()[20:24])[0]
    return found


async def test_every_kind_of_specimen_has_its_picture_on_the_page(tmp_path: Path) -> None:
    note = await draw([specimen for words in ONE_OF_EACH for specimen in collection(words)], tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert "without pictures" not in note
    assert len(pictures) == len(ONE_OF_EACH) + len(("dark", "narrow"))
    assert all(height(tmp_path / picture) > 50 for picture in pictures)


async def test_a_modal_that_is_longer_than_a_screen_is_photographed_whole(tmp_path: Path) -> None:
    [specimen] = collection("see everything last page")[:1]
    await draw([specimen], tmp_path)
    assert height(tmp_path / "pictures" / f"{specimen.slug}.png") > 2000
