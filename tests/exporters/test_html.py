"""The report as a page: whole, by itself, accessible, its links all lead somewhere, and text stays text."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from documents import (
    CONTROL,
    HOSTILE,
    comment,
    document,
    large_document,
    matrix_row,
    paragraph,
    theme,
)
from formats import CountingProgress, check_cancelled_at_any_moment, check_same_bytes
from lxml import html as lxml_html
from working_review import ARABIC, EMOJI, MARKUP, SECRETS, everything_in, working_review

from ogp_review.domain.report import Edition, Figure, ReportDocument, ReportSection
from ogp_review.exporters.holding import ILLEGAL
from ogp_review.exporters.html import write_html
from ogp_review.progress import NoProgress

EMPTY = document(
    comments=(), matrix=(), sections=(), themes=(), participants=(), consultations=(), notes=(), unfinished=()
)
EVIL = '"\'><img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">x</a>'
_SAID = "//p[@class='said'][not(ancestor::figure)]"
VOID = {"meta", "input"}
ELEMENTS = frozenset(
    """html head meta title style script body a header nav main section div article h1 h2 h3 h4 h5 h6 p span
    bdi ul li dl dt dd table caption thead tbody tr th td svg rect blockquote figure figcaption ins del
    details summary label input""".split()
)
STRANGE = (*HOSTILE, EVIL, "</script><script>x()", "<!--", "]]>", "javascript:alert(1)")


class Balanced(HTMLParser):
    """Reads a page as strictly as a person who wrote it by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def page(report: ReportDocument, folder: Path) -> Any:
    write_html(report, folder / "r.html", NoProgress())
    return check((folder / "r.html").read_text("utf-8"))


def check(text: str) -> Any:
    """What holds of every page, whatever is in it."""
    strict = Balanced()
    strict.feed(text)
    strict.close()
    assert (strict.wrong, strict.open) == ([], [])
    root = lxml_html.document_fromstring(text.encode())
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [link.get("href") for link in root.iter("a")]
    assert [target for target in targets if target[:1] != "#" or target[1:] not in ids] == []
    _check_alone(elements)
    _check_accessible(root, ids)
    _check_policy(root, text)
    return root


def _check_alone(elements: list[Any]) -> None:
    """Nothing is fetched, and no text has become an element or an attribute that does something."""
    assert {element.tag for element in elements} <= ELEMENTS
    names = {name for element in elements for name in element.attrib}
    assert names.isdisjoint(("src", "style", "action", "srcset", "background", "poster", "formaction"))
    assert not [name for name in names if name.startswith("on")]
    assert len([element for element in elements if element.tag == "script"]) == 1


def _check_accessible(root: Any, ids: Counter[str]) -> None:
    assert root.get("lang") and root.get("dir") in ("ltr", "rtl")
    assert len(root.findall(".//main")) == len(root.findall(".//h1")) == 1
    assert root.find("body")[0].get("href") == "#main"
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    for cell in root.iter("th"):
        assert cell.get("scope") in ("row", "col")
    for table in root.iter("table"):
        assert table.findtext("caption") and table.find("thead") is not None
    for element in root.xpath("//*[@aria-labelledby]"):
        assert element.get("aria-labelledby") in ids
    labelled = {label.get("for") for label in root.iter("label")}
    assert {field.get("id") for field in root.iter("input")} == labelled


def _check_policy(root: Any, text: str) -> None:
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for tag in ("style", "script"):
        held = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp|innerHTML|eval\(", held)


def texts(root: Any, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in root.xpath(path)]


def test_each_comment_is_there_once_in_its_own_words(tmp_path: Path) -> None:
    report = document()
    root = page(report, tmp_path)
    articles = root.xpath("//article[@class='comment']")
    assert [article.get("id") for article in articles] == [f"comment-{row.ref}" for row in report.comments]
    said = [article.xpath("p[contains(@class, 'said')]")[0].text_content() for article in articles]
    assert said == [ILLEGAL.sub("\ufffd", row.text) for row in report.comments]


def test_statements_lead_to_their_comments_and_comments_back(tmp_path: Path) -> None:
    root = page(document(), tmp_path)
    point = root.get_element_by_id("point-R001")
    assert point.xpath(".//p[@class='refs']/a/@href") == ["#comment-C0001", "#comment-C0002"]
    back = root.get_element_by_id("comment-C0008").xpath(".//p[@class='refs']/a/@href")
    assert back == ["#paragraph-P12", "#point-R006", "#comment-C0001"]
    assert root.get_element_by_id("paragraph-P12").tag == "h4"
    points = root.xpath("//article[@class='point']/@id")
    assert sorted(points) == [f"point-R00{number}" for number in range(1, 7)], "every row once"


def test_rows_that_stand_at_no_paragraph_are_there_too(tmp_path: Path) -> None:
    root = page(document(sections=()), tmp_path)
    assert len(root.xpath("//article[@class='point']")) == 6
    assert "Not about one paragraph" in texts(root, "//h3")


def test_labels_that_are_the_same_or_odd_have_anchors_of_their_own(tmp_path: Path) -> None:
    odd = tuple(paragraph(label, rows=()) for label in ("P1", "P1", "", "", "ü 1", EVIL))
    page(document(sections=(ReportSection("", 1, None, odd), ReportSection("", 1, None, odd))), tmp_path)


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_hostile_text_stays_text_wherever_it_stands(text: str, tmp_path: Path) -> None:
    everywhere = dict.fromkeys(
        ("text", "author", "organisation", "channel", "language", "date", "state", "paragraph", "translation",
         "proposal", "point", "reply_to"),
        text,
    )  # fmt: skip
    rows = (comment(1, themes=(text,), **everywhere), comment(2, ref=text, text="x", set_aside=text))
    names = ("ref", "section", "paragraph", "point", "response", "proposed_change", "verbatim")
    said = dict.fromkeys(names, text)
    row = matrix_row(1, ("C0001", text), disposition="not accepted", languages=(text,), **said)
    place = paragraph(text, text=text, revised=text + " more", rows=(0,))
    report = document(
        title=text, language=text, made_by=text, version=text, summary=text, comments=rows, matrix=(row,),
        sections=(ReportSection(text, 1, place.narrative, (place,)),), themes=(theme(text, definition=text),),
        unfinished=(text,), notes=(text,),
    )  # fmt: skip
    shown = page(report, tmp_path).xpath("//article[@class='comment']/p[contains(@class, 'said')]")[0]
    assert shown.text_content() == ILLEGAL.sub("\ufffd", text)


def test_passages_have_their_language_and_direction(tmp_path: Path) -> None:
    rows = (
        comment(1, text=ARABIC, language="ar"),
        comment(2, text="Plus d’argent.", language="fr"),
        comment(3, text="In English.", language="en"),
    )
    found = page(document(comments=rows, matrix=(), sections=()), tmp_path).xpath(_SAID)
    assert [(one.get("lang"), one.get("dir")) for one in found] == [("ar", "rtl"), ("fr", None), (None, None)]
    root = page(document(comments=rows, matrix=(), sections=(), language="ar"), tmp_path)
    found = root.xpath(_SAID)
    assert root.get("dir") == "rtl"
    assert [(one.get("lang"), one.get("dir")) for one in found] == [
        (None, None),
        ("fr", "ltr"),
        ("en", "ltr"),
    ]


def test_what_changed_is_shown_word_by_word(tmp_path: Path) -> None:
    root = page(document(), tmp_path)
    assert "will" in "".join(texts(root, "//del")) and "must" in "".join(texts(root, "//ins"))
    kept = "".join(root.xpath("//blockquote[contains(@class, 'redline')]//text()[not(parent::del)]"))
    assert kept == "P3. OGP members must open their committees."


def test_what_a_page_cannot_hold_is_said_on_it(tmp_path: Path) -> None:
    report = document(comments=(comment(1, text=CONTROL),), matrix=(), sections=())
    notes = write_html(report, tmp_path / "r.html", NoProgress())
    assert len(notes) == 1 and "C0001" in notes[0]
    assert notes[0] in texts(page(report, tmp_path), "//li")


def test_an_empty_review_says_so(tmp_path: Path) -> None:
    shown = texts(page(EMPTY, tmp_path), "//p[@class='nothing']")
    assert "No comments have been received." in shown and "The codebook has no themes yet." in shown


def test_a_real_public_page_holds_nothing_private(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / "r.html", edition="public", made_on="2026-11-24")
        review.reporting.export(tmp_path / "c.html", made_on="2026-01-02")
    text = everything_in(tmp_path / "r.html")
    assert [secret for secret in SECRETS if secret in text] == []
    root = check(text)
    said = texts(root, "//article[@class='comment']/p[@class='said']")
    assert said == [EMOJI, ARABIC, MARKUP, "Publish the budget of each committee."]
    assert "spam" in texts(root, "//article[@id='comment-C0005']")[0]
    ways = "//article[@id='comment-C0003']//p[@class='refs']/a/@href"
    assert root.xpath(ways) == ["#paragraph-P2", "#point-C0003"], "a comment may be a row of its own"
    committee = check(everything_in(tmp_path / "c.html"))
    assert "2 January 2026" in texts(committee, "//header/p")[1]
    assert committee.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert len(texts(committee, "//article[@class='comment']/p[@class='said']")) == 5


def test_many_refs_are_folded_and_many_countries_are_one_row(tmp_path: Path) -> None:
    refs = [f"C{number:04}" for number in range(30)]
    rows = tuple(comment(number) for number in range(30))
    report = document(comments=rows, matrix=(matrix_row(1, refs),), sections=())
    many = replace(report.figures, by_country=tuple(Figure(f"Land {n}", 1) for n in range(30)))
    root = page(replace(report, figures=many), tmp_path)
    assert len(root.xpath("//details//a")) == 30
    others = root.xpath("//table[caption='By country']/tbody/tr[last()]")[0]
    assert [cell.text_content() for cell in others][:2] == ["18 others", "18"]


def test_cancelled_at_any_moment_and_the_same_bytes_again(tmp_path: Path) -> None:
    report = large_document(600)
    (tmp_path / "c").mkdir()
    check_cancelled_at_any_moment(write_html, report, tmp_path / "c" / "r.html", least=5)
    check_same_bytes(write_html, replace(report, edition=Edition.PUBLIC), tmp_path, ".html")
    progress = CountingProgress()
    write_html(report, tmp_path / "r.html", progress)
    assert progress.told == [(0, 600), (500, 600), (600, 600)]
