import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ogp_review.domain.incoming import (
    Incoming,
    IncomingCoding,
    IncomingComment,
    IncomingSection,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import nested_json

ROOT = Path(__file__).resolve().parents[2]
DEBATE = ROOT / "tests" / "data" / "json" / "debate.json"
REAL = ROOT.parent / "shared" / "data" / "nested_json"
THEMES = ROOT.parent / "shared" / "data" / "themes" / "inputs"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real debates are not beside the repository")


def records_of(path: Path) -> list[Incoming]:
    return list(nested_json.read(path).records)


def read_value(folder: Path, value: Any) -> list[Incoming]:
    path = folder / "some.json"
    path.write_text(json.dumps(value), "utf-8")
    return records_of(path)


def comments_of(records: list[Incoming]) -> list[IncomingComment]:
    return [record for record in records if isinstance(record, IncomingComment)]


def test_a_debate_is_read_with_all_that_hangs_on_it() -> None:
    records = records_of(DEBATE)
    proposal, first, reply, second, source = comments_of(records)
    assert proposal.text == "Open the quay\n\nThe quay is open to all.\n\nAlso at night & on Sundays."
    assert (proposal.external_id, proposal.author, proposal.folded) == ("7", "Ann Example", "People like it.")
    assert (proposal.votes_for, proposal.votes_against) == (12, 4)
    assert proposal.posted_at == "2023-01-30T14:02:11+01:00"
    assert (first.external_id, first.parent, first.votes_for, first.author) == ("argument 7", "7", 3, "bo")
    assert (reply.external_id, reply.parent, reply.where) == (
        "argument 8",
        "argument 7",
        "proposal, arguments 1, replies 1",
    )
    assert (second.external_id, second.parent) == ("argument 9", "7")
    assert (source.external_id, source.parent) == ("source 7", "7")
    assert source.text == "Lamps\n\nWhat lamps cost.\n\nhttps://example.org/lamps"


def test_sections_sides_skips_and_doubts_of_a_debate() -> None:
    records = records_of(DEBATE)
    assert [r for r in records if isinstance(r, IncomingSection)] == [
        IncomingSection("3", "Section 1", "The quay", 1, "proposal")
    ]
    assert [r.path for r in records if isinstance(r, IncomingTag)] == ["Argument/For", "Argument/Against"]
    codings = {r.comment: r.tag for r in records if isinstance(r, IncomingCoding)}
    assert codings == {"argument 7": "Argument/For", "argument 9": "Argument/Against"}
    assert [r for r in records if isinstance(r, IncomingSkip)] == [
        IncomingSkip("proposal, arguments 3", "no text")
    ]
    assert [r.text for r in records if isinstance(r, IncomingWarning)] == [
        "Taken down at their source, but kept here: 1.",
        "Votes neither for nor against, not kept: 2.",
    ]
    assert nested_json.read(DEBATE).consultation.title == "Harbour debate"


def test_a_flat_list_keeps_its_ids_and_parents(tmp_path: Path) -> None:
    first, second = comments_of(
        read_value(
            tmp_path,
            {
                "comments": [
                    {"id": 1, "text": "One", "name": "Ann", "paragraph": "P3", "upvotes": 2, "downvotes": 1},
                    {"id": 2, "text": {"en": "Two", "fr": "Deux"}, "parent_id": 1, "timestamp": 1675083731},
                ]
            },
        )
    )
    assert (first.external_id, first.author, first.paragraph) == ("1", "Ann", "P3")
    assert (first.votes_for, first.votes_against) == (2, 1)
    assert (second.text, second.language, second.parent) == ("Two", "en", "1")
    assert second.posted_at == "2023-01-30T13:02:11+00:00"


def test_replies_find_their_parent_even_where_nothing_has_an_id(tmp_path: Path) -> None:
    value = [{"text": "One", "replies": [{"text": "Two", "replies": ["Three"]}]}, {"text": "Four"}]
    one, two, three, four = comments_of(read_value(tmp_path, value))
    assert (two.parent, three.parent) == (one.external_id, two.external_id)
    assert one.external_id and one.external_id.startswith("text ")
    assert (three.external_id, four.external_id, four.parent) == (None, None, None)
    assert comments_of(read_value(tmp_path, value)) == [one, two, three, four]


def test_each_kind_is_numbered_by_itself(tmp_path: Path) -> None:
    inner = [{"id": 5, "body": "a"}]
    value = {key: [{"id": 5, "body": key, "arguments": inner}] for key in ("one", "two")}
    found = [comment.external_id for comment in comments_of(read_value(tmp_path, value))]
    assert found == ["5", "argument 5", "5", "argument 5"]


def test_json_lines_are_a_list(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"response_id": 1, "response": "One"}\n\n{"response_id": 2, "response": "Two"}\n', "utf-8"
    )
    assert [(c.external_id, c.text) for c in comments_of(records_of(path))] == [("1", "One"), ("2", "Two")]


def test_an_export_of_a_review_comes_back(tmp_path: Path) -> None:
    row = {"row_id": "99", "ref": "C0001", "paragraph": "P3", "author": "Ann", "text": "A < B",
           "date": "2023-01-30", "translation": "", "votes_for": 2, "votes_against": None, "reply_to": "",
           "language": "en"}  # fmt: skip
    reply = row | {"ref": "C0002", "reply_to": "C0001", "paragraph": "Not assigned"}
    value = {
        "title": "Harbour", "edition": "committee", "ledger": {"comments": 2},
        "sections": [{"paragraphs": [{"label": "P3", "text": "Draft"}]}],
        "matrix": [{"ref": "R1", "point": "x", "response": "We thank you", "text": "y"}],
        "comments": [row, reply], "participants": [{"name": "Ann", "text": "z"}],
    }  # fmt: skip
    first, second = comments_of(read_value(tmp_path, value))
    assert (first.external_id, first.text, first.paragraph, first.parent) == ("C0001", "A < B", "P3", None)
    assert (first.posted_at, first.votes_for, first.translation, first.language) == (
        "2023-01-30",
        2,
        None,
        "en",
    )
    assert (second.parent, second.paragraph) == ("C0001", None)


def test_what_no_database_holds_is_replaced_and_told(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(r'[{"id": 1, "text": "a\u0000b\ud83dc\r\nd \ud83d\ude00"}]', "utf-8")
    records = records_of(path)
    assert comments_of(records)[0].text == "a\ufffdb\ufffdc\nd 😀"
    assert records[-1] == IncomingWarning("2 characters that cannot be stored became \ufffd.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ('{"a": 1', "is not whole JSON"),
        ("[" * 100_000, "nested too deeply|not whole JSON"),
        ('{"comments": []}', "holds no comments"),
        ('[{"text": 5}]', "holds no comments"),
        ("[1" + "0" * 5_000 + "]", "is not whole JSON|holds no comments"),
        ("[[]" + ",[]" * 2_100_000 + "]", "too many objects"),
    ],
)
def test_what_is_no_list_of_comments_is_refused_in_a_sentence(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReviewError, match=told) as refusal:
        records_of(path)
    assert '"bad.json"' in str(refusal.value)


def test_nesting_as_deep_as_json_goes_is_read(tmp_path: Path) -> None:
    value: dict[str, Any] = {"text": "0"}
    for number in range(1, 400):
        value = {"text": str(number), "replies": [value]}
    assert len(comments_of(read_value(tmp_path, [value]))) == 400


def test_json_is_told_from_other_files() -> None:
    assert nested_json.looks_like(b' {"a": [', "x")
    assert nested_json.looks_like(b'\xef\xbb\xbf[\n {"a"', "x.txt")
    assert nested_json.looks_like(b"[", "x.json")
    assert not nested_json.looks_like(b"[see note] Dear all", "x.txt")
    assert not nested_json.looks_like(b"a;b", "x.json")


@needs_real
def test_the_real_debates_come_in_whole() -> None:
    kinds: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    empty = 0
    for path in sorted(REAL.glob("*.json")):
        if not path.stat().st_size:
            empty += 1
            with pytest.raises(ReviewError, match="is empty"):
                nested_json.read(path)
            continue
        records = records_of(path)
        kinds.update(type(record).__name__ for record in records)
        tags.update(record.tag for record in records if isinstance(record, IncomingCoding))
        for comment in comments_of(records):
            assert comment.author and comment.posted_at and comment.votes_for is not None
            assert (comment.parent is None) == (" " not in (comment.external_id or ""))
    assert empty == 2
    assert (kinds["IncomingComment"], kinds["IncomingSection"], kinds["IncomingSkip"]) == (
        34 + 623 + 49,
        34,
        0,
    )
    assert tags == {"Argument/Against": 341, "Argument/For": 282}


@needs_real
@pytest.mark.skipif(not THEMES.exists(), reason="the themes are not beside the repository")
def test_the_real_responses_come_in_whole() -> None:
    found = {
        path.parent.name: len(comments_of(records_of(path))) for path in THEMES.glob("*/responses.jsonl")
    }
    assert found == {"question_part_1": 100, "question_part_2": 100}
