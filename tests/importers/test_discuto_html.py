import email.message
from functools import cache
from pathlib import Path

import pytest

from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import discuto, discuto_html

DATA = Path(__file__).resolve().parents[1] / "data" / "html"
LINK = "/en/consultation/9?comment={}&page=1&paragraph=5"


@cache
def small(language: str) -> list[Incoming]:
    return list(discuto_html.read(DATA / f"small_{language}.html").records)


def comments_of(records: list[Incoming]) -> dict[str | None, IncomingComment]:
    return {record.external_id: record for record in records if isinstance(record, IncomingComment)}


def read_html(folder: Path, html: str) -> list[Incoming]:
    path = folder / "page.html"
    path.write_text(html, "utf-8")
    return list(discuto_html.read(path).records)


def test_comments_keep_their_ids_authors_dates_votes_and_places() -> None:
    comments = comments_of(small("en"))
    assert list(comments) == ["501", "502", "601"]
    first, second = comments["501"], comments["502"]
    assert first.text == (
        "The quay must stay open to everyone, also at night, and the plan does not say who decides.\n\n"
        "- Ask the harbour office <https://example.org/harbour>."
    )
    assert (first.author, first.posted, first.posted_at) == (
        "Ann Example",
        "Mon, 30/01/2023 - 14:02",
        "2023-01-30T14:02:11+01:00",
    )
    assert (first.votes_for, first.votes_against, first.paragraph, first.parent) == (7, 2, "P1", None)
    assert (second.text, second.author) == ("I disagree: at night it is a place of work.", "Bo")
    assert (second.votes_for, second.votes_against, second.paragraph, second.parent) == (0, 3, "P1", "501")
    assert (first.where, first.channel) == ("comment 501", None)


def test_a_comment_that_only_the_list_shows_is_there_with_its_paragraph() -> None:
    listed = comments_of(small("en"))["601"]
    assert (listed.text, listed.paragraph, listed.author) == ("Fishing is missing altogether.", "P9", None)


def test_the_draft_and_what_it_declares_come_with_the_page() -> None:
    records = small("en")
    paragraphs = {r.label: (r.text, r.complete) for r in records if isinstance(r, IncomingParagraph)}
    assert paragraphs == {
        "P1": ("The quay is open to all from dawn to dusk.\n\nDogs are welcome.", True),
        "P2": ("Boats give way to swimmers.", True),
        "P9": ("Boats are moored where", False),
    }
    assert [(r.label, r.title) for r in records if isinstance(r, IncomingSection)] == [
        ("1", "The quay"),
        ("2", "The boats"),
    ]
    declared = {r.paragraph: (r.comments, r.votes) for r in records if isinstance(r, IncomingDeclared)}
    assert declared == {"P1": (2, 5), "P2": (0, 0), "P9": (1, 0)}
    assert (
        IncomingWarning("Level of agreement, only its sum kept: P1: 4 for, 1 against; P2: 0 for, 0 against.")
        in records
    )


def test_the_consultation_is_known_by_its_title_and_language() -> None:
    about = discuto_html.read(DATA / "small_en.html").consultation
    assert (about.title, about.channel, about.language, about.closes) == (
        "Draft Harbour Plan",
        discuto.CHANNEL,
        "en",
        "15 Feb",
    )
    assert about.description == "The harbour needs a plan. Tell us what you think of the draft."
    named = discuto_html.read(DATA / "small_en.html", consultation="Mine", language="fr").consultation
    assert (named.title, named.language) == ("Mine", "fr")


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("de", "Entwurf Hafenplan", [
            ("701", "Änne Muster", "2023-03-03", 3, 1, None,
             "Der Kai muss auch nachts offen sein.\n\nDas steht so nicht im Plan."),
            ("702", "Bo", "2023-03-04", None, None, "701", "Nachts wird dort gearbeitet."),
        ]),
        ("es", "Borrador del plan del puerto", [
            ("801", "Ana", "2023-01-30T14:02", 5, 2, None, "El muelle debe quedar abierto."),
            ("802", "Blas", "2023-01-31T09:00", None, None, "801", "¿También de noche?"),
        ]),
        ("fr", "Projet de plan du port", [
            ("901", "Anne", "2023-02-03", 6, 0, None, "Le quai doit rester ouvert.\nMême la nuit."),
            ("902", "Bruno", "2023-02-04T10:00:00+01:00", None, None, "901", "La nuit, on y travaille."),
        ]),
    ],
)  # fmt: skip
def test_pages_in_other_languages_and_of_other_markup(
    language: str, title: str, expected: list[tuple[object, ...]]
) -> None:
    about = discuto_html.read(DATA / f"small_{language}.html").consultation
    assert (about.title, about.language) == (title, language)
    found = [
        (c.external_id, c.author, c.posted_at, c.votes_for, c.votes_against, c.parent, c.text)
        for c in comments_of(small(language)).values()
    ]
    assert found == expected
    assert {comment.paragraph for comment in comments_of(small(language)).values()} == {"P1"}
    [section] = [r for r in small(language) if isinstance(r, IncomingSection)]
    [paragraph] = [r for r in small(language) if isinstance(r, IncomingParagraph)]
    assert (section.label, paragraph.label, paragraph.section) == ("1", "P1", section.key)
    assert [r.comments for r in small(language) if isinstance(r, IncomingDeclared)] == [2]


def test_replies_nest_where_only_links_have_ids(tmp_path: Path) -> None:
    html = f"""<html><body><h1>Plan</h1><div class="comment"><a href="{LINK.format(1)}">3 Feb 2023</a>
        <b class="author">Ann</b><p>One, see <a href="/users/zoe">Zoe</a>.</p><div class="replies">
        <div class="comment"><b class="author">Bo</b> <a href="{LINK.format(2)}">4 Feb 2023</a><p>Two.</p>
        <div class="replies">
        <div class="comment"><a href="{LINK.format(3)}">#</a><p>Three.</p></div></div></div></div>
        </div></body></html>"""
    comments = comments_of(read_html(tmp_path, html))
    assert [(c.external_id, c.parent, c.text) for c in comments.values()] == [
        ("1", None, "One, see Zoe."),
        ("2", "1", "Two."),
        ("3", "2", "Three."),
    ]
    assert [c.author for c in comments.values()] == ["Ann", "Bo", None]
    assert comments["1"].posted_at == "2023-02-03"


def test_a_page_without_classes_still_gives_its_comments(tmp_path: Path) -> None:
    html = f"""<html><body><div><div><a href="{LINK.format(1)}">permalink</a><p>One</p><span>Agree (3)</span>
        <span>Disagree (1)</span></div><div><a href="{LINK.format(2)}">permalink</a><p>Two</p></div></div>
        </body></html>"""
    comments = comments_of(read_html(tmp_path, html))
    assert [(c.text, c.votes_for, c.votes_against) for c in comments.values()] == [
        ("One", 3, 1),
        ("Two", None, None),
    ]


def test_the_title_of_a_comment_is_kept_where_it_says_something_else(tmp_path: Path) -> None:
    html = f"""<html><body><div id="comment-1"><h3><a href="{LINK.format(1)}">Night</a></h3>
        <div class="content">
        <p>Open it.</p></div></div><div id="comment-2"><h3>Open it</h3>
        <div class="content">Open it now.</div></div></body>"""
    assert [c.text for c in comments_of(read_html(tmp_path, html)).values()] == [
        "Night\n\nOpen it.",
        "Open it now.",
    ]


def test_a_paragraph_of_another_page_is_named_by_its_id_and_no_words_are_a_skip(tmp_path: Path) -> None:
    html = f"""<html><body>consultation/9
        <div class="comment"><a href="{LINK.format(1)}">#</a><p>One</p></div>
        <div class="comment" id="comment-2"><a href="#">Reply</a></div></body></html>"""
    records = read_html(tmp_path, html)
    alone = comments_of(records)["1"]
    assert (alone.paragraph, alone.paragraph_key) == (None, LINK.format(1).rpartition("paragraph=")[2])
    assert IncomingSkip("comment 2", "no text") in records


def test_a_page_without_ids_is_read_as_its_text_capture_is(tmp_path: Path) -> None:
    html = """<html><head><title>Plan | Discuto</title></head><body><h1>Plan</h1><h3>LATEST COMMENTS</h3>
        <ul><li>One.</li><li>Two.</li></ul><h2>1. Quay</h2><p>P1</p><p>Open.</p>
        <p>Add/View comments (2)</p></body></html>"""
    records = read_html(tmp_path, html)
    assert [r.text for r in records if isinstance(r, IncomingComment)] == ["One.", "Two."]
    assert [r.text for r in records if isinstance(r, IncomingParagraph)] == ["Open."]
    assert any(isinstance(r, IncomingWarning) and "No comment with an id" in r.text for r in records)


def test_a_web_archive_of_one_file_is_the_page(tmp_path: Path) -> None:
    archive = email.message.EmailMessage()
    archive["From"] = "<Saved by a browser>"
    archive.set_content((DATA / "small_fr.html").read_text("utf-8"), subtype="html", cte="quoted-printable")
    path = tmp_path / "page.mhtml"
    path.write_bytes(archive.as_bytes())
    assert comments_of(list(discuto_html.read(path).records)) == comments_of(small("fr"))
    path.write_bytes(b"From: <Saved by a browser>\nContent-Type: text/plain\n\nnone")
    with pytest.raises(ReviewError, match="holds no web page"):
        discuto_html.read(path)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("", "is empty"),
        ("<html>" + "<b>" * 1_100_000, "tags"),
        ("<html><body>" + "<div>" * 5_000 + "x", "nested too deeply"),
    ],
)
def test_a_harmful_page_is_refused(tmp_path: Path, html: str, told: str) -> None:
    with pytest.raises(ReviewError, match=told) as refusal:
        read_html(tmp_path, html)
    assert '"page.html"' in str(refusal.value)


def test_pages_of_discuto_are_told_from_other_pages() -> None:
    assert discuto_html.looks_like((DATA / "small_fr.html").read_bytes(), "x")
    assert discuto_html.looks_like(b"<html><a href='https://x.at/consultation/4?comment=5&paragraph=6'>", "x")
    assert not discuto_html.looks_like(b"<html><p>consultation</p>", "x.html")
    assert not discuto_html.looks_like(b"Discuto\n\nP1 words", "x.txt")


def test_nothing_of_the_page_is_fetched_or_run(tmp_path: Path) -> None:
    html = f"""<html><body><div class="comment"><a href="{LINK.format(1)}">#</a>
        <p>Hi<script>alert(1)</script><img src="http://127.0.0.1:9/x">
        <a href="javascript:x()">there</a></p></div></body>"""
    assert [c.text for c in comments_of(read_html(tmp_path, html)).values()] == ["Hi there"]
