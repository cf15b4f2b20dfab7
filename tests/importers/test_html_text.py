import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_review.errors import ReviewError
from ogp_review.importers import html_text as module
from ogp_review.importers.html_text import html_text


def test_paragraphs_and_line_breaks_are_kept() -> None:
    html = "<p>One\n two</p><p>Three<br>four<br><br>five</p><div>six</div><div><br></div><div>seven</div>"
    assert html_text(html) == "One two\n\nThree\nfour\n\nfive\n\nsix\n\nseven"


def test_lists_are_kept_with_their_marks_and_numbers() -> None:
    html = "<ul><li>a<li>b<ul><li>c</ul></ul><ol start=3><li><p>x</p><p>y</p><li>z</ol>end"
    assert html_text(html) == "- a\n- b\n  - c\n\n3. x\n  y\n4. z\n\nend"


def test_rows_of_tables_are_lines_and_cells_are_apart() -> None:
    assert html_text("<table><tr><td>a<td>b</tr><tr><td>c<td>d</table>") == "a\tb\nc\td"


def test_quotations_are_marked_by_their_depth() -> None:
    html = "me<blockquote><p>you</p><blockquote>she</blockquote>you</blockquote>me again"
    assert html_text(html) == "me\n\n> you\n>\n> > she\n>\n> you\n\nme again"


def test_preformatted_text_keeps_its_spaces() -> None:
    assert html_text("<pre>  a\n   b</pre>") == "  a\n   b"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://x.example/a?b=1&amp;c=2">the page</a>', "the page <https://x.example/a?b=1&c=2>"),
        ('<a href="http://www.x.example/">www.x.example</a>', "www.x.example"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="mailto:a@x.example">Ana</a>', "Ana <mailto:a@x.example>"),
        ('<a href="javascript:alert(1)">bad</a>', "bad"),
        ('<a href="data:text/html,x">bad</a>', "bad"),
        ('<a href="https://x.example/ y">two words</a>', "two words"),
        ('<a href="https://x.example/"><img src="p.png"></a>', ""),
    ],
)
def test_links_are_words_and_addresses(html: str, text: str) -> None:
    assert html_text(f"<p>{html}</p>") == text


def test_what_nobody_sees_is_left_out() -> None:
    html = (
        "<head><title>t</title><style>p{}</style></head><script>x<b>y</b></script><!-- c --><template>u"
        '</template><img src="https://t.example/p.gif" width=1><div style="Display: none">h<p>i</p></div>'
        '<p hidden>j</p><noscript>n</noscript><span style="mso-hide:all">m</span>seen'
    )
    assert html_text(html) == "seen"


def test_entities_become_characters_but_never_markup() -> None:
    assert html_text("&lt;script&gt; &eacute; &#8364; &bogus; &nbsp;x") == "<script> é € &bogus; \u00a0x"


def test_a_stated_encoding_is_not_believed_of_text() -> None:
    html = '<?xml version="1.0" encoding="latin-1"?><html><meta charset="koi8-r"><body>é</body></html>'
    assert html_text(html) == "é"


def test_a_document_type_with_entities_expands_nothing() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;</p>'
    assert "aaaaaaaaaa" not in html_text(bomb).replace('"aaaaaaaaaa"', "")
    assert "root:" not in html_text(bomb)


@pytest.mark.parametrize(
    "html", ["", "   \n", "\ufffd", "<", "</", "<!--", "<a", "</p>", "<?x", "&#xD800;&#0;"]
)
def test_scraps_are_no_error(html: str) -> None:
    assert "\0" not in html_text(html)


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 200_000 + "deep",
        "<ul><li>" * 100_000 + "deep",
        "<a href='https://x.example'>" * 100_000 + "deep",
        "<b><i>" * 100_000 + "deep" + "<p>" * 10_000,
        "<table><tr><td>" * 50_000 + "deep",
        "<div " + "x=1 " * 200_000 + ">deep",
    ],
)
def test_no_depth_of_nesting_costs_memory_or_time(html: str) -> None:
    began = time.monotonic()
    text = html_text(html)
    assert text.endswith(("deep", "deep <https://x.example>")) and len(text) < 1_000_000
    assert time.monotonic() - began < 20


def test_a_text_that_is_too_long_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_HTML", 1_000)
    with pytest.raises(ReviewError, match=r'^"page.html" is too long'):
        html_text("x" * 1_001, '"page.html"')
    with pytest.raises(ReviewError, match="becomes too long a text"):
        html_text("<blockquote>" * 8 + "x<br>" * 150)


PIECES = [
    *(
        "<p>",
        "</p>",
        "<ul>",
        "<ol start=9>",
        "<li>",
        "</ul>",
        "<blockquote>",
        "</blockquote>",
        "<br>",
        "<hr>",
    ),
    *("<pre>", "</pre>", "<a href=https://x.example>", "</a>", "<td>", "<div hidden>", "</div>", "<script>"),
    *("</script>", "&amp;", "<", "a ", "\n", "é", "\u00a0", "\ud800"),
]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_jumble_of_tags_is_read(pieces: list[str]) -> None:
    text = html_text("".join(pieces))
    assert "\n\n\n" not in text or "<pre>" in pieces
    assert not any(line != line.rstrip() for line in text.split("\n"))
    assert "\ud800" not in text and "?" not in text


def test_a_jumble_keeps_every_visible_word() -> None:
    chance = random.Random(7)
    tags = ["p", "div", "ul", "li", "blockquote", "b", "table", "tr", "td", "span", "h2"]
    for _ in range(200):
        words = [f"w{number}" for number in range(20)]
        html = "".join(f"<{chance.choice(tags)}>{word} </{chance.choice(tags)}>" for word in words)
        assert [word for word in html_text(html).replace(">", " ").replace("-", " ").split()] == words
