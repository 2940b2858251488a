"""Tests of the gallery's page, with pictures and without."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from gallery.__main__ import main
from gallery.collection import collection
from gallery.hanging import hung
from gallery.specimens.specimen import Kind, Specimen


class Reader(HTMLParser):
    """Reads a page: the sources of its pictures, its ids, where its links lead, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pictures: list[str | None] = []
        self.ids: list[str] = []
        self.anchors: set[str] = set()
        self.words = ""
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        said = dict(attrs)
        self.scripts += tag == "script"
        self.pictures += [said.get("src")] if tag == "img" else []
        self.ids += [said["id"] or ""] if "id" in said else []
        self.anchors |= {(said.get("href") or "").removeprefix("#")} if tag == "a" else set()

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words += data


def test_the_page_names_every_specimen_and_every_link_leads_somewhere() -> None:
    page = Reader(hung(collection(), {}, "Without pictures."))
    assert all(specimen.name in page.words for specimen in collection())
    assert len(set(page.ids)) == len(page.ids)
    assert page.anchors <= set(page.ids)
    assert not page.pictures


def test_what_a_specimen_says_is_no_markup_of_the_page() -> None:
    words = "<script>alert(1)</script>"
    specimen = Specimen(heading=words, name=words, kind=Kind.PRIVATE, payload={"text": words})
    page = Reader(hung([specimen], {specimen.slug: ["pictures/one.png"]}, words))
    assert page.scripts == 0
    assert page.pictures == ["pictures/one.png"]
    assert page.words.count(words) >= 4


def test_without_chromium_the_page_is_drawn_without_pictures_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--to", str(tmp_path), "--only", "an ordinary refund"]) == 0
    assert "without pictures: no Chromium was found" in capsys.readouterr().out
    page = Reader((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "Refund 4,200 EUR to ACME?" in page.words
    assert not page.pictures
