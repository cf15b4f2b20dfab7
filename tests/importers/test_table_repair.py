"""Text that was read in a wrong encoding: offered for repair, and never repaired in silence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.table_files import comments, texts, warnings, written

from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.table_repair import REPAIRS, offered, repaired
from ogp_review.importers.tables import look

GOOD = (
    "¿Qué os parece este año? Así está la opinión.",
    "Où est passée la forêt ? Ça m'inquiète déjà.",
    "Die Straße ist für Fußgänger zu gefährlich.",
    "Não há educação sem participação.",
)


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("name", REPAIRS)
def test_every_damage_is_found_and_undone(text: str, name: str) -> None:
    repair = REPAIRS[name]
    damaged = text.encode(repair.really).decode(repair.taken_for, "replace")
    if "\ufffd" in damaged:
        damaged = text.encode(repair.really).decode("latin-1")
    offer = offered([damaged])
    assert offer is not None
    assert repaired(damaged, offer.repair.name) == text
    assert repaired(damaged, name) == text


@pytest.mark.parametrize(
    "text", [*GOOD, "l’Ajuntament: vel·la", "“Don’t”, 5 € – ok… 20°C ±3", "Ελλάδα", "日本"]
)
def test_text_that_is_fine_is_left_alone(text: str) -> None:
    assert offered([text]) is None


@given(st.text(), st.sampled_from(sorted(REPAIRS)))
def test_any_text_comes_back(text: str, name: str) -> None:
    repaired(text, name)
    offered([text])


def test_it_is_offered_and_not_done(tmp_path: Path) -> None:
    damaged = [text.encode("cp1252").decode("mac_roman") for text in GOOD[:2]]
    path = written(tmp_path, f"Name;Text\nInÈs;{damaged[0]}\nZoÎ;{damaged[1]}\nBob;Plain\n")
    assert texts(path) == [*damaged, "Plain"]
    assert 'the repair "macroman" puts it right' in warnings(path)[0]
    (question,) = look(path).questions
    assert question.kind == "repair" and (damaged[0], GOOD[0]) in question.examples
    done = comments(path, Mapping(repair="macroman"))
    assert [(c.author, c.text) for c in done] == [("Inés", GOOD[0]), ("Zoë", GOOD[1]), ("Bob", "Plain")]
    assert warnings(path, Mapping(repair="macroman")) == []
