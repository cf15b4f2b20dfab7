"""The command line as people and scripts call it: real processes, real files."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from ogp_review.cli.main import parser, run
from ogp_review.interchange.matrix import SHEETS
from ogp_review.review import create_review, open_review
from ogp_review.services.intake import Intake

Cli = Callable[..., subprocess.CompletedProcess[str]]

PAGE = Path(__file__).resolve().parents[1] / "data" / "discuto" / "small_en.txt"
HERE = ("demo", "new", "import", "stats", "search", "suggest", "export", "verify", "backup", "upgrade")
COUNT = {"read", "new", "updated", "unchanged"}
LEDGER = {"comments", "answered", "set_aside", "open", "balanced"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five comments, one a reply, one without text, one repeated, two that name their paragraph."""
    path = tmp_path_factory.mktemp("sources") / "comments.csv"
    rows = [
        ("Id", "Author", "E-mail", "Language", "Paragraph", "Reply to", "Text"),
        ("a", "Ana", "ana@example.org", "en", "P2", "", "More lime trees for the young."),
        ("b", "Ben", "ben@example.org", "fr", "", "a", "Commentaire 3 – P3 : des ruisseaux ouverts."),
        ("c", "Cid", "", "es", "", "", "¿Quién paga los árboles?"),
        ("d", "Dia", "", "", "", "", ""),
        ("c", "Cid", "", "es", "", "", "¿Quién paga los árboles?"),
        ("e", "Eva", "", "en", "", "", "On P2: lime trees need water."),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, table: Path) -> Path:
    """A review that holds the small page and the table. Tests that write take a copy."""
    path = tmp_path_factory.mktemp("filled") / "park.ogpr"
    with create_review(path, title="Park strategy", person="Ana") as review:
        review.intake.import_file(PAGE, language="en")
        review.intake.import_file(table, consultation="By e-mail")
    return path


@pytest.fixture
def park(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "park.ogpr"))


def answered(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON object of a call that went well and said nothing else."""
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a call that met a problem and said nothing else."""
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr.strip()


def test_all_verbs_are_there_and_explain_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in HERE:
        assert run([verb, "--help"]) == 0
        assert f"ogp-review {verb}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["paint"],
        ["new"],
        ["import", "x.ogpr"],
        ["stats", "x.ogpr", "y"],
        ["search", "x.ogpr", "q", "--limit", "many"],
        ["export", "x.ogpr", "x.docx", "--edition", "secret"],
        ["verify", "x.ogpr", "--as", "Ana"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and "usage:" in said.err


def test_wrong_usage_is_2_in_a_process(cli: Cli) -> None:
    done = cli("paint")
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr


def test_writing_verbs_say_who_and_the_promised_ones_answer_in_json() -> None:
    [under] = [action for action in parser()._actions if action.dest == "verb"]
    options = {name: set(verb._option_string_actions) for name, verb in under.choices.items()}  # type: ignore[union-attr]
    for verb in ("new", "import", "suggest"):
        assert "--as" in options[verb]
    for verb in ("import", "stats", "search", "suggest", "verify"):
        assert "--json" in options[verb]


# demo, new ------------------------------------------------------------------------------------------------


def test_the_demo_makes_review_report_and_matrix_and_keeps_the_review(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "my demo"
    names = ["Sample review.ogpr", "Phase 3 report.docx", "Response matrix.xlsx"]
    first = cli("demo", folder, "--no-window")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [str(folder / name) for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert load_workbook(folder / names[2], read_only=True).sheetnames == list(SHEETS)
    with open_review(folder / names[0], person="Visitor") as review:
        assert review.verify()["problems"] == []
        review.triage.note(next(review.comments()).id, "kept")
    before = (folder / names[0]).read_bytes()
    assert cli("demo", folder, "--no-window").returncode == 0
    assert (folder / names[0]).read_bytes() == before


def test_new_makes_a_review_with_its_title_and_never_overwrites(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "my review.ogpr"
    made = cli("new", path, "--title", "Draft strategy", "--as", "Ana")
    assert (made.returncode, made.stderr) == (0, "") and "Draft strategy" in made.stdout
    with open_review(path) as review:
        assert review.title == "Draft strategy"
        assert [entry.person for entry in review.history.all()] == ["Ana"]
    before = path.read_bytes()
    assert "exists already" in told(cli("new", path))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_new_names_a_review_after_its_file(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", tmp_path / "Strategy 2027.ogpr").returncode == 0
    with open_review(tmp_path / "Strategy 2027.ogpr") as review:
        assert review.title == "Strategy 2027"


# import ---------------------------------------------------------------------------------------------------


def test_import_answers_with_exactly_the_promised_keys(cli: Cli, tmp_path: Path, table: Path) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    page = answered(cli("import", path, PAGE, "--language", "en", "--json"))
    assert set(page) == {
        "source", "comments", "paragraphs", "sections", "declared", "skipped", "warnings",
    }  # fmt: skip
    assert page["source"] == {
        "path": str(PAGE),
        "format": "discuto-capture",
        "consultation": "Draft park strategy",
        "language": "en",
    }
    assert set(page["comments"]) == COUNT | {"skipped"}
    assert set(page["paragraphs"]) == set(page["sections"]) == COUNT
    assert {"paragraph": "P2", "comments": 4, "votes": 1, "captured": 0} in page["declared"]
    rows = answered(cli("import", path, table, "--consultation", "Mail", "--json"))
    assert rows["comments"] == {"read": 6, "new": 4, "updated": 0, "unchanged": 0, "skipped": 2}
    assert rows["skipped"] == [
        {"where": "row 5", "why": "no text"},
        {"where": "row 6", "why": "repeats row 4"},
    ]
    for outcome in (page, rows):
        count = outcome["comments"]
        assert count["read"] == sum(count[name] for name in ("new", "updated", "unchanged", "skipped"))
        for name in ("paragraphs", "sections"):
            count = outcome[name]
            assert count["read"] == sum(count[name] for name in ("new", "updated", "unchanged"))


def test_several_sources_are_told_one_by_one_and_are_one_operation_each(
    cli: Cli, tmp_path: Path, table: Path
) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    both = answered(cli("import", path, PAGE, table, "--as", "Ben", "--json"))
    assert set(both) == {"imports"}
    assert [one["source"]["path"] for one in both["imports"]] == [str(PAGE), str(table)]
    with open_review(path) as review:
        done = [(entry.kind, entry.person) for entry in review.history.all()]
    assert done[:2] == [("import", "Ben"), ("import", "Ben")]


@pytest.mark.parametrize("which", ["page", "table"])
def test_a_dry_run_tells_all_and_writes_nothing(cli: Cli, tmp_path: Path, table: Path, which: str) -> None:
    path, source = tmp_path / "x.ogpr", PAGE if which == "page" else table
    create_review(path).close()
    before = path.read_bytes()
    would = answered(cli("import", path, source, "--dry-run", "--json"))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["x.ogpr"]
    did = answered(cli("import", path, source, "--json"))
    assert did == would
    assert path.read_bytes() != before


def test_import_in_words_and_again(cli: Cli, tmp_path: Path, table: Path) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    first = cli("import", path, table)
    assert (first.returncode, first.stderr) == (0, "")
    assert "Skipped row 5: no text." in first.stdout
    with open_review(path) as review:
        operations = len(review.history.all())
    again = cli("import", path, table, "--json")
    assert answered(again)["comments"] == {
        "read": 6, "new": 0, "updated": 0, "unchanged": 4, "skipped": 2,
    }  # fmt: skip
    with open_review(path) as review:
        assert len(review.history.all()) == operations


def test_columns_can_be_named(cli: Cli, tmp_path: Path) -> None:
    path, source = tmp_path / "x.ogpr", tmp_path / "odd.csv"
    create_review(path).close()
    source.write_text("Who,Said\nAna,More trees\n", "utf-8")
    outcome = answered(cli("import", path, source, "--map", "text=Said,author=Who", "--json"))
    assert outcome["comments"]["new"] == 1
    assert 'has no column "Sung"' in told(cli("import", path, source, "--map", "text=Sung"))
    assert "FIELD=COLUMN" in told(cli("import", path, source, "--map", "text"))


@pytest.mark.parametrize("json_asked", [True, False])
def test_what_came_in_before_a_source_that_cannot_be_read_is_told(
    cli: Cli, tmp_path: Path, table: Path, json_asked: bool
) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    asked = ["--json"] if json_asked else []
    done = cli("import", path, PAGE, table, tmp_path / "missing.csv", PAGE, *asked)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1) and "There is no file" in done.stderr
    if json_asked:
        outcomes = json.loads(done.stdout)
        assert set(outcomes) == {"imports"}
        assert [one["source"]["path"] for one in outcomes["imports"]] == [str(PAGE), str(table)]
        assert [one["comments"]["new"] for one in outcomes["imports"]] == [3, 4]
    else:
        assert "small_en.txt, as" in done.stdout and "comments.csv, as" in done.stdout
    with open_review(path) as review:
        assert review.stats()["comments"] == 7


def test_one_source_before_the_bad_one_is_one_of_several(cli: Cli, tmp_path: Path, table: Path) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    done = cli("import", path, table, tmp_path / "missing.csv", "--json")
    assert done.returncode == 1
    assert [one["source"]["path"] for one in json.loads(done.stdout)["imports"]] == [str(table)]


def test_what_came_in_before_somebody_cancels_is_told(
    filled: Path, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Ctrl+C comes while the second source is being read."""
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    read = Intake.import_file

    def import_file(self: Intake, source: str, **more: Any) -> Any:
        if source == str(PAGE):
            raise KeyboardInterrupt
        return read(self, source, **more)

    monkeypatch.setattr(Intake, "import_file", import_file)
    assert run(["import", str(path), str(table), str(PAGE), "--json"]) == 130
    said = capsys.readouterr()
    assert json.loads(said.out)["imports"][0]["comments"]["new"] == 4
    assert said.err.startswith("Cancelled")


# stats, search, suggest, verify ---------------------------------------------------------------------------


def test_stats_answers_with_exactly_the_promised_keys(cli: Cli, filled: Path) -> None:
    found = answered(cli("stats", filled, "--json"))
    assert list(found) == [
        "title", "comments", "replies", "submissions", "participants", "paragraphs", "sections", "unassigned",
        "excerpts", "tags", "points", "merged_comments", "responses", "languages", "channels", "declared",
        "ledger",
    ]  # fmt: skip
    assert set(found["responses"]) == {"by_state", "by_disposition"}
    assert set(found["declared"]) == {"comments", "votes"}
    assert set(found["ledger"]) == LEDGER
    with open_review(filled) as review:
        assert found == review.stats()
        assert found["comments"] == len(list(review.comments()))
        assert found["unassigned"] == len(list(review.comments(paragraph=None)))
    assert sum(found["languages"].values()) == sum(found["channels"].values()) == found["comments"]
    assert (found["title"], found["replies"], found["participants"]) == ("Park strategy", 1, 4)
    assert found["declared"] == {"comments": 10, "votes": 3}


def test_search_finds_best_first_and_no_more_than_asked(cli: Cli, filled: Path) -> None:
    found = answered(cli("search", filled, "lime", "--json"))
    assert set(found) == {"query", "total", "comments"}
    assert found["query"] == "lime" and found["total"] == len(found["comments"]) == 4
    assert all(set(hit) == {"id", "ref", "paragraph", "snippet"} for hit in found["comments"])
    assert all("lime" in hit["snippet"].lower() for hit in found["comments"])
    fewer = answered(cli("search", filled, "lime", "--limit", "1", "--json"))
    assert (fewer["total"], fewer["comments"]) == (4, found["comments"][:1])
    assert "no word to search for" in told(cli("search", filled, " "))


def test_suggest_proposes_and_changes_nothing_until_accepted(cli: Cli, park: Path) -> None:
    before = park.read_bytes()
    offered = answered(cli("suggest", park, "paragraphs", "--json"))
    assert set(offered) == {"paragraphs"}
    assert {one["paragraph"] for one in offered["paragraphs"]} == {"P2", "P3"}
    assert all(set(one) == {"comment", "paragraph", "confidence", "reason"} for one in offered["paragraphs"])
    assert park.read_bytes() == before
    done = cli("suggest", park, "--accept-above", "0.9", "--as", "Ben")
    assert done.returncode == 0 and "Accepted 2." in done.stdout
    with open_review(park) as review:
        last = review.history.all()[0]
        assert (last.kind, last.person) == ("accept", "Ben")
    found = answered(cli("suggest", park, "--json"))
    assert {"paragraphs", "duplicates", "participants"} <= set(found) and found["paragraphs"] == []
    assert "not suggested by this version" in told(cli("suggest", park, "weather"))


def test_verify_answers_with_exactly_the_promised_keys_and_sees_an_altered_text(cli: Cli, park: Path) -> None:
    found = answered(cli("verify", park, "--json"))
    assert set(found) == {"ok", "problems", "operations", "ledger"}
    assert (found["ok"], found["problems"], set(found["ledger"])) == (True, [], LEDGER)
    assert found["operations"] == 3
    with sqlite3.connect(park) as raw:
        raw.execute("UPDATE comment_text SET text = 'No trees.' WHERE text = 'Plant lime trees.'")
    raw.close()
    altered = cli("verify", park, "--json")
    assert (altered.returncode, altered.stderr) == (1, "")
    problems = json.loads(altered.stdout)["problems"]
    assert len(problems) == 2 and all("bytes have been altered" in problem for problem in problems)
    assert cli("verify", park).returncode == 1


@pytest.mark.parametrize("least", ["nan", "-0.1", "1.01", "95", "inf"])
def test_how_sure_is_a_share(filled: Path, least: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = filled.read_bytes()
    assert run(["suggest", str(filled), f"--accept-above={least}"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err == (
        f"{float(least):g} is not how sure a suggestion can be. Give a number from 0 to 1.\n"
    )
    assert filled.read_bytes() == before


@pytest.mark.parametrize("least", ["0", "1"])
def test_the_ends_of_how_sure_are_shares(park: Path, least: str) -> None:
    assert run(["suggest", str(park), "--accept-above", least]) == 0


# export, backup -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv", "json"])
def test_export_by_the_ending_in_two_editions(cli: Cli, filled: Path, tmp_path: Path, ending: str) -> None:
    before = filled.read_bytes()
    for edition, named in (("committee", True), ("public", False)):
        target = tmp_path / f"{edition}.{ending}"
        target.write_bytes(b"older")
        done = cli("export", filled, target, "--edition", edition)
        assert (done.returncode, done.stderr) == (0, "") and str(target) in done.stdout
        shown = words_of(target)
        assert "¿Quién paga los árboles?" in shown
        assert "@example.org" not in shown
        assert ("Cid" in shown) is named
    assert sorted(os.listdir(tmp_path)) == [f"committee.{ending}", f"public.{ending}"]
    assert filled.read_bytes() == before


def words_of(path: Path) -> str:
    """All that a reader of the file can read."""
    if path.suffix == ".docx":
        return "".join(
            node.text or "" for node in Document(str(path)).element.iter() if node.tag.endswith("}t")
        )
    if path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        return "\n".join(str(v) for s in sheets for r in s.iter_rows(values_only=True) for v in r if v)
    return path.read_text("utf-8-sig")


def test_an_export_in_no_known_format_names_those_there_are(cli: Cli, filled: Path, tmp_path: Path) -> None:
    said = told(cli("export", filled, tmp_path / "report.odt"))
    assert all(ending in said for ending in (".docx", ".xlsx", ".csv", ".json"))
    assert os.listdir(tmp_path) == []


def test_a_backup_is_the_same_review_and_never_overwrites(cli: Cli, filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.ogpr"
    assert cli("backup", filled, copy).returncode == 0
    with open_review(filled) as review, open_review(copy) as other:
        assert review.stats() == other.stats()
        assert [one.text for one in review.comments()] == [one.text for one in other.comments()]
        assert other.verify()["ok"]
    before = copy.read_bytes()
    assert "exists already" in told(cli("backup", filled, copy))
    assert copy.read_bytes() == before
    assert os.listdir(tmp_path) == ["backup.ogpr"]


BRIEF = "The one-page brief is not part of this version yet. Export the committee or public edition."
APPROVAL = "The pack for approval is not part of this version yet. Export the committee or public edition."
TEMPLATE = "Templates are not part of this version yet. Leave --template out."
PROFILE = "Profiles are not part of this version yet. Leave --profile out."


@pytest.mark.parametrize(
    ("verb", "options", "sentence"),
    [
        ("export", ["--edition", "brief"], BRIEF),
        ("export", ["--edition", "approval"], APPROVAL),
        ("export", ["--template", "own.docx"], TEMPLATE),
        ("export", ["--profile", "ours"], PROFILE),
    ],
)
def test_what_is_promised_and_not_built_says_so(
    verb: str, options: list[str], sentence: str, filled: Path, table: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = filled.read_bytes()
    other = table if verb == "import" else tmp_path / "report.docx"
    assert run([verb, str(filled), str(other), *options]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", sentence + "\n")
    assert filled.read_bytes() == before and os.listdir(tmp_path) == []


# Streams --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_loses_nothing_where_output_is_not_unicode(
    cli: Cli, filled: Path, tmp_path: Path, encoding: str
) -> None:
    source = tmp_path / "ελληνικά.csv"
    source.write_text("Author,Text\nΆννα,Περισσότερα δέντρα\n", "utf-8")
    target = Path(shutil.copy(filled, tmp_path / "x.ogpr"))
    outcome = answered(cli("import", target, source, "--json", env={"PYTHONIOENCODING": encoding}))
    assert outcome["source"]["path"] == str(source)
    found = answered(cli("search", target, "δέντρα", "--json", env={"PYTHONIOENCODING": encoding}))
    assert (found["query"], found["comments"][0]["snippet"]) == ("δέντρα", "Περισσότερα δέντρα")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there, every name of a file is Unicode")
def test_names_that_are_no_unicode_are_told_with_a_mark(cli: Cli, tmp_path: Path, table: Path) -> None:
    odd = os.fsdecode(b"odd\xff")
    source = Path(shutil.copy(table, tmp_path / f"{odd}.csv"))
    path = tmp_path / f"{odd}.ogpr"
    assert cli("new", path, "--as", odd).returncode == 0
    outcome = answered(cli("import", path, source, "--as", odd, "--json"))
    assert outcome["source"]["consultation"] == "odd\ufffd"
    with open_review(path) as review:
        assert review.title == "odd\ufffd"
        assert review.history.all()[0].person == "odd\ufffd"
        assert review.verify()["ok"]
    assert cli("export", path, tmp_path / f"{odd}.json").returncode == 0


def test_who_stops_reading_gets_no_traceback(filled: Path) -> None:
    command = [sys.executable, "-m", "ogp_review", "stats", str(filled)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_public_text_cannot_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    path, source = tmp_path / "x.ogpr", tmp_path / "x.csv"
    create_review(path).close()
    source.write_text("Author,Text\nAna,trees \x1b[31mred\x1b[0m \x07\n", "utf-8")
    assert cli("import", path, source).returncode == 0
    found = cli("search", path, "trees")
    assert "\x1b" not in found.stdout and "\x07" not in found.stdout and "red" in found.stdout
