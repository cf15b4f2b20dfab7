"""Open data: by the shipped schema, the same in CSV and JSON, with dictionary and licence; public only."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import BROKEN_UNICODE, FORMULA, comment, document, large_document
from formats import CountingProgress, check_cancelled_at_any_moment, check_same_bytes
from open_data_schema import problems, schema
from working_review import ARABIC, EMOJI, SECRETS, everything_in, working_review

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.exporters.open_data import SCHEMA, write_open_json, write_open_zip
from ogp_review.exporters.open_data_fields import TABLES
from ogp_review.i18n import resources
from ogp_review.interchange.csv_text import unguard
from ogp_review.progress import NoProgress

PUBLIC = document(edition=Edition.PUBLIC)
EMPTY = document(
    edition=Edition.PUBLIC, comments=(), matrix=(), sections=(), themes=(), participants=(), consultations=()
)


def as_json(report: ReportDocument, folder: Path) -> Any:
    write_open_json(report, folder / "o.json", NoProgress())
    return json.loads((folder / "o.json").read_bytes())


def package(report: ReportDocument, folder: Path) -> dict[str, bytes]:
    write_open_zip(report, folder / "o.zip", NoProgress())
    with zipfile.ZipFile(folder / "o.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def shipped() -> Any:
    return json.loads((resources() / "schemas" / SCHEMA).read_text("utf-8"))


def test_the_shipped_schema_is_that_of_the_dictionary() -> None:
    assert shipped() == schema()


@pytest.mark.parametrize("report", [PUBLIC, EMPTY, replace(large_document(1_100), edition=Edition.PUBLIC)])
def test_json_is_valid_by_the_shipped_schema(report: ReportDocument, tmp_path: Path) -> None:
    read = as_json(report, tmp_path)
    assert problems(read, shipped()) == []
    assert len(read["comments"]) == len(report.comments)
    assert len(read["responses"]) == len(report.matrix)


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    read = as_json(PUBLIC, tmp_path)
    read["comments"][0]["votes_for"] = "3"
    read["comments"][1]["email"] = "x@example.org"
    read["comments"][2]["status"] = "lost"
    del read["licence"]
    assert problems(read, shipped()) == [
        "$ lacks licence",
        "$.comments[0].votes_for is str, not ['integer', 'null']",
        "$.comments[1] has email",
        "$.comments[2].status is 'lost'",
    ]


def test_csv_and_json_say_the_same(tmp_path: Path) -> None:
    parts = package(
        replace(PUBLIC, comments=tuple(replace(c, text=c.text[:50]) for c in PUBLIC.comments[:5])), tmp_path
    )
    read = json.loads(parts["open_data.json"])
    for table in TABLES:
        rows = list(csv.DictReader(io.StringIO(parts[f"{table.name}.csv"].decode("utf-8-sig"), newline="")))
        expected = [{name: _cell(value) for name, value in row.items()} for row in read[table.name]]
        assert [{name: unguard(value) for name, value in row.items()} for row in rows] == expected
        assert expected, table.name


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("\x07", "\ufffd").replace("\x1b", "\ufffd").replace("\x00", "\ufffd")


def test_no_cell_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    report = replace(PUBLIC, comments=(comment(1, text=FORMULA, author="@SUM(A1)"),))
    row = next(csv.DictReader(io.StringIO(package(report, tmp_path)["comments.csv"].decode("utf-8-sig"))))
    assert (row["text"], row["author"]) == ("'" + FORMULA, "'@SUM(A1)")


def test_the_package_says_licence_limits_and_every_column(tmp_path: Path) -> None:
    parts = package(PUBLIC, tmp_path)
    described = json.loads(parts["datapackage.json"])
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in described["resources"]:
        header = next(csv.reader(io.StringIO(parts[resource["path"]].decode("utf-8-sig"))))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])
    readme = parts["README.txt"].decode()
    assert "Creative Commons Attribution 4.0" in readme and all(note in readme for note in PUBLIC.notes)
    assert all(field.about in readme for table in TABLES for field in table.fields)
    assert json.loads(parts[SCHEMA]) == shipped()
    read = json.loads(parts["open_data.json"])
    assert {name: [f["name"] for f in d["fields"]] for name, d in read["dictionary"].items()} == {
        table.name: [field.name for field in table.fields] for table in TABLES
    }


def test_a_licence_of_ones_own_has_no_address(tmp_path: Path) -> None:
    read = as_json(replace(PUBLIC, licence="Our own terms"), tmp_path)
    assert read["licence"] == {"name": "Our own terms", "title": "Our own terms", "url": ""}
    described = json.loads(package(replace(PUBLIC, licence="Our own terms"), tmp_path)["datapackage.json"])
    assert described["licenses"] == [{"name": "Our own terms", "title": "Our own terms"}]


def test_what_csv_cannot_hold_is_told_and_json_holds_it(tmp_path: Path) -> None:
    report = replace(PUBLIC, comments=(comment(1, text=BROKEN_UNICODE),), matrix=())
    notes = write_open_zip(report, tmp_path / "o.zip", NoProgress())
    assert "C0001" in notes[-1]
    assert notes[-1] in package(report, tmp_path)["README.txt"].decode()
    assert as_json(report, tmp_path)["comments"][0]["text"] == BROKEN_UNICODE


def test_only_the_public_edition_is_open(tmp_path: Path) -> None:
    for write in (write_open_json, write_open_zip):
        with pytest.raises(ReviewError, match="public edition"):
            write(document(), tmp_path / "o", NoProgress())
    assert list(tmp_path.iterdir()) == []


def test_a_real_review_is_open_without_what_is_private(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / "o.json", kind="open")
        review.reporting.export(tmp_path / "o.zip", kind="open", edition="committee")
    for name in ("o.json", "o.zip"):
        text = everything_in(tmp_path / name)
        assert [secret for secret in SECRETS if secret in text] == []
    read = json.loads((tmp_path / "o.json").read_bytes())
    assert problems(read, shipped()) == []
    assert [row["text"] for row in read["comments"]][:2] == [EMOJI, ARABIC]
    assert read["comments"][0]["responses"] == ["PT-0001"] and read["comments"][0]["status"] == "answered"
    aside = read["comments"][4]
    assert (aside["status"], aside["set_aside"], aside["text"]) == ("set aside", "spam", "")
    assert read["ledger"] == {"comments": 5, "answered": 2, "set_aside": 1, "open": 2}


@pytest.mark.parametrize(("write", "ending"), [(write_open_json, ".json"), (write_open_zip, ".zip")])
def test_cancelled_at_any_moment_and_the_same_bytes_again(write: Any, ending: str, tmp_path: Path) -> None:
    report = replace(large_document(600), edition=Edition.PUBLIC)
    (tmp_path / "c").mkdir()
    check_cancelled_at_any_moment(write, report, tmp_path / "c" / f"o{ending}", least=8)
    check_same_bytes(write, report, tmp_path, ending)


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    progress = CountingProgress()
    write_open_json(replace(large_document(1_100), edition=Edition.PUBLIC), tmp_path / "o.json", progress)
    assert progress.told[-4:] == [(0, 1_100), (500, 1_100), (1_000, 1_100), (1_100, 1_100)]
