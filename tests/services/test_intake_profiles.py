"""Profiles: how a table is read is kept with the review, found again by its columns, undone and exchanged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Mapping
from ogp_review.review import Review, create_review, open_review

HEAD = "Ref,Org,Score\n"
TITLES = ("Ref", "Org", "Score")
MAPPING = {"text": "Org", "external_id": "Ref"}


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


def table(folder: Path, rows: str, name: str = "may.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + rows, encoding="utf-8")
    return path


def names(review: Review) -> list[str]:
    return [profile.name for profile in review.intake.profiles()]


def test_a_profile_is_used_by_itself_for_the_next_file_of_its_kind(review: Review, tmp_path: Path) -> None:
    first = table(tmp_path, "a1,Park club,5\n")
    look = review.intake.look(first)
    assert look.outcome is None and look.profile is None
    review.intake.save_profile("Survey", MAPPING, matches=look.titles)
    other = table(tmp_path, "a2,Town,7\n", "june.csv")
    look = review.intake.look(other)
    assert (look.profile, look.recognised, look.problem) == ("Survey", True, "")
    assert [row.text for row in look.rows] == ["Town"]
    done = review.intake.import_file(other)
    assert done.comments.new == 1
    assert 'Read by the profile "Survey", which knows these columns.' in done.warnings
    assert [comment.text for comment in review.comments()] == ["Town"]


def test_columns_in_another_order_are_the_same_columns(review: Review, tmp_path: Path) -> None:
    review.intake.save_profile("Survey", MAPPING, matches=TITLES)
    look = review.intake.look(table(tmp_path, "7,a2,Town\n", head="score,REF,org\n"))
    assert (look.profile, [row.text for row in look.rows]) == ("Survey", ["Town"])
    other = review.intake.look(table(tmp_path, "7,a2,Town,x\n", head="score,REF,org,more\n"))
    assert other.profile is None and other.outcome is None


def test_of_two_profiles_for_the_same_columns_the_order_decides(review: Review, tmp_path: Path) -> None:
    review.intake.save_profile("A", {"text": "Ref"}, matches=tuple(reversed(TITLES)))
    review.intake.save_profile("B", MAPPING, matches=TITLES)
    assert review.intake.look(table(tmp_path, "a1,Park,1\n")).profile == "B"


def test_what_the_table_itself_proves_goes_before_what_another_file_was(
    review: Review, tmp_path: Path
) -> None:
    whole = Mapping(
        columns=(("Ref", ""), ("Org", "text"), ("Score", ""), ("Date", "posted")),
        delimiter=",",
        encoding="cp1252",
        header_row=1,
        header_rows=1,
        day_first=False,
    )
    titles = (*TITLES, "Date")
    review.intake.save_profile("Survey", whole, matches=titles)
    path = table(tmp_path, "a1;Été;5;25/03/2026\n", head="A title above;;;\n\n" + ";".join(titles) + "\n")
    look = review.intake.look(path)
    assert look.profile == "Survey"
    [row] = look.rows
    assert (row.text, row.posted_at) == ("Été", "2026-03-25")
    unsure = table(tmp_path, "a1,Park,5,02/03/2026\n", head=",".join(titles) + "\n")
    assert review.intake.look(unsure).rows[0].posted_at == "2026-02-03"


def test_a_profile_by_name_goes_with_what_is_said_besides(review: Review, tmp_path: Path) -> None:
    review.intake.save_profile("By name", {"text": "Org"})
    path = table(tmp_path, "a1,Park club,5\n")
    assert review.intake.look(path).profile is None, "without titles it is not recognised"
    look = review.intake.look(path, profile="BY NAME")
    assert (look.profile, look.recognised, look.rows[0].text) == ("By name", False, "Park club")
    more = review.intake.look(path, profile="By name", mapping={"author": "Ref"})
    assert (more.rows[0].text, more.rows[0].author) == ("Park club", "a1")
    other = review.intake.look(path, profile="By name", mapping={"text": "Score"})
    assert other.rows[0].text == "5"


def test_no_profile_can_be_asked_for(review: Review, tmp_path: Path) -> None:
    review.intake.save_profile("Survey", MAPPING, matches=TITLES)
    assert review.intake.look(table(tmp_path, "a1,Park,1\n"), profile="").outcome is None
    said = review.intake.look(table(tmp_path, "a1,Park,1\n"), mapping={"text": "Score"})
    assert (said.profile, said.rows[0].text) == (None, "1")


def test_an_unknown_profile_is_a_sentence_that_names_those_there_are(review: Review, tmp_path: Path) -> None:
    path = table(tmp_path, "a1,Park,1\n")
    with pytest.raises(ReviewError, match=r'no profile "X".*None has been saved'):
        review.intake.import_file(path, profile="X")
    review.intake.save_profile("Survey", MAPPING)
    with pytest.raises(ReviewError, match=r'no profile "X".*There is "Survey"'):
        review.intake.look(path, profile="X")
    review.intake.save_profile("E-mails", MAPPING)
    with pytest.raises(ReviewError, match='There are "E-mails", "Survey"'):
        review.intake.import_file(path, profile="X")


def test_a_profile_that_does_not_fit_says_which_it_is(review: Review, tmp_path: Path) -> None:
    review.intake.save_profile("Survey", {"text": "Remark"})
    path = table(tmp_path, "a1,Park,1\n")
    with pytest.raises(ReviewError, match=r'By the profile "Survey".*Remark'):
        review.intake.import_file(path, profile="Survey")
    look = review.intake.look(path, profile="Survey")
    assert look.outcome is None and look.titles == TITLES


def test_profiles_are_undone_renamed_and_removed_as_operations(review: Review) -> None:
    review.intake.save_profile("Survey", MAPPING, matches=TITLES)
    review.intake.save_profile("survey", {"text": "Score"})
    assert names(review) == ["Survey"]
    review.history.undo()
    [profile] = review.intake.profiles()
    assert profile.titles == TITLES and dict(profile.mapping.columns) == {"Org": "text", "Ref": "external_id"}
    review.intake.rename_profile("SURVEY", "Spring survey")
    assert names(review) == ["Spring survey"]
    review.history.undo()
    assert names(review) == ["Survey"]
    review.history.redo()
    review.intake.rename_profile("Spring survey", "spring SURVEY")
    assert names(review) == ["spring SURVEY"]
    review.intake.save_profile("Other", MAPPING)
    with pytest.raises(ReviewError, match="already"):
        review.intake.rename_profile("other", "Spring survey")
    review.intake.remove_profile("other")
    with pytest.raises(ReviewError, match='no profile "Other"'):
        review.intake.remove_profile("Other")
    review.history.undo()
    assert names(review) == ["Other", "spring SURVEY"]
    for name, mapping in ((" ", MAPPING), ("x" * 101, MAPPING), ("Empty", Mapping())):
        with pytest.raises(ReviewError):
            review.intake.save_profile(name, mapping)


def test_a_copy_gets_the_profiles(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.backup(tmp_path / "b.ogpr")
        mine.intake.save_profile("Survey", MAPPING, matches=TITLES)
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            assert theirs.intake.profiles() == []
            theirs.take_from(mine)
            assert theirs.intake.profiles() == mine.intake.profiles()
            assert theirs.intake.look(table(tmp_path, "a1,Park,1\n")).profile == "Survey"
