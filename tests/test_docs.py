"""The documents keep their promises: every verb, option and method is in them, and their examples run."""

import ast
import inspect
import io
import os
import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import fields
from pathlib import Path

import pytest

from ogp_review import __version__
from ogp_review.cli.main import parser
from ogp_review.cli.verbs import VERBS
from ogp_review.domain import codebook, comment, draft, filters, operation, point, response, roundtrip
from ogp_review.review import Review
from ogp_review.services import history, suggesting
from ogp_review.store import past

ROOT = Path(__file__).resolve().parents[1]
README, CHANGELOG = ROOT / "README.md", ROOT / "CHANGELOG.md"
GUIDE, SCRIPTING = ROOT / "docs" / "guide.md", ROOT / "docs" / "scripting.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = (README, CHANGELOG, GUIDE, SCRIPTING, *DECISIONS)

RECORDS = (
    comment.Comment, comment.Excerpt, draft.Section, draft.Paragraph, codebook.Tag, point.Point, point.Unit,
    response.Response, suggesting.ParagraphSuggestion, operation.Changes, history.Step, past.PastChange,
    operation.OperationRecord, operation.WriteConflict, roundtrip.CellChange, roundtrip.CellConflict,
    roundtrip.CellRefusal, roundtrip.RoundTripOutcome,
)  # fmt: skip

OF_RUN_PY = ("test", "lint")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")
LARGEST_PICTURE = 200_000


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind == language]


def commands(page: Path, program: str) -> list[str]:
    """The command lines of a page that start `program`, without it."""
    lines = "".join(blocks(page, "")).splitlines()
    return [line.removeprefix(program).strip() for line in lines if line.startswith(program)]


# The command line -----------------------------------------------------------------------------------------


def verb_parsers() -> dict[str, ArgumentParser]:
    [under] = [action for action in parser()._actions if action.dest == "verb"]
    return dict(under.choices or {})  # type: ignore[arg-type]


def section_of(verb: str) -> str:
    """What the guide says of a verb, from its heading to the next."""
    found = re.search(rf"^### {verb}\n(.*?)(?=^##|\Z)", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/guide.md has no heading for the verb {verb}"
    return found[1]


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_the_guide_tells_every_verb_with_its_options_and_an_example(verb: str) -> None:
    told = section_of(verb)
    options = [name for action in verb_parsers()[verb]._actions for name in action.option_strings]
    long = {name for name in options if name.startswith("--") and name != "--help"}
    assert {name for name in long if name not in told} == set()
    assert f"\nogp-review {verb} " in told


def test_the_guide_names_no_verb_or_option_that_is_not_there() -> None:
    text = GUIDE.read_text("utf-8")
    assert set(re.findall(r"^### ([\w-]+)$", text.split("## Every command")[1], re.MULTILINE)) == {
        verb.name for verb in VERBS
    }
    known = {name for one in (parser(), *verb_parsers().values()) for name in one._option_string_actions}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


@pytest.mark.parametrize("page", [README, GUIDE], ids=lambda page: page.name)
def test_every_command_shown_is_understood(page: Path) -> None:
    program = "python3 run.py" if page is README else "ogp-review"
    shown = [line for line in commands(page, program) if line not in OF_RUN_PY]
    assert len(shown) > 5
    for line in shown:
        assert parser().parse_args(shlex.split(line)).verb


def test_readme_begins_with_commands_that_run_py_knows() -> None:
    first, second, *_ = commands(README, "python3 run.py")
    assert [first, second] == ["demo", "test"]
    needs = (ROOT / "run.py").read_text("utf-8")
    assert all(f'"{verb}"' in needs for verb in OF_RUN_PY)


def test_readme_has_a_place_for_the_benchmarks() -> None:
    lines = README.read_text("utf-8").splitlines()
    assert lines.index("<!-- benchmarks -->") < lines.index("<!-- /benchmarks -->")


# The window -----------------------------------------------------------------------------------------------


def test_the_guide_shows_every_key_of_the_window() -> None:
    pytest.importorskip("PySide6")
    from ogp_review.ui import shortcuts

    told = GUIDE.read_text("utf-8").split("<!-- keys -->")[1].split("<!-- /keys -->")[0]
    rows = [re.split(r" (?<!\\)\| ", line.strip("| ")) for line in told.strip().splitlines()[2:]]
    shown = {(does, tuple(re.findall(r"`([^`]+)`", keys))) for keys, does, _where in rows}
    with_keys = [one for one in shortcuts.TABLE if one.keys]
    assert len(with_keys) > 40
    for one in with_keys:
        keys = tuple(key.replace("Return", "Enter") for key in one.keys)
        assert (one.text.rstrip("…"), keys) in shown, one.id
    assert len(rows) == len(with_keys) + 1, "the last row is of the tags with keys 1 to 9"


def test_the_guide_names_every_filter() -> None:
    told = GUIDE.read_text("utf-8").split("### The filter line")[1].split("\n### ")[0]
    named = " ".join(re.findall(r"`([^`]+)`", told))
    words = {f"{key}:" for key in filters.KEYS} | {f"is:{value}" for value in filters.IS} | {"OR", "*", "-"}
    assert {word for word in words if word not in named} == set()
    assert f'state:"{filters.SET_ASIDE}"' in named and "assigned:nobody" in named and "assigned:me" in named
    for line in re.findall(r"`([^`]+)`", told.split("|---|---|")[1].split("\n\n")[0]):
        assert filters.parse(line).text


def test_the_pictures_of_the_window_can_be_taken_again(tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    taken = [sys.executable, "tools/screenshots.py", str(tmp_path), "--theme", "dark", "--small"]
    asked = ["--only", "triage", "--only", "choose_tag", "--size", "1000x700"]
    done = subprocess.run(
        [*taken, *asked], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"triage.png", "choose_tag_popup.png"}
    picture = (tmp_path / "triage.png").read_bytes()
    assert (picture[16:24], picture[:4]) == ((1000).to_bytes(4) + (700).to_bytes(4), b"\x89PNG")


# What is refused ------------------------------------------------------------------------------------------


def sentences_in_code() -> str:
    """All texts of the program, with "…" for what is filled in."""
    texts = []
    for path in (*(ROOT / "ogp_review").rglob("*.py"), ROOT / "run.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                texts.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def refusals() -> list[str]:
    table = GUIDE.read_text("utf-8").split("| it says | do this |")[1].split("\n\n")[0]
    return [line.split(" | ")[0].strip("| ") for line in table.splitlines()[2:]]


def test_what_the_guide_says_is_refused_is_what_the_program_says() -> None:
    code, told = sentences_in_code(), refusals()
    assert len(told) > 20
    assert [said for said in told if said not in code and said.removeprefix('"…" ') not in code] == []


# Scripting ------------------------------------------------------------------------------------------------


def public(owner: object) -> Iterator[tuple[str, object]]:
    for name in dir(type(owner)):
        if not name.startswith("_"):
            yield name, inspect.getattr_static(type(owner), name)


def api(review: Review) -> Iterator[tuple[str, object]]:
    """Every public name of a review and of its services: ("review.triage.move", the function)."""
    yield from ((f"review.{name}", found) for name, found in public(review))
    for service, owner in vars(review).items():
        if type(owner).__module__.startswith("ogp_review.services"):
            yield from ((f"review.{service}.{name}", found) for name, found in public(owner))


def test_scripting_names_every_method_with_its_parameters(review: Review) -> None:
    text = " ".join(SCRIPTING.read_text("utf-8").split())
    found = dict(api(review))
    assert {"review.stats", "review.title", "review.triage.move", "review.history.undo"} <= set(found)
    wrong = []
    for name, what in found.items():
        if isinstance(what, property):
            shown = f"`{name}`"
        else:
            names = [one for one in inspect.signature(what).parameters if one != "self"]  # type: ignore[arg-type]
            shown = f"`{name}({', '.join(names)})`"
        wrong += [shown] if shown not in text else []
    assert wrong == []


def test_scripting_names_no_method_that_is_not_there(review: Review) -> None:
    there = {name for name, _ in api(review)} | {f"review.{name}" for name in vars(review)}
    for page in (SCRIPTING, GUIDE):
        named = set(re.findall(r"\breview\.[a-z_]+(?:\.[a-z_]+)?(?=\()", page.read_text("utf-8")))
        assert named and named <= there


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_scripting_names_every_field_of_a_record(record: type) -> None:
    [row] = re.findall(rf"^\| `{record.__name__}` \|(.*)\|$", SCRIPTING.read_text("utf-8"), re.MULTILINE)
    assert {one.name for one in fields(record)} <= set(re.findall(r"`(\w+)`", row))  # type: ignore[arg-type]


def test_the_examples_of_scripting_run_and_print_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks(SCRIPTING, "python"), 1):
        said = io.StringIO()
        with redirect_stdout(said):
            exec(compile(block, f"docs/scripting.md, example {number}", "exec"), names)
        assert said.getvalue().splitlines() == PRINTED.findall(block), f"example {number}"
    made = {"park.ogpr", "copy.ogpr", "Response matrix.xlsx", "Phase 3 report.docx"}
    assert made <= set(os.listdir(tmp_path))


def test_the_scripts_of_the_guide_are_python() -> None:
    for block in blocks(GUIDE, "python"):
        ast.parse(block)
    calls = re.findall(r"`(review\.[a-z_.]+\(.*?\))`", GUIDE.read_text("utf-8"))
    assert len(calls) > 10
    for call in calls:
        ast.parse(call)


# The pages themselves -------------------------------------------------------------------------------------


def test_the_changelog_names_this_version() -> None:
    assert re.search(rf"^## {re.escape(__version__)}\b", CHANGELOG.read_text("utf-8"), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        if target.startswith("http"):
            continue
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{page.name}: {target}{anchor}"


def test_pictures_are_small_and_shown() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    assert pictures
    shown = shown.replace("](pictures/", "](docs/pictures/")
    for picture in pictures:
        assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size < LARGEST_PICTURE
        assert f"docs/pictures/{picture.name}" in shown
