"""The sample review: a consultation of our own invention, brought in and worked on as staff would do it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ogp_review.domain.operation import Op
from ogp_review.i18n import resources
from ogp_review.progress import NoProgress, Progress
from ogp_review.services.intake import Intake
from ogp_review.services.merging import Merging
from ogp_review.services.responding import Responding
from ogp_review.services.service import Meant
from ogp_review.services.tagging import Tagging
from ogp_review.services.triage import Triage
from ogp_review.store import settings
from ogp_review.store.store import Store

TITLE = "Draft Open Government Strategy 2027–2032"
LANGUAGES = ("en", "es", "fr")
LANGUAGE = "en"
EDITOR = "Marta Ilves"
"""Who of the sample's staff writes the report."""


def make_sample(target: Path, progress: Progress | None = None) -> None:
    """Make the sample review at `target`, whole or not at all, with some of staff's work done.

    :raises ReviewError: where something stands at `target` already, or it cannot be written.
    """
    progress = progress or NoProgress()
    folder = resources() / "sample"
    read = json.loads((folder / "staff_work.json").read_text(encoding="utf-8"))
    store = Store.create(str(target))
    try:
        _bring_in(store, folder, read["people"][0])
        names: dict[str, int] = {}
        staff = {person: Staff(store, person, names) for person in read["people"]}
        for number, step in enumerate(read["steps"], 1):
            progress.check_cancelled()
            progress.report(number, len(read["steps"]), "steps of staff's work done")
            staff[step["by"]].do(step)
    except BaseException:
        store.close()
        target.unlink(missing_ok=True)
        raise
    store.close()


def _bring_in(store: Store, folder: Path, person: str) -> None:
    with store.operation(Op.SETTING, person, f"Named the review {TITLE}") as op:
        settings.set_setting(op, "title", TITLE)
    intake = Intake(store, person)
    for language in LANGUAGES:
        draft = intake.import_file(folder / f"draft_{language}.txt", language=language)
        comments = folder / f"comments_{language}.csv"
        intake.import_file(comments, consultation=draft.consultation, language=language)


class Staff:
    """One member of staff who does the steps of the sample; each is one operation, as in real work.

    `names` holds what the steps call excerpts and points ("e1", "m3"), with their ids.
    """

    def __init__(self, store: Store, person: str, names: dict[str, int]) -> None:
        shared = (store, person, LANGUAGE)
        self._triage = Triage(*shared)
        self._tagging = Tagging(*shared)
        self._merging = Merging(*shared)
        self._responding = Responding(*shared)
        self._names = names
        self._verbs: dict[str, Callable[[dict[str, Any]], object]] = {
            "tag_define": self._define,
            "tag": lambda step: self._tagging.add(self._units(step), step["tag"]),
            "excerpt": self._excerpt,
            "move": lambda step: self._triage.move(step["comments"], step["to"]),
            "set_aside": lambda step: self._triage.set_aside(step["comments"], step["reason"]),
            "stance": lambda step: self._triage.stance(self._units(step), step["stance"]),
            "translate": lambda step: self._triage.translate(step["comment"], step["language"], step["text"]),
            "merge": self._merge,
            "respond": self._respond,
            "submit": lambda step: self._responding.submit(self._named(step["point"])),
            "approve": lambda step: self._responding.approve(self._named(step["point"])),
            "return": lambda step: self._responding.give_back(self._named(step["point"]), step["note"]),
            "decision": lambda step: self._responding.decide(self._named(step["point"])),
            "revise": lambda step: self._responding.revise(step["paragraph"], step["text"]),
            "narrative": lambda step: self._responding.narrate(step["of"], step["part"], step["text"]),
        }

    def do(self, step: dict[str, Any]) -> None:
        self._verbs[step["do"]](step)

    def _named(self, name: str) -> Meant:
        return self._names.get(name, name)

    def _units(self, step: dict[str, Any]) -> list[Meant]:
        return [self._named(name) for name in step["units"]]

    def _define(self, step: dict[str, Any]) -> None:
        said = {name: step[name] for name in ("colour", "definition", "example", "shortcut") if name in step}
        self._tagging.define(step["tag"], **said)

    def _excerpt(self, step: dict[str, Any]) -> None:
        self._names[step["as"]] = self._tagging.excerpt_of(step["comment"], step["quote"])

    def _merge(self, step: dict[str, Any]) -> None:
        lead = self._named(step["lead"])
        self._names[step["as"]] = self._merging.merge(self._units(step), summary=step["summary"], lead=lead)

    def _respond(self, step: dict[str, Any]) -> None:
        said = {name: step[name] for name in ("disposition", "text", "proposed_change") if name in step}
        self._responding.respond(self._named(step["point"]), **said)
