"""`run.py` is what people meet first, on a computer that has nothing: here are the parts that decide."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).resolve().parents[1] / "run.py"
PYPROJECT = """
[build-system]
requires = ["setuptools>=77"]
[project]
name = "sample"
dependencies = ["lxml>=5"]
[tool.ruff]
line-length = 110
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[ModuleType]:
    """run.py in a folder of its own, with a space in its path as people's folders have."""
    folder = tmp_path / "ogp review"
    folder.mkdir()
    shutil.copy(RUN, folder)
    (folder / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    spec = importlib.util.spec_from_file_location("run_under_test", folder / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def make_venv(run: ModuleType) -> None:
    venv.create(run.VENV, symlinks=os.name == "posix")


def stamp_for(run: ModuleType, *extras: str) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    run.write_stamp(run.wanted_stamp(frozenset(extras), version))


def test_programs_are_where_each_system_keeps_them(run: ModuleType) -> None:
    assert run.venv_program("python", "posix") == run.ROOT / ".venv" / "bin" / "python"
    assert run.venv_program("python", "nt") == run.ROOT / ".venv" / "Scripts" / "python.exe"


def test_only_what_decides_an_installation_changes_the_digest(run: ModuleType) -> None:
    digest = run.project_digest(PYPROJECT)
    assert run.project_digest(PYPROJECT.replace("110", "99")) == digest
    assert run.project_digest(PYPROJECT.replace("lxml>=5", "lxml>=6")) != digest
    assert run.project_digest(PYPROJECT.replace("setuptools>=77", "setuptools>=80")) != digest


def test_more_extras_than_wanted_serve_and_fewer_do_not(run: ModuleType) -> None:
    plain, full = (run.wanted_stamp(frozenset(extras), "3.11") for extras in ((), ("test",)))
    assert full.serves(plain)
    assert not plain.serves(full)
    assert not full.serves(full._replace(python="3.12"))


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"python": "3.11"})])
def test_a_torn_stamp_is_no_stamp(run: ModuleType, text: str) -> None:
    run.VENV.mkdir()
    run.STAMP.write_text(text, "utf-8")
    assert run.read_stamp() is None


def test_a_stamp_comes_back_as_written(run: ModuleType) -> None:
    run.VENV.mkdir()
    written = run.wanted_stamp(frozenset({"window", "test"}), "3.11")
    run.write_stamp(written)
    assert run.read_stamp() == written


def test_an_environment_that_is_missing_or_half_made_is_unusable(run: ModuleType) -> None:
    assert run.condition(run.Need()) is run.Condition.UNUSABLE
    run.VENV.mkdir()
    assert run.condition(run.Need()) is run.Condition.UNUSABLE


def test_one_made_by_hand_is_used_and_one_that_is_stamped_is_ready(run: ModuleType) -> None:
    make_venv(run)
    assert run.condition(run.Need()) is run.Condition.OUTDATED
    stamp_for(run)
    assert run.condition(run.Need()) is run.Condition.READY
    assert run.condition(run.NEEDS["test"]) is run.Condition.OUTDATED


def test_a_changed_project_is_installed_again(run: ModuleType) -> None:
    make_venv(run)
    stamp_for(run, "test")
    (run.ROOT / "pyproject.toml").write_text(PYPROJECT.replace("lxml>=5", "lxml>=6"), "utf-8")
    assert run.condition(run.Need()) is run.Condition.OUTDATED


def test_an_interrupted_installation_starts_anew(run: ModuleType) -> None:
    make_venv(run)
    stamp_for(run)
    run.UNFINISHED.touch()
    assert run.condition(run.Need()) is run.Condition.UNUSABLE


def test_an_environment_from_another_folder_or_python_is_unusable(run: ModuleType) -> None:
    make_venv(run)
    stamp_for(run)
    for change in ({"root": "/elsewhere"}, {"python": "3.99"}):
        fields = json.loads(run.STAMP.read_text("utf-8"))
        run.STAMP.write_text(json.dumps({**fields, **change}), "utf-8")
        assert run.condition(run.Need()) is run.Condition.UNUSABLE
        stamp_for(run)


@pytest.mark.skipif(os.name != "posix", reason="Windows copies its Python")
def test_an_environment_whose_python_has_gone_is_unusable(run: ModuleType) -> None:
    make_venv(run)
    stamp_for(run)
    python = run.venv_program("python")
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert run.condition(run.Need()) is run.Condition.UNUSABLE


@pytest.fixture
def bare_debian(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """A Debian that has apt-get, and neither ensurepip nor a display library nor a font."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(run, "DISPLAY_LIBRARIES", {"libgl1": "libNoSuchThing.so.1"})
    monkeypatch.setattr(run, "FONTS", {"fonts-noto-core": tmp_path / "no fonts"})
    return run


def test_the_demo_asks_for_no_display_library(bare_debian: ModuleType) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert bare_debian.missing_packages(bare_debian.Need(), installing=True) == [f"python{version}-venv"]
    assert bare_debian.missing_packages(bare_debian.Need(), installing=False) == []


def test_the_tests_ask_for_display_libraries_and_fonts(bare_debian: ModuleType) -> None:
    missing = bare_debian.missing_packages(bare_debian.NEEDS["test"], installing=False)
    assert missing == ["libgl1", "fonts-noto-core"]


def test_who_may_not_install_is_told_the_one_line_to_run(
    bare_debian: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(bare_debian.Stop, match=r"\nsudo apt-get install libgl1 fonts-noto-core$"):
        bare_debian.get_packages(bare_debian.NEEDS["test"], installing=False)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_need_no_packages(
    bare_debian: ModuleType, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert bare_debian.missing_packages(bare_debian.NEEDS["test"], installing=True) == []


@pytest.fixture
def no_screen(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return run


WITH_WINDOW = ([], ["a.ogpr"], ["A B.OGPR"], ["demo"], ["demo", "my folder"])
WITHOUT_WINDOW = (["demo", "--no-window"], ["demo", "--help"], ["stats", "a.ogpr"], ["--version"])


def test_the_window_is_installed_for_those_who_would_see_it(
    no_screen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {no_screen.need_of(given) for given in (*WITH_WINDOW, *WITHOUT_WINDOW)} == {no_screen.Need()}
    monkeypatch.setenv("DISPLAY", ":0")
    assert {no_screen.need_of(given) for given in WITH_WINDOW} == {no_screen.WINDOW}
    assert {no_screen.need_of(given) for given in WITHOUT_WINDOW} == {no_screen.Need()}


def test_the_self_test_needs_qt_and_no_screen(no_screen: ModuleType) -> None:
    need = no_screen.need_of(["--self-test"])
    assert need.extras == {"window"}
    assert (need.display, need.screen) == (True, False)


def test_building_needs_what_debian_keeps_apart_from_its_python(
    bare_debian: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare_debian, "can_load", lambda library: False)
    monkeypatch.setattr(bare_debian.shutil, "which", lambda name: name if name == "apt-get" else None)
    missing = bare_debian.missing_packages(bare_debian.NEEDS["build"], installing=False)
    python = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    assert {"binutils", python, "libxcb-cursor0", "libgl1"} <= set(missing)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("after connection broken by 'NewConnectionError(...)'", "connect to the network"),
        ("E: Package 'python3.11-venv' has no installation candidate", "connect to the network"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("SSLError(... CERTIFICATE_VERIFY_FAILED ...)", "PIP_CERT"),
        ("one\nERROR: wheels conflict", "pip install failed: one\nERROR: wheels conflict"),
    ],
)
def test_failures_are_told_in_words_to_act_on(run: ModuleType, output: str, sentence: str) -> None:
    assert sentence in str(run.cause_of(output, "pip install"))


def test_verbs_become_programs(run: ModuleType) -> None:
    assert run.commands_for(["test", "-k", "x"])[0][1:] == ["-m", "pytest", "-k", "x"]
    assert run.commands_for(["demo", "my folder"])[0][1:] == ["-P", "-m", "ogp_review", "demo", "my folder"]
    assert len(run.commands_for(["lint"])) == 4
    assert run.commands_for(["build"])[0][-1] == "build_installer.spec"


def test_the_first_failure_of_several_is_the_exit_status(run: ModuleType) -> None:
    exits = [[sys.executable, "-c", f"raise SystemExit({status})"] for status in (0, 3, 4)]
    assert run.run_all(exits) == 3


def test_an_older_python_is_told_what_is_needed() -> None:
    old = f"import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path({str(RUN)!r})"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "OGP Review needs Python 3.11 or newer; this is 3.9.\n"


def test_the_oldest_python_is_the_one_declared(run: ModuleType) -> None:
    declared = tomllib.loads((RUN.parent / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert declared == ">=" + ".".join(map(str, run.OLDEST))
