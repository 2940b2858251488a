"""The page of the gallery: every specimen under its heading, with its pictures and what is sent to Slack."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from gallery.specimens.specimen import Specimen

Pictures = Mapping[str, Sequence[str]]
STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
nav ul { columns: 3 14rem; padding-left: 1.2rem; }
section { margin-top: 3rem; }
article { margin: 1.5rem 0 2.5rem; }
h3 { margin: 0 0 .4rem; }
img { display: block; max-width: 100%; max-height: 60rem; margin: .6rem 0; border: 1px solid #8886; }
pre { overflow-x: auto; max-height: 30rem; padding: .8rem; border: 1px solid #8886; font-size: .8rem; }
"""


def hung(specimens: Sequence[Specimen], pictures: Pictures, note: str) -> str:
    """The page as HTML; `pictures` are addresses by slug, and `note` says at its top what there is to know."""
    rooms = [(heading, list(those)) for heading, those in groupby(specimens, lambda specimen: specimen.heading)]
    body = "\n".join(part for heading, those in rooms for part in _room(heading, those, pictures))
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Countersign: the gallery</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>Everything that Countersign shows</h1>\n<p>{escape(note)}</p>\n"
        f"<nav><ul>{''.join(_entry(heading, len(those)) for heading, those in rooms)}</ul></nav>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _entry(heading: str, count: int) -> str:
    return f'<li><a href="#{_anchor(heading)}">{escape(heading)}</a> ({count})</li>'


def _room(heading: str, specimens: Sequence[Specimen], pictures: Pictures) -> Iterator[str]:
    yield f'<section id="{_anchor(heading)}">\n<h2>{escape(heading)}</h2>'
    for specimen in specimens:
        yield from _specimen(specimen, pictures.get(specimen.slug, ()))
    yield "</section>"


def _specimen(specimen: Specimen, pictures: Sequence[str]) -> Iterator[str]:
    name = escape(specimen.name)
    payload = escape(json.dumps(specimen.payload, indent=2, ensure_ascii=False))
    yield f'<article id="{specimen.slug}">\n<h3>{name}</h3>'
    for picture in pictures:
        yield f'<a href="{picture}"><img src="{picture}" alt="{name}" loading="lazy"></a>'
    size = f"{len(json.dumps(specimen.payload)):,} characters"
    yield f"<details><summary>What is sent to Slack ({specimen.kind}, {size})</summary><pre>{payload}</pre></details>"
    yield "</article>"


def _anchor(heading: str) -> str:
    return heading.casefold().replace(" ", "-").replace("/", "")
