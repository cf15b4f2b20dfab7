"""REFI-QDA: valid by the published schema, and read back by our own import with the same codings."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import CONTROL, HOSTILE, MARKUP, SCRIPTS, comment, document, large_document, matrix_row, theme
from formats import CountingProgress, check_cancelled_at_any_moment, check_same_bytes
from lxml import etree
from working_review import ARABIC, EMOJI, NOTE, SECRETS, STAFF, everything_in, working_review
from working_review import MARKUP as MARKED_UP

from ogp_review.domain.codebook import TAG_COLOURS
from ogp_review.domain.incoming import IncomingCoding, IncomingComment, IncomingTag, IncomingWarning
from ogp_review.domain.report import Coding, Edition, Passage, Remark, ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.exporters import refi as exporter
from ogp_review.exporters.refi import write_qdpx
from ogp_review.exporters.refi_codes import write_qdc
from ogp_review.importers import refi
from ogp_review.interchange.refi import CODEBOOK, PROJECT, SHADES
from ogp_review.progress import NoProgress
from ogp_review.review import Review, create_review

XSD = Path(__file__).resolve().parents[3] / "shared" / "data" / "refi" / "Project.xsd"
YOUTH = "Participation/Youth"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EMPTY = document(comments=(), matrix=(), themes=())


def at(row: Any, start: int, stop: int, *themes: str, person: str = "Maria") -> Passage:
    return Passage(row.ref, start, stop, row.text[start:stop], themes, person)


ROWS = document().comments
CODED = document(
    coding=Coding(
        {"C0001": ("Participation",), "C0002": ("Participation/Youth",)},
        (
            at(ROWS[3], 3, 9, "Participation/Youth", "Participation"),
            at(ROWS[3], 20, 60, "Participation", person="Joseph & Co"),
            at(ROWS[1], 0, 8, "Not in the codebook/Below"),
            Passage("C0001", 900, 910, "words that are gone", ("Participation/Youth",)),
        ),
        (Remark("C0002", f"{NOTE} \x07", "Joseph & Co"), Remark("R001", "On a point.", "Maria")),
    )
)

REPORTS = (CODED, EMPTY, replace(CODED, edition=Edition.PUBLIC), large_document(1_100))


def project(report: ReportDocument, folder: Path) -> Any:
    """The project, checked for what must hold of every one."""
    write_qdpx(report, folder / "r.qdpx", NoProgress())
    return checked(folder / "r.qdpx")


def checked(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("project.qde"))
        names = set(archive.namelist())
    assert root.tag == f"{{{PROJECT}}}Project"
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(set(guids)) == len(guids) and all(map(GUID.fullmatch, guids))
    targets = {element.get("targetGUID") for element in root.iter() if element.get("targetGUID")}
    users = {v for e in root.iter() for n, v in e.attrib.items() if n in ("creatingUser", "creatingUserGUID")}
    assert targets | users <= set(guids), "every reference leads somewhere"
    paths = [source.get("plainTextPath") for source in root.iterfind("{*}Sources/*")]
    held = {f"Sources/{path.removeprefix('internal://')}" for path in paths if path}
    assert held == names - {"project.qde"}
    if XSD.exists():
        schema = etree.XMLSchema(etree.parse(str(XSD)))
        assert schema.validate(root), schema.error_log
    return root


def back(folder: Path, name: str = "r.qdpx") -> list[Any]:
    return list(refi.read(folder / name).records)


def of(kind: type, records: list[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


@pytest.mark.skipif(not XSD.exists(), reason="the published schema is not here")
@pytest.mark.parametrize("report", REPORTS, ids=("coded", "empty", "public", "large"))
def test_projects_are_valid_by_the_published_schema(report: ReportDocument, tmp_path: Path) -> None:
    project(report, tmp_path)


@pytest.mark.skipif(not XSD.exists(), reason="the published schema is not here")
def test_the_schema_that_is_checked_by_refuses_what_is_wrong(tmp_path: Path) -> None:
    root = project(CODED, tmp_path)
    del root.find(".//{*}Code").attrib["isCodable"]
    assert not etree.XMLSchema(etree.parse(str(XSD))).validate(root)


def test_our_own_import_reads_the_same_comments_tags_and_codings(tmp_path: Path) -> None:
    project(CODED, tmp_path)
    records = back(tmp_path)
    read = of(IncomingComment, records)
    expected = [row.text.replace("\r", "\n").replace("\x00", "\ufffd") for row in CODED.comments]
    expected[5] = expected[5].replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    assert [one.text for one in read] == expected
    assert [(one.path, one.colour, one.definition) for one in of(IncomingTag, records)][:3] == [
        (one.path, SHADES[one.colour].lower(), one.definition) for one in CODED.themes
    ]
    names = {one.external_id: one.submission for one in read}
    codings = [(names[c.comment], c.tag, c.start, c.stop) for c in of(IncomingCoding, records)]
    assert codings == [
        ("C0001", "Participation", None, None),
        ("C0001", "Participation/Youth", None, None),  # its words are gone
        ("C0002", "Not in the codebook/Below", 0, 8),
        ("C0002", "Participation/Youth", None, None),
        ("C0004", "Participation/Youth", 3, 9),
        ("C0004", "Participation", 3, 9),
        ("C0004", "Participation", 20, 60),
    ]
    warned = [one.text for one in of(IncomingWarning, records)]
    assert not [text for text in warned if "not kept" in text]


def test_hostile_texts_come_back_as_they_were(tmp_path: Path) -> None:
    texts = [text for text in (*HOSTILE, EMOJI, ARABIC) if "\r" not in text and "\ud800" not in text]
    rows = tuple(comment(number, text=text, author=text, paragraph=text) for number, text in enumerate(texts))
    passages = tuple(at(row, 1, len(row.text), f"T/{row.text[:9].replace('/', '|')}") for row in rows)
    project(document(comments=rows, matrix=(), coding=Coding({}, passages)), tmp_path)
    records = back(tmp_path)
    assert [one.text for one in of(IncomingComment, records)] == texts
    placed = [(c.start, c.stop) for c in of(IncomingCoding, records)]
    assert placed == [(1, len(text)) for text in texts]


def test_codings_are_counted_in_code_points(tmp_path: Path) -> None:
    row = comment(1, text=EMOJI)
    start = EMOJI.index("And a vote")
    coding = Coding({}, (at(row, start, start + 10, "Power"),))
    root = project(document(comments=(row,), matrix=(), coding=coding), tmp_path)
    (selection,) = root.iter("{*}PlainTextSelection")
    assert (selection.get("startPosition"), selection.get("endPosition")) == (str(start), str(start + 10))
    assert selection.get("name") == "And a vote"
    assert len(EMOJI[:start].encode("utf-16-le")) // 2 != start, "not the same as UTF-16 units"


def test_notes_users_and_points_are_there(tmp_path: Path) -> None:
    root = project(CODED, tmp_path)
    assert [user.get("name") for user in root.iter("{*}User")] == ["Maria Okafor", "Maria", "Joseph & Co"]
    notes = {note.get("guid"): note.findtext("{*}PlainTextContent") for note in root.iter("{*}Note")}
    assert f"{NOTE} \ufffd" in notes.values() and "On a point." in notes.values()
    sources = {source.get("name"): source for source in root.iter("{*}TextSource")}
    (ref,) = sources["C0002"].iterfind("{*}NoteRef")
    assert notes[ref.get("targetGUID")] == f"{NOTE} \ufffd"
    (ref,) = sources["C0001"].iterfind("{*}NoteRef")
    assert notes[ref.get("targetGUID")] == "On a point.", "a note on a point hangs on its lead"
    first = root.find("{*}Sets/{*}Set")
    members = {ref.get("targetGUID") for ref in first.iter("{*}MemberSource")}
    assert members == {sources[ref].get("guid") for ref in ("C0001", "C0002")}
    assert "Our response: We agree." in first.findtext("{*}Description")
    (example,) = root.find("{*}CodeBook/{*}Codes/{*}Code").iterfind("{*}NoteRef")
    assert notes[example.get("targetGUID")] == "“We were never asked.”"


def test_what_is_known_of_a_comment_stands_in_variables(tmp_path: Path) -> None:
    root = project(document(comments=(comment(1, author="A & B", votes_against=0),), matrix=()), tmp_path)
    names = {one.get("guid"): one.get("name") for one in root.iter("{*}Variable")}
    values = {
        names[one[0].get("targetGUID")]: (etree.QName(one[1]).localname, one[1].text)
        for one in root.iter("{*}VariableValue")
    }
    assert values["Author"] == ("TextValue", "A & B") and values["Paragraph"] == ("TextValue", "P12")
    assert values["Votes against"] == ("IntegerValue", "0") and "Translation" not in values


def test_what_it_cannot_hold_is_said_in_it(tmp_path: Path) -> None:
    notes = write_qdpx(CODED, tmp_path / "r.qdpx", NoProgress())
    described = checked(tmp_path / "r.qdpx").findtext("{*}Description")
    assert all(note in described for note in (*notes, *CODED.notes))
    assert any("One tagged passage" in note for note in notes)
    assert any("Note on C0002" in note for note in notes)


def test_many_comments_stand_in_the_project_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter, "MOST_FILES", 7)
    root = project(CODED, tmp_path)
    assert root.find(".//{*}TextSource").get("plainTextPath") is None
    with zipfile.ZipFile(tmp_path / "r.qdpx") as archive:
        assert archive.namelist() == ["project.qde"]
    read = [one.text for one in of(IncomingComment, back(tmp_path))]
    assert len(read) == 8 and read[3] == SCRIPTS and read[1] == MARKUP
    assert read[2] == CONTROL.replace("\r", "\n").translate({7: "\ufffd", 27: "\ufffd", 0: "\ufffd"})


def test_a_real_review_comes_back_into_another(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / "r.qdpx")
        review.reporting.export(tmp_path / "r.qdc")
        before = facts(review)
    assert before["whole"] == sorted([(EMOJI, (YOUTH,)), (MARKED_UP, (YOUTH,))])
    assert before["passages"] == [(ARABIC, 4, 14, (YOUTH, "Power")), (EMOJI, 31, 41, ("Power",))]
    checked(tmp_path / "r.qdpx")
    with create_review(tmp_path / "again.ogpr") as again:
        outcome = again.intake.import_file(tmp_path / "r.qdpx")
        assert outcome.comments.new == 5 and outcome.skipped == []
        assert facts(again) == before
    with create_review(tmp_path / "codes.ogpr") as codes:
        codes.intake.import_file(tmp_path / "r.qdc")
        assert facts(codes)["tags"] == before["tags"]


def facts(review: Review) -> dict[str, Any]:
    """Texts, tags and codings without the ids that differ from review to review."""
    coding = review.reporting.document(coded=True).coding
    assert coding is not None
    texts = {comment.ref: comment.text for comment in review.comments()}
    return {
        "texts": sorted(texts.values()),
        "tags": [(tag.path, tag.colour, tag.definition) for tag in review.tagging.codebook()],
        "whole": sorted((texts[ref], themes) for ref, themes in coding.whole.items()),
        "passages": sorted((texts[p.ref], p.start, p.stop, p.themes) for p in coding.passages),
    }


def test_a_real_public_project_holds_nothing_private(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / "r.qdpx", edition="public")
        review.reporting.export(tmp_path / "r.qdc", edition="public")
        review.reporting.export(tmp_path / "c.qdpx", made_on="2026-01-02")
        coding = review.reporting.document("public", coded=True).coding
        assert coding is not None and coding.remarks == () and len(coding.passages) == 2
        assert {passage.person for passage in coding.passages} == {""}
    for name in ("r.qdpx", "r.qdc"):
        text = everything_in(tmp_path / name)
        assert [secret for secret in SECRETS if secret in text] == []
    assert NOTE in everything_in(tmp_path / "c.qdpx") and STAFF in everything_in(tmp_path / "c.qdpx")
    assert 'creationDateTime="2026-01-02T00:00:00Z"' in everything_in(tmp_path / "c.qdpx")
    ids = {one.get("guid") for one in checked(tmp_path / "r.qdpx").iter() if one.get("guid")}
    assert ids.isdisjoint(one.get("guid") for one in checked(tmp_path / "c.qdpx").iter() if one.get("guid"))


def test_a_public_project_drops_notes_and_names_that_it_is_given(tmp_path: Path) -> None:
    project(replace(CODED, edition=Edition.PUBLIC), tmp_path)
    text = everything_in(tmp_path / "r.qdpx")
    assert not [name for name in (NOTE, "On a point.", "Joseph", "Maria", "buy now") if name in text]


def test_a_codebook_is_as_valid_as_that_of_a_project(tmp_path: Path) -> None:
    themes = tuple(theme(f"{name}/& <b>", colour=name) for name in TAG_COLOURS)
    report = document(themes=(*themes, theme("Twice"), theme("Twice")))
    notes = write_qdc(report, tmp_path / "c.qdc", NoProgress())
    root = etree.parse(str(tmp_path / "c.qdc")).getroot()
    assert root.tag == f"{{{CODEBOOK}}}CodeBook"
    tags = of(IncomingTag, back(tmp_path, "c.qdc"))
    below = [(tag.path, tag.colour) for tag in tags if "/" in tag.path]
    assert below == [(f"{name}/& <b>", SHADES[name].lower()) for name in TAG_COLOURS]
    assert [tag.path for tag in tags].count("Twice") == 1
    assert "The examples of 14 themes have no place in this format." in notes
    if XSD.exists():
        inside = (tmp_path / "c.qdc").read_text("utf-8").replace(CODEBOOK, PROJECT).split("?>")[1]
        inside = inside.replace(f' origin="OGP Review {report.version}"', "")
        whole = etree.fromstring(f'<Project xmlns="{PROJECT}" name="x">{inside}</Project>')
        schema = etree.XMLSchema(etree.parse(str(XSD)))
        assert schema.validate(whole), schema.error_log


def test_an_empty_codebook_is_refused_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "c.qdc").write_bytes(b"older")
    with pytest.raises(ReviewError, match="no themes yet"):
        write_qdc(EMPTY, tmp_path / "c.qdc", NoProgress())
    assert (tmp_path / "c.qdc").read_bytes() == b"older"


def test_a_row_of_the_matrix_without_comments_that_are_there_is_no_set(tmp_path: Path) -> None:
    rows = (comment(1, text=" "), comment(2, set_aside="spam"))
    report = document(comments=rows, matrix=(matrix_row(1, ("C0001",)),), edition=Edition.PUBLIC)
    root = project(report, tmp_path)
    assert root.find("{*}Sets") is None and root.find("{*}Sources") is None


def test_cancelled_at_any_moment_and_the_same_bytes_again(tmp_path: Path) -> None:
    report = large_document(600)
    (tmp_path / "c").mkdir()
    check_cancelled_at_any_moment(write_qdpx, report, tmp_path / "c" / "r.qdpx", least=5)
    check_cancelled_at_any_moment(write_qdc, report, tmp_path / "c" / "r.qdpx", least=2)
    check_same_bytes(write_qdpx, CODED, tmp_path, ".qdpx")
    progress = CountingProgress()
    write_qdpx(report, tmp_path / "r.qdpx", progress)
    assert progress.told == [(0, 600), (500, 600), (0, 600), (500, 600)]
