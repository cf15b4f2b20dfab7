from pathlib import Path

import pytest

from ogp_review.domain.incoming import Incoming, IncomingParagraph, IncomingSection, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import draft_text

MARKDOWN = """---
layout: page
---
# Harbour plan

Intro.

## 1. The quay

Open to all
from dawn:

- on foot
- by bike

```
# no heading
```

The boats
---------

Give way.

### P-words ###

Last.
"""
HTML = """<!DOCTYPE html><html><head><title>Plan &amp; quay</title><style>p{}</style></head><body>
<h2>1.1. Goals</h2><p>First <b>one</b>.</p><p>Two:</p><ul><li>a</li><li>b</li></ul>
<h3 class="x">Sub <i>head</i></h3><p>Three<br>lines</p></body></html>"""
LABELLED = """Harbour plan

P1
First.
- bullet

P2. Second.

More of two.

STRATEGIC GOAL 1: Grow

§ 3 Third

P2. Again
"""


def records_of(text: str) -> list[Incoming]:
    return list(draft_text.read_text(text, "draft", language="en").records)


def paragraphs_of(text: str) -> list[tuple[str, str]]:
    return [(r.label, r.text) for r in records_of(text) if isinstance(r, IncomingParagraph)]


def sections_of(text: str) -> list[tuple[str, str, int]]:
    return [(r.label, r.title, r.level) for r in records_of(text) if isinstance(r, IncomingSection)]


def test_markdown_gives_headings_by_level_and_makes_labels() -> None:
    assert draft_text.read_text(MARKDOWN, "x").consultation.title == "Harbour plan"
    assert sections_of(MARKDOWN) == [("1", "The quay", 1), ("", "The boats", 1), ("", "P-words", 2)]
    assert paragraphs_of(MARKDOWN) == [
        ("P1", "Intro."),
        ("P2", "Open to all\nfrom dawn:\n- on foot\n- by bike"),
        ("P3", "```\n# no heading\n```"),
        ("P4", "Give way."),
        ("P5", "Last."),
    ]
    places = {r.label: (r.where, r.section) for r in records_of(MARKDOWN) if isinstance(r, IncomingParagraph)}
    assert places["P1"] == ("line 6", None) and places["P4"] == ("line 23", "line 20")


def test_html_gives_headings_by_tag() -> None:
    assert draft_text.read_text(HTML, "x").consultation.title == "Plan & quay"
    assert sections_of(HTML) == [("1.1", "Goals", 1), ("", "Sub head", 2)]
    assert paragraphs_of(HTML) == [("P1", "First one."), ("P2", "Two:\n- a\n- b"), ("P3", "Three\nlines")]


def test_labels_that_are_there_are_kept_and_hold_what_stands_below() -> None:
    assert paragraphs_of(LABELLED) == [
        ("P1", "First.\n- bullet"),
        ("P2", "Second.\n\nMore of two."),
        ("P3", "Third"),
    ]
    assert sections_of(LABELLED) == [("", "Harbour plan", 1), ("", "STRATEGIC GOAL 1: Grow", 1)]
    assert records_of(LABELLED)[-1] == IncomingWarning(
        "P2 stands twice, at line 7 and line 15: the first kept."
    )


def test_numbered_paragraphs_keep_their_numbers() -> None:
    assert paragraphs_of("1. One.\n\n2. Two.\n\n4. Four.") == [
        ("P1", "One."),
        ("P2", "Two."),
        ("P4", "Four."),
    ]
    assert paragraphs_of("2. One.\n\n1. Two.\n\n4. Four.")[0] == ("P1", "2. One.")


def test_plain_lines_are_paragraphs_where_nothing_sets_them_apart() -> None:
    assert paragraphs_of("One is here.\nTwo is here.") == [("P1", "One is here."), ("P2", "Two is here.")]


def test_text_without_a_label_among_labels_is_told() -> None:
    assert IncomingWarning("Text without a label, not kept: line 1.") in records_of("Some words.\n\nP1 One.")


@pytest.mark.parametrize("text", ["", "# Title only", "<html><body></body></html>", " \n "])
def test_a_draft_without_paragraphs_is_refused(text: str) -> None:
    with pytest.raises(ReviewError, match='"draft" holds no paragraphs'):
        records_of(text)


def test_a_file_is_read_and_names_what_was_assumed(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_bytes("# Café\n\nUn café.".encode("cp1252"))
    warning, paragraph = draft_text.read(path, language="fr").records
    assert isinstance(warning, IncomingWarning)
    assert paragraph == IncomingParagraph("P1", "Un café.", True, "line 3", None, "fr")
