"""Who spoke: merged and corrected beside what sources say, followed by every read, undone and exchanged."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from random_work import contents
from sqlalchemy import select, update

from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.store import people_state
from ogp_review.store import tables as t

YOUTH = "The strategy says nothing of young people and it should say a lot more about them."
HEAD = "Id,Text,Author,Organisation,E-mail,Country,Consent,Date,Paragraph\n"
TABLE = (
    f'1,"{YOUTH}",Ana Ruiz,Red Abierta,Ana@Example.org,,yes,2026-04-02,P1\n'
    '2,"Publish the budget of every ministry in open formats.",Ben Okafor,,ben@example.org,,,2026-04-02,P1\n'
    "3,I agree.,Chidi Eze,,,,yes,2026-04-02,P1\n"
    "4,I agree.,Dora Lind,,,,no,2026-04-02,P2\n"
)
LETTER = f"""From: A. Ruiz <ana@example.org>
To: strategy@example.org
Subject: Answer
Message-ID: <one@example.org>
Date: Fri, 3 Apr 2026 10:00:00 +0000

{YOUTH}
"""


def bring(review: Review, folder: Path) -> None:
    (folder / "forum.csv").write_text(HEAD + TABLE, encoding="utf-8")
    (folder / "letter.eml").write_text(LETTER, encoding="utf-8")
    review.intake.import_file(folder / "forum.csv")
    review.intake.import_file(folder / "letter.eml")


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        bring(made, tmp_path)
        yield made
        assert made.verify()["problems"] == []


def who(review: Review, name: str) -> int:
    [found] = [line.id for line in review.people.all() if line.name == name]
    return found


def sources(review: Review) -> Any:
    with review.store.read() as connection:
        return connection.execute(select(t.participant).order_by(t.participant.c.id)).all()


def both(review: Review) -> tuple[int, int]:
    return who(review, "Ana Ruiz"), who(review, "A. Ruiz")


# Merging and correcting ------------------------------------------------------------------------------------


def test_every_read_follows_a_merge(review: Review, tmp_path: Path) -> None:
    ana, letter = both(review)
    assert review.stats()["participants"] == 5
    before = sources(review)
    review.people.merge([ana, letter], into=ana)
    review.people.edit(ana, organisation="Red Abierta del Sur", stakeholder="Civil society", country="Peru")
    assert review.stats()["participants"] == 4
    assert next(line.name for line in review.people.all()) == "Ana Ruiz"
    mail = review.comment("C0005")
    assert (mail.author, mail.organisation) == ("Ana Ruiz", "Red Abierta del Sur")
    [card] = review.browsing.cards([mail.id])
    assert (card.author, card.organisation) == ("Ana Ruiz", "Red Abierta del Sur")
    view = review.desk.comment(mail.id)
    assert (view.stakeholder, view.country, view.participant) == ("Civil society", "Peru", ana)
    found = [one for chunk in review.browsing.ids('author:"Ana Ruiz"') for one in chunk]
    assert sorted(found) == sorted([review.comment("C0001").id, mail.id])
    assert len([one for chunk in review.browsing.ids('author:"A. Ruiz"') for one in chunk]) == 1
    assert sources(review) == before
    document = review.reporting.document()
    [row] = [row for row in document.participants if row.name == "Ana Ruiz"]
    assert (row.organisation, row.comments) == ("Red Abierta del Sur", 2)
    assert (row.stakeholder, row.country, sorted(row.channels)) == (
        "Civil society",
        "Peru",
        ["email", "file"],
    )
    assert document.figures.participants == 4
    assert {row.participants for row in document.matrix if row.comment_refs == ("C0005",)} == {
        ("Ana Ruiz (Red Abierta del Sur)",)
    }
    review.reporting.export(tmp_path / "c.csv")
    assert "A. Ruiz" not in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")


def test_undo_takes_back_one_thing_at_a_time_and_redo_brings_it_again(review: Review) -> None:
    ana, letter = both(review)
    start = contents(review)["participant_state"]
    review.people.merge([letter, ana])
    merged = contents(review)["participant_state"]
    review.people.edit(ana, name="Ana María Ruiz")
    assert {review.comment(ref).author for ref in ("C0001", "C0005")} == {"Ana María Ruiz"}
    review.history.undo()
    assert contents(review)["participant_state"] == merged != start
    review.history.undo()
    assert contents(review)["participant_state"] == start == []
    assert (review.comment("C0001").author, review.comment("C0005").author) == ("Ana Ruiz", "A. Ruiz")
    review.history.redo()
    review.history.redo()
    assert {review.comment(ref).author for ref in ("C0001", "C0005")} == {"Ana María Ruiz"}


def test_what_a_merge_and_its_undo_concern_is_told(review: Review) -> None:
    ana, letter = both(review)
    theirs = {review.comment("C0001").id, review.comment("C0005").id}
    assert theirs <= review.people.merge([ana, letter]).comments
    assert theirs <= review.people.edit(letter, country="Chile").comments
    assert theirs <= review.people.split(ana, [letter]).comments
    done = review.history.undo()
    assert done is not None and theirs <= done.changes.comments


def test_whoever_is_split_off_is_as_their_source_says(review: Review) -> None:
    ana, letter = both(review)
    ben = who(review, "Ben Okafor")
    review.people.merge([letter, ben], into=ana)
    assert {review.comment(ref).author for ref in ("C0001", "C0002", "C0005")} == {"Ana Ruiz"}
    review.people.split(ana, [ana])
    assert review.comment("C0001").author == "Ana Ruiz"
    rest = {review.comment("C0002").author, review.comment("C0005").author}
    assert len(rest) == 1 and rest < {"Ben Okafor", "A. Ruiz"}
    review.people.split(letter, [letter, ben])
    assert (review.comment("C0002").author, review.comment("C0005").author) == ("Ben Okafor", "A. Ruiz")
    with pytest.raises(ReviewError, match="nothing to split"):
        review.people.split(ana, [ana])
    with pytest.raises(ReviewError, match="not part of that person"):
        review.people.split(ana, [ben])


def test_merging_those_that_were_merged_brings_all_of_them(review: Review) -> None:
    ana, letter = both(review)
    ben, chidi = who(review, "Ben Okafor"), who(review, "Chidi Eze")
    review.people.merge([ana, letter])
    review.people.merge([ben, chidi])
    review.people.merge([letter, chidi], into=chidi)
    assert {comment.author for comment in review.comments()} == {"Ben Okafor", "Dora Lind"}
    assert review.people.one(ana).line.merged == 4
    assert len(review.people.comments(letter)) == 4
    review.people.split(letter, [ana])
    assert (review.comment("C0001").author, review.comment("C0005").author) == ("Ana Ruiz", "Ben Okafor")


def test_what_cannot_be_merged_is_said(review: Review) -> None:
    ana, letter = both(review)
    with pytest.raises(ReviewError, match="one person already"):
        review.people.merge([ana])
    with pytest.raises(ReviewError, match="No participant was named"):
        review.people.merge([])
    with pytest.raises(ReviewError, match="no participant with the id 17"):
        review.people.merge([ana, 17])
    review.people.merge([ana, letter])
    with pytest.raises(ReviewError, match="one person already"):
        review.people.merge([letter, ana])


def test_a_correction_stands_beside_the_source_and_can_be_none_or_given_up(review: Review) -> None:
    ana, _ = both(review)
    review.people.edit(ana, organisation="  Other   name ", country="Peru")
    assert review.people.one(ana).line.organisation == "Other name"
    assert review.people.one(ana).chosen == {"organisation", "country"}
    review.people.edit(ana, organisation="")
    assert review.people.one(ana).line.organisation is None
    review.people.edit(ana, organisation=None, country=None)
    assert review.people.one(ana).line.organisation == "Red Abierta"
    assert review.people.one(ana).chosen == frozenset()
    count = len(review.history.all())
    review.people.edit(ana, organisation="Red Abierta", name="Ana Ruiz")
    assert len(review.history.all()) == count, "the same as the source says is no change"


def test_an_import_is_not_undone_while_staff_work_hangs_on_its_participants(review: Review) -> None:
    with create_or_open(review, "Ben") as ben:
        ben.people.edit(who(ben, "A. Ruiz"), country="Peru")
    with pytest.raises(ReviewError, match="Ben has worked on it since"):
        review.history.undo()


def create_or_open(review: Review, person: str) -> Review:
    return open_review(review.store.target, person=person)


def test_the_history_of_a_comment_says_what_was_done_to_its_participant(review: Review) -> None:
    ana, letter = both(review)
    review.people.merge([letter, ana], into=ana)
    review.people.edit(ana, stakeholder="Civil society", country="Peru")
    said = [one.operation.sentence for one in review.history.of("C0001")]
    assert said[-2:] == [
        "Merged 2 participants into one",
        "Changed the stakeholder type and country of a participant",
    ]
    assert "Ana" not in "".join(said)


def test_people_are_found_by_what_any_source_or_staff_call_them(review: Review) -> None:
    ana, letter = both(review)
    review.people.merge([ana, letter])
    assert review.people.ids("a. ruiz") == review.people.ids("ANA@example.org") == [ana]
    review.people.edit(ana, organisation="Jardín")
    assert review.people.ids("jardin") == [ana] == review.people.ids("red abierta")
    assert review.people.ids("nobody") == []
    assert "Civil society" in review.people.stakeholders()


def test_verify_finds_a_person_shown_otherwise(review: Review) -> None:
    ana, letter = both(review)
    review.people.merge([ana, letter])
    with review.store._database.writing() as connection:
        connection.execute(update(t.participant_state).values(name="Somebody else"))
    assert review.verify()["problems"] == [
        "2 participants shown otherwise than sources and staff's work say."
    ]
    with review.store._database.writing() as connection:
        people_state.refresh(connection)


# Consent and addresses -------------------------------------------------------------------------------------


def everything(review: Review, folder: Path) -> str:
    """All that the public edition says, in every format."""
    said = []
    for name in ("x.docx", "x.xlsx", "x.csv", "x.json"):
        target = folder / name
        review.reporting.export(target, edition="public")
        if name.endswith("x"):
            with zipfile.ZipFile(target) as parts:
                texts = [name for name in parts.namelist() if name.endswith("xml")]
                said += [parts.read(name).decode() for name in texts]
        else:
            said.append(target.read_text(encoding="utf-8-sig"))
    return "\n".join(said)


def test_merging_never_names_in_public_what_was_not_named(review: Review, tmp_path: Path) -> None:
    assert "Ana Ruiz" in everything(review, tmp_path)
    ana, letter = both(review)
    review.people.merge([ana, letter], into=ana)
    assert review.people.one(ana).line.consent is None
    public = everything(review, tmp_path)
    for private in ("Ana Ruiz", "A. Ruiz", "Red Abierta", "Ben Okafor", "Dora Lind", "example.org"):
        assert private not in public, private
    assert "Chidi Eze" in public
    review.people.merge([who(review, "Chidi Eze"), who(review, "Dora Lind")])
    assert "Chidi Eze" not in everything(review, tmp_path), "one of the two said no"


def test_consent_is_for_all_that_was_said_and_is_asked_anew_of_who_is_merged_later(
    review: Review, tmp_path: Path
) -> None:
    ana, letter = both(review)
    review.people.merge([ana, letter], into=ana)
    review.people.edit(ana, consent=True)
    public = everything(review, tmp_path)
    assert "Ana Ruiz" in public and "A. Ruiz" not in public and "example.org" not in public
    review.people.merge([ana, who(review, "Ben Okafor")], into=ana)
    assert review.people.one(ana).line.consent is None
    review.people.edit(ana, consent="no")
    assert review.people.one(letter).line.consent is False
    review.people.edit(ana, consent=None)
    assert {one.consent for one in review.people.one(ana).stated} == {True, None}
    with pytest.raises(ReviewError, match="Say yes, no or unknown"):
        review.people.edit(ana, consent="perhaps")


def test_an_address_that_stands_where_a_name_should_is_not_public(review: Review, tmp_path: Path) -> None:
    review.people.edit(
        who(review, "Chidi Eze"), name="chidi@example.org", organisation="Chidi <c@example.org>"
    )
    assert "chidi@example.org" in [row.name for row in review.reporting.document().participants]
    public = everything(review, tmp_path)
    assert "example.org" not in public and "Chidi" in public


def test_a_canned_text_names_nobody_who_has_not_agreed(review: Review) -> None:
    ana, letter = both(review)
    assert review.desk.fill("{author}", "C0001") == "Ana Ruiz"
    review.people.merge([letter, ana], into=ana)
    assert review.desk.fill("{author}", "C0001") == "the participant"


# Copies ----------------------------------------------------------------------------------------------------


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[list[Review]]:
    with create_review(tmp_path / "a.ogpr", title="Draft", person="Marta") as made:
        bring(made, tmp_path)
        for name in ("b", "c"):
            made.backup(tmp_path / f"{name}.ogpr")
    people = (("a", "Marta"), ("b", "Ben"), ("c", "Zoe"))
    opened = [open_review(tmp_path / f"{name}.ogpr", person=person) for name, person in people]
    yield opened
    for one in opened:
        one.close()


def exchanged(copies: list[Review]) -> None:
    for _ in range(2):
        for mine in copies:
            for other in copies:
                if mine is not other:
                    mine.take_from(other)
    said = [contents(copy) for copy in copies]
    assert said[0] == said[1] == said[2]
    assert [copy.verify()["problems"] for copy in copies] == [[], [], []]


def test_two_who_merged_the_same_two_apart_each_into_the_other(copies: list[Review]) -> None:
    ana, letter = both(copies[0])
    ben = who(copies[0], "Ben Okafor")
    copies[0].people.merge([ana, letter], into=ana)
    copies[1].people.merge([ana, letter], into=letter)
    copies[2].people.merge([letter, ben], into=letter)
    exchanged(copies)
    [person] = {copies[0].people.one(one).line.id for one in (ana, letter, ben)}
    assert copies[0].people.one(person).line.merged == 3
    assert person == min(ana, letter), "of a ring the smallest id stays"
    copies[1].people.merge([ana, who(copies[1], "Chidi Eze")], into=ana)
    copies[0].people.split(person, [letter])
    exchanged(copies)


def test_corrections_made_apart_are_a_conflict_until_one_is_chosen(copies: list[Review]) -> None:
    ana, letter = both(copies[0])
    copies[0].people.edit(ana, country="Peru")
    copies[1].people.edit(ana, country="Chile")
    copies[2].people.merge([ana, letter], into=letter)
    exchanged(copies)
    [conflict] = copies[0].history.conflicts()
    assert (conflict.table, conflict.column) == ("participant_work", "country")
    assert {conflict.shown, conflict.other} == {"Peru", "Chile"}
    copies[0].history.settle(conflict, "Chile")
    exchanged(copies)
    assert copies[2].history.conflicts() == []
    assert copies[2].people.one(ana).line.country == "Chile"


# What is suggested -----------------------------------------------------------------------------------------


def test_a_participant_of_two_channels_is_suggested_and_merged_when_accepted(review: Review) -> None:
    ana, letter = both(review)
    [offer] = review.suggesting.participants()
    assert {offer.first.id, offer.second.id} == {ana, letter}
    assert (offer.confidence, offer.reason) == (0.97, "the same e-mail address")
    assert "example.org" not in json.dumps(offer.as_json())
    assert review.stats()["participants"] == 5, "nothing is merged silently"
    review.suggesting.accept([offer])
    assert review.comment("C0005").author == "Ana Ruiz"
    assert review.suggesting.participants() == []
    review.history.undo()
    assert review.suggesting.participants() == [offer]


def test_what_is_dismissed_is_remembered_and_undone(review: Review) -> None:
    for found in (review.suggesting.participants, review.suggesting.duplicates):
        offers = list(found())
        assert offers
        review.suggesting.dismiss(offers)
        assert found() == []
        review.history.undo()
        assert found() == offers
        review.history.redo()
        assert found() == []
    with create_or_open(review, "Ben") as again:
        assert again.suggesting.participants() == []


def test_two_that_were_kept_apart_are_not_joined_through_a_third(review: Review, tmp_path: Path) -> None:
    review.suggesting.dismiss(review.suggesting.participants())
    more = 'Id,Text,Author,Organisation,E-mail\n9,"More.",Ana Ruiz,Red Abierta,ana@example.org\n'
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    review.intake.import_file(tmp_path / "more.csv")
    offers = review.suggesting.participants()
    assert len(offers) == 1
    review.suggesting.accept(offers)
    assert review.suggesting.participants() == []
    ana, letter = (review.people.one(comment_by(review, ref)).line.id for ref in ("C0001", "C0005"))
    assert ana != letter


def comment_by(review: Review, ref: str) -> int:
    found = review.desk.comment(ref).participant
    assert found is not None
    return found


def test_the_same_comment_by_two_channels_is_suggested_and_both_stay(review: Review) -> None:
    first = review.suggesting.duplicates()[0]
    assert (first.first.ref, first.second.ref, first.one_person) == ("C0001", "C0005", False)
    assert first.reason == "the same text came by e-mail on 3 April 2026 (C0005)"
    assert first.because(first.first) == "the same text came in a file on 2 April 2026 (C0001)"
    assert next(iter(first.as_json())) == "comments" and first.as_json()["comments"][0] == first.first.id
    review.people.merge(both(review))
    [again, few] = review.suggesting.duplicates()
    assert again.one_person and again.confidence == 0.99
    assert (few.first.ref, few.second.ref, few.confidence) == ("C0003", "C0004", 0.5)
    review.suggesting.accept([again])
    [point] = review.merging.points()
    assert [unit.ref for unit in point.units] == ["C0001", "C0005"]
    assert review.stats()["comments"] == 5 and review.stats()["merged_comments"] == 2
    assert [one.first.ref for one in review.suggesting.duplicates()] == ["C0003"]
    review.history.undo()
    assert review.merging.points() == []


def test_accepting_goes_into_the_point_that_is_there(review: Review) -> None:
    offers = review.suggesting.duplicates()
    point = review.merging.merge(["C0005", "C0002"])
    review.suggesting.accept(offers)
    refs = {one.id: [unit.ref for unit in one.units] for one in review.merging.points()}
    assert refs.pop(point) == ["C0001", "C0002", "C0005"]
    assert list(refs.values()) == [["C0003", "C0004"]]


def test_accepting_brings_two_points_together_and_keeps_what_was_answered(review: Review) -> None:
    offers = review.suggesting.duplicates()[:1]
    review.responding.respond("C0001", disposition="noted", text="Thank you.")
    review.responding.respond("C0005", disposition="accepted", text="We will.")
    review.suggesting.accept(offers)
    [point] = review.merging.points()
    assert [unit.ref for unit in point.units] == ["C0001", "C0005"]
    notes = review.desk.point(point.id).notes
    assert [note.text for note in notes] == ["PT-0002 was answered (accepted, drafted): We will."]


def test_what_is_set_aside_is_not_suggested(review: Review) -> None:
    review.triage.set_aside(["C0005"], reason="repeated")
    assert [(one.first.ref, one.second.ref) for one in review.suggesting.duplicates()] == [("C0003", "C0004")]


def test_what_several_quote_is_no_reason_and_an_edited_letter_is_one(review: Review, tmp_path: Path) -> None:
    paragraph = (
        "Members of the partnership shall, by the end of each year, publish in an open format what they have"
        " spent, on what, and who received it, so that everybody can follow the money."
    )
    draft = tmp_path / "draft.md"
    draft.write_text(f"# Draft\n\nP1 {paragraph}\n", encoding="utf-8")
    review.intake.import_file(draft, as_draft=True)
    letter = (
        "We ask the partnership to listen to rural libraries, to fund them for ten years, to train their"
        " staff, and to let them hold meetings at which farmers speak first."
    )
    rows = [
        f'"""{paragraph}"" This is far too late for anybody."',
        f'"""{paragraph}"" Who checks whether it is true?"',
        f'"{letter}"',
        f'"Dear all. {letter.replace("farmers", "fishers")}"',
    ]
    text = "Id,Text\n" + "".join(f"{20 + n},{row}\n" for n, row in enumerate(rows))
    (tmp_path / "more.csv").write_text(text, encoding="utf-8")
    review.intake.import_file(tmp_path / "more.csv")
    found = {(one.first.ref, one.second.ref): one for one in review.suggesting.duplicates()}
    assert set(found) == {("C0001", "C0005"), ("C0003", "C0004"), ("C0008", "C0009")}
    near = found["C0008", "C0009"]
    assert 0.9 < near.confidence < 0.98 and {"Dear", "all"} < set(near.differs)
    assert "% the same words came in a file" in near.reason
