"""`python -m gallery`: draw every specimen, and put them on one page with pictures where Chromium is."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from gallery.camera import DARK, LIGHT, NARROW, Look, NoCamera, camera
from gallery.collection import collection
from gallery.hanging import hung
from gallery.specimens.specimen import Specimen
from gallery.stage import Stage, staged

MANIFEST = Path("manifest.yml")
PLACE = Path(".data") / "gallery"
PICTURES = "pictures"
IN_EVERY_LOOK = ("everything-an-ask", "edited-after", "ten-refunds", "rejected", "full-home", "every-sort", "read-this")


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what the command line asks for; the exit status is 0 without Chromium too."""
    parser = argparse.ArgumentParser(prog="python -m gallery", description="Everything that Countersign shows.")
    parser.add_argument("--to", type=Path, default=PLACE, metavar="FOLDER", help=f"where the page goes ({PLACE})")
    parser.add_argument("--only", default="", metavar="WORDS", help="only specimens whose name has these words")
    chosen = parser.parse_args(arguments)
    note = asyncio.run(draw(collection(chosen.only), chosen.to))
    sys.stdout.write(f"{note}\nThe gallery is in {chosen.to / 'index.html'}\n")
    return 0


async def draw(specimens: Sequence[Specimen], place: Path) -> str:
    """Write the page, and its pictures if there can be any, into the folder; what there is to know about them."""
    await asyncio.to_thread((place / PICTURES).mkdir, parents=True, exist_ok=True)
    pictures: dict[str, list[str]] = {specimen.slug: [] for specimen in specimens}
    try:
        async for specimen, picture in photographed(specimens, place):
            pictures[specimen.slug].append(picture)
        note = f"{len(specimens)} specimens, as the local Slack draws them; some in the dark and at 600 pixels as well."
    except NoCamera as missing:
        note = f"{len(specimens)} specimens, without pictures: {missing}."
    page = hung(specimens, pictures, note)
    await asyncio.to_thread((place / "index.html").write_text, page, encoding="utf-8")
    return note


async def photographed(specimens: Sequence[Specimen], place: Path) -> AsyncIterator[tuple[Specimen, str]]:
    """Take pictures of every specimen, of some in every look: each with its address in the folder; raises NoCamera."""
    async with staged(MANIFEST) as stage:
        for look in (LIGHT, DARK, NARROW):
            for specimen, picture in await _in_look(look, stage, specimens, place):
                yield specimen, picture


async def _in_look(look: Look, stage: Stage, specimens: Sequence[Specimen], place: Path) -> list[tuple[Specimen, str]]:
    some = [each for each in specimens if look is LIGHT or any(words in each.slug for words in IN_EVERY_LOOK)]
    taken = [(specimen, f"{PICTURES}/{specimen.slug}{look.suffix}.png") for specimen in some]
    async with camera(stage.sandbox.url, look) as lens:
        for specimen, picture in taken:
            async with stage.showing(specimen) as sight:
                await lens.take(sight, place / picture)
    return taken


if __name__ == "__main__":
    sys.exit(main())
