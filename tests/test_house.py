"""Promises about the repository itself: what README says is what CI runs, and layers stay layers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE_BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
FOREIGN = re.compile(
    rb"(?<![\w.])/wor" rb"k/|index-u" rb"rl|/simp" rb"le/"
)  # in halves: this file is read too


def commands_in_readme() -> list[str]:
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = "".join(CODE_BLOCK.findall(readme)).splitlines()
    return [line.split("  #")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


def files_of_the_project() -> list[Path]:
    """Those in git and those about to be; skips where there is no git."""
    try:
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git is not installed, or this is no clone")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_readme_begins_with_the_two_commands_that_need_nothing_else() -> None:
    first, second, *_ = commands_in_readme()
    assert first.startswith("python3 run.py demo")
    assert second == "python3 run.py test"


def test_ci_runs_what_readme_tells_a_person_to_run() -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert commands_in_readme()[1] in ci
    assert "python3 run.py lint" in ci


def test_imports_go_downward_only() -> None:
    lint = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_path_of_one_machine_or_a_package_index() -> None:
    found = [path for path in files_of_the_project() if FOREIGN.search(path.read_bytes())]
    assert found == []
