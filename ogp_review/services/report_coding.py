"""Tagged passages and private notes by the refs that a report knows comments and points by."""

from collections.abc import Iterable, Mapping
from typing import Any

from ogp_review.domain.report import Coding, Edition, Passage, Remark
from ogp_review.services.report_rows import Material
from ogp_review.store import coding_reads


def coding_of(connection: Any, material: Material) -> Coding:
    """What the edition may hold of it: the public one holds no note and names no member of staff."""
    public = material.edition is Edition.PUBLIC
    excerpts = coding_reads.tagged_excerpts(connection)
    refs = {comment.id: comment.ref for comment in material.comments}
    passages = [
        _passage(row, refs[row.comment_id], material, public) for row in excerpts if row.comment_id in refs
    ]
    whole = _whole(coding_reads.tags_of_comments(connection), refs, material)
    if public:
        return Coding(whole, tuple(passages))
    owners = refs | {row.id: refs.get(row.comment_id, "") for row in material.excerpts}
    owners |= {row.id: refs.get(row.comment_id, "") for row in excerpts}
    owners |= {point.id: point.ref for point in material.points.values()}
    return Coding(whole, tuple(passages), _remarks(coding_reads.notes(connection), owners))


def _passage(row: Any, ref: str, material: Material, public: bool) -> Passage:
    themes = _themes(material.excerpt_tags.get(row.id, ()), material)
    person = "" if public else row.person or ""
    return Passage(ref, row.start, row.stop, row.text[row.start : row.stop], themes, person)


def _whole(links: list[Any], refs: Mapping[int, str], material: Material) -> dict[str, tuple[str, ...]]:
    tags: dict[str, set[int]] = {}
    for link in links:
        if link.unit_id in refs:
            tags.setdefault(refs[link.unit_id], set()).add(link.tag_id)
    return {ref: _themes(found, material) for ref, found in tags.items()}


def _themes(tags: Iterable[int], material: Material) -> tuple[str, ...]:
    return tuple(sorted({material.tags[tag] for tag in tags if tag in material.tags}))


def _remarks(notes: list[Any], owners: Mapping[int, str]) -> tuple[Remark, ...]:
    return tuple(
        Remark(owners[row.owner], row.text, row.person or "") for row in notes if owners.get(row.owner)
    )
