"""Pages, tabs, captures and languages of one consultation: they join, and nothing comes in twice."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ogp_review.domain.draft import Paragraph, label_key, label_order
from ogp_review.domain.incoming import ImportOutcome
from ogp_review.review import Review
from ogp_review.store import drafts

DATA = Path(__file__).resolve().parent / "data"
PAGE = "https://www.discuto.io/en/consultation/90001?comment={0}&amp;page={1}&amp;paragraph={2}"
SECOND = f"""<html lang="en"><head><title>Harbour Plan, second page | Discuto</title></head><body>
<h1>Harbour Plan, second page</h1><div class="document"><h2>3. The moorings</h2>
<div class="paragraph" id="paragraph-7009"><span class="label">P9</span>
<p>Boats are moored where they lie.</p>
<a href="{PAGE.format(0, 2, 7009).replace("comment=0&amp;", "")}">Add/View comments (2)</a>
<div class="comments">
<div class="comment" id="comment-601"><a class="username">Cem</a>
<div class="comment-text">Fishing is missing altogether.</div>
<a href="{PAGE.format(601, 2, 7009)}">Permalink</a></div>
<div class="comment" id="comment-602"><a class="username">Dee</a>
<div class="comment-text">Who pays for the moorings?</div>
<a href="{PAGE.format(602, 2, 7009)}">Permalink</a></div></div></div></div></body></html>"""
TAB = f"""<html lang="en"><head><title>Harbour Plan: newest | Discuto</title></head><body>
<h1>Harbour Plan: newest</h1><h3>LATEST COMMENTS</h3><ul>
<li><a href="{PAGE.format(603, 3, 7020)}">The crane is loud.</a></li>
<li><a href="{PAGE.format(602, 2, 7009)}">Who pays for the moorings?</a></li></ul></body></html>"""
THIRD = f"""<html lang="en"><head><title>Page three | Discuto</title></head><body><h1>Page three</h1>
<div class="paragraph" id="paragraph-7020"><span class="label">P20</span><p>The crane stays.</p>
<a href="{PAGE.format(0, 3, 7020).replace("comment=0&amp;", "")}">Add/View comments (1)</a></div>
</body></html>"""
CAPTURE = """Discuto
Draft Harbour Plan
3 days left (ends 15 Feb)
LATEST COMMENTS
-
I disagree: at night it is a place of work.
-
Fishing is missing altogether.
-
Only the text capture shows this one.
MOST DISCUSSED PARAGRAPHS
-
P1 The quay is open to al
2 5
"""


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def came(outcome: ImportOutcome) -> tuple[int, int, int]:
    count = outcome.comments
    return count.new, count.updated, count.skipped


def consultations(review: Review) -> list[tuple[str, str]]:
    with review._store.read() as connection:
        rows = connection.execute(text("SELECT name, language FROM consultation ORDER BY language, name"))
        return [(row[0], row[1]) for row in rows]


def draft(review: Review, language: str) -> list[Paragraph]:
    with review._store.read() as connection:
        return drafts.paragraphs(connection, language)


def places(review: Review) -> dict[str, str | None]:
    return {comment.text.split("\n")[0][:30]: comment.paragraph for comment in review.comments()}


def test_pages_and_tabs_of_one_consultation_join_by_its_id(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    assert came(review.intake.import_file(written(tmp_path, "page2.html", SECOND))) == (1, 1, 0)
    tab = review.intake.import_file(written(tmp_path, "tab.html", TAB))
    assert came(tab) == (1, 0, 0)
    assert tab.consultation == "Draft Harbour Plan"
    assert any("1 comment (comment 603)" in warning for warning in tab.warnings)
    assert consultations(review) == [("Draft Harbour Plan", "en")]
    assert len(list(review.comments())) == 5


def test_a_comment_finds_its_paragraph_once_the_page_that_shows_it_is_there(
    review: Review, tmp_path: Path
) -> None:
    tab = written(tmp_path, "tab.html", TAB)
    review.intake.import_file(tab)
    assert places(review)["The crane is loud."] is None
    review.intake.import_file(written(tmp_path, "page3.html", THIRD))
    again = review.intake.import_file(tab)
    assert came(again) == (0, 1, 0)
    assert places(review)["The crane is loud."] == "P20"
    assert review.intake.import_file(tab).operation is None


def test_a_text_capture_and_the_saved_page_are_one_consultation(review: Review, tmp_path: Path) -> None:
    capture = written(tmp_path, "capture.txt", CAPTURE)
    assert came(review.intake.import_file(capture)) == (3, 0, 0)
    page = review.intake.import_file(DATA / "html" / "small_en.html")
    assert came(page) == (1, 2, 0)
    assert len(consultations(review)) == 1
    assert review.intake.import_file(capture).operation is None
    assert review.intake.import_file(DATA / "html" / "small_en.html").operation is None


def test_the_address_in_a_capture_says_which_consultation_it_is(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    named = CAPTURE.replace("3 days", "https://www.discuto.io/en/consultation/90001\n3 days").replace(
        "Draft Harbour Plan", "Harbour"
    )
    review.intake.import_file(written(tmp_path, "capture.txt", named))
    assert consultations(review) == [("Draft Harbour Plan", "en")]


def test_another_consultation_of_the_same_title_is_another(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    page = (DATA / "html" / "small_en.html").read_text("utf-8").replace("90001", "90077")
    outcome = review.intake.import_file(written(tmp_path, "other.html", page))
    assert outcome.consultation == "Draft Harbour Plan"
    assert len(consultations(review)) == 2


def test_three_languages_of_one_draft_are_three_consultations_of_one_paragraph(review: Review) -> None:
    for language in ("en", "es", "fr"):
        review.intake.import_file(DATA / "html" / f"small_{language}.html")
    assert [language for _, language in consultations(review)] == ["en", "es", "fr"]
    texts = {draft(review, language)[0].text for language in ("en", "es", "fr")}
    assert {words.split("\n")[0] for words in texts} == {
        "The quay is open to all from dawn to dusk.",
        "El muelle está abierto a todos.",
        "Le quai est ouvert à tous.",
    }
    there = [comment for comment in review.comments(paragraph="P1")]
    assert {comment.language or "" for comment in there} <= {"en", "es", "fr", ""}
    assert len(there) == 6
    assert [paragraph.label for paragraph in draft(review, "fr")] == ["P1", "P2", "P9"]


@pytest.mark.parametrize(
    "label", ["P4", "p 4", "§4", "4", "4.", "Paragraph 4", "Párrafo 4", "Paragraphe 4", "Absatz 4"]
)
def test_a_label_is_the_same_in_every_language(label: str) -> None:
    assert label_key(label) == "P4"


@pytest.mark.parametrize("label", ["Annex 4", "PART 4", "4 of 5", "Whole draft", "P" + "4" * 60, "IV"])
def test_what_is_no_number_stays_what_it_is(label: str) -> None:
    assert label_key(label) == "".join(label.split()).upper()


def test_labels_are_ordered_by_their_number_whatever_they_are_called() -> None:
    assert sorted(["P10", "§9", "Párrafo 8", "11"], key=label_order) == ["Párrafo 8", "§9", "P10", "11"]


def test_comments_of_other_languages_stand_on_the_paragraph_they_name(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    table = (
        "Texto;Párrafo\nEl muelle es de todos, de día y de noche.;Párrafo 1\nLos barcos ceden.;§2\nNada.;9\n"
    )
    review.intake.import_file(written(tmp_path, "tabla.csv", table), language="es")
    assert {found for found in places(review).values()} == {"P1", "P2", "P9"}
    assert [paragraph.label for paragraph in draft(review, "en")] == ["P1", "P2", "P9"]


def spanish(folder: Path) -> Path:
    """The Spanish run of the draft, in which the second paragraph is called P5."""
    rows = ("P1", "El muelle está abierto.", "P5", "Los barcos ceden.", "P9", "Los barcos se amarran.")
    body = "\n\n".join(rows[n] + "\n" + rows[n + 1] + "\nVer/añadir comentarios (1)" for n in (0, 2, 4))
    head = "Discuto\nBorrador\n\nÚLTIMOS COMENTARIOS\n-\nP5: me gusta mucho esta parte.\n\n\n"
    return written(folder, "borrador.txt", head + body + "\n")


def test_a_label_that_does_not_fit_is_told_and_can_be_put_right(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    review.intake.import_file(written(tmp_path, "page2.html", SECOND))
    source = spanish(tmp_path)
    dry = review.intake.import_file(source, language="es", dry_run=True)
    assert any("not in the draft as the others have it: P5." in warning for warning in dry.warnings)
    outcome = review.intake.import_file(source, language="es", labels={"P5": "P2"})
    assert not any("P5" in warning for warning in outcome.warnings)
    assert [paragraph.label for paragraph in draft(review, "es")] == ["P1", "P2", "P9"]
    assert draft(review, "es")[1].text == "Los barcos ceden."
    assert review.intake.import_file(source, language="es").operation is None


def test_what_a_label_means_may_be_said_anew(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    source = spanish(tmp_path)
    review.intake.import_file(source, language="es", labels={"P5": "P2"})
    review.intake.import_file(source, language="es", labels={"P5": "P9"})
    dry = review.intake.import_file(source, language="es", dry_run=True)
    assert dry.paragraphs.read == 2
    assert [entry["paragraph"] for entry in dry.declared] == ["P1", "P9", "P9"]


def test_what_a_label_means_is_taken_back_with_its_import(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "html" / "small_en.html")
    source = spanish(tmp_path)
    review.intake.import_file(source, language="es", labels={"P5": "P2"})
    review.history.undo()
    review.intake.import_file(source, language="es")
    assert [paragraph.label for paragraph in draft(review, "es")] == ["P1", "P2", "P5", "P9"]
    review.history.undo()
    review.intake.import_file(source, language="es", labels={"§5": "P2"})
    assert [paragraph.label for paragraph in draft(review, "es")] == ["P1", "P2", "P9"]
    assert review.intake.import_file(source, language="es").operation is None
