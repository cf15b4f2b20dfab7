"""Whatever a person hands over, they get one clear sentence, and nothing that was there before is harmed."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from big_tables import write_table

from ogp_review.cli.main import run
from ogp_review.review import create_review, open_review

Cli = Callable[..., subprocess.CompletedProcess[str]]

PAGE = Path(__file__).resolve().parent / "data" / "discuto" / "small_en.txt"
ZEROS = 200 * 1024 * 1024
DAMAGED = "The file of this review is damaged"
AS_IT_WAS = "nothing was changed"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound review that holds comments. Tests work on copies."""
    path = tmp_path_factory.mktemp("sound") / "sound.ogpr"
    with create_review(path, title="Park strategy", person="Ana") as review:
        review.intake.import_file(PAGE, language="en")
        comments = list(review.comments())
        review.tagging.add([comment.id for comment in comments], "Trees")
        review.responding.respond(comments[0].id, disposition="noted", text="Thank you.")
    return path


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of comments that needs some megabytes in a review."""
    texts = (f"{n} " + "more trees, please " * 10 for n in range(6_000))
    return write_table(tmp_path_factory.mktemp("big") / "big.csv", texts)


@pytest.fixture
def park(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "park.ogpr"))


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line a call that failed has said."""
    assert done.returncode == 1, (done.returncode, done.stderr[-2000:])
    assert done.stdout == ""
    assert "Traceback" not in done.stderr and done.stderr.count("\n") == 1, done.stderr[-2000:]
    line = done.stderr.strip()
    assert line[-1] in '."' and len(line) < 400, line
    return line


def here(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A call of the command line in this process: one of its own takes half a second."""
    status = run(list(map(str, arguments)))
    said = capsys.readouterr()
    return subprocess.CompletedProcess(arguments, status, said.out, said.err)


def figures(path: Path) -> Any:
    """What a review holds, once all in it has been verified."""
    with open_review(path) as review:
        assert review.verify()["problems"] == []
        return review.stats()


# Sources --------------------------------------------------------------------------------------------------


def make_source(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "zeros":
        with path.open("wb") as file:
            file.truncate(ZEROS)
    elif kind != "missing":
        path.write_bytes(SOURCES[kind])
    return path


SOURCES = {
    "empty": b"",
    "blank": b" \n\n\t\n",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
    "zip": b"PK\x03\x04" + bytes(200),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "web page": b"<!doctype html><html><body>LATEST COMMENTS</body></html>",
    "noise": bytes(range(256)) * 400,
}
SAYS = {
    "folder": "holds no mails",
    "missing": "There is no file",
    "zeros": "holds no text",
    "empty": "is empty",
    "blank": "holds no text",
    "pdf": "is damaged and cannot be read as a PDF",
    "zip": "is damaged and cannot be unpacked",
    "picture": "is a picture",
    "web page": "source of a web page",
    "noise": "holds no text",
}


@pytest.mark.parametrize("kind", SAYS)
def test_a_source_that_cannot_be_read(
    kind: str, park: Path, tmp_path: Path, cli: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    source, before = make_source(kind, tmp_path), park.read_bytes()
    if kind in ("zeros", "pdf"):
        said = sentence(cli("import", park, source))
    else:
        said = sentence(here(capsys, "import", park, source))
    assert SAYS[kind] in said and source.name in said
    assert park.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == sorted({park.name, source.name} - {"missing.txt"})


def test_of_several_sources_the_sound_ones_before_the_bad_one_are_kept(
    park: Path, tmp_path: Path, cli: Cli
) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Author,Text\nAna,Benches in the shade\n", "utf-8")
    before = figures(park)["comments"]
    done = cli("import", park, table, tmp_path / "missing.txt", "--json")
    assert done.returncode == 1 and "There is no file" in done.stderr
    assert [one["comments"]["new"] for one in json.loads(done.stdout)["imports"]] == [1]
    assert figures(park)["comments"] == before + 1


@pytest.mark.parametrize("lines", [14, 20, 33, 41])
def test_a_capture_that_was_cut_comes_in_with_a_warning(lines: int, tmp_path: Path) -> None:
    cut, path = tmp_path / "cut.txt", tmp_path / "x.ogpr"
    cut.write_text("\n".join(PAGE.read_text("utf-8").split("\n")[:lines]), "utf-8")
    create_review(path).close()
    with open_review(path) as review:
        outcome = review.intake.import_file(cut, language="en")
    assert any(warning.startswith("The page ends") for warning in outcome.warnings)
    assert figures(path)["comments"] == outcome.comments.new


# Reviews --------------------------------------------------------------------------------------------------


def make_review(kind: str, sound: Path, folder: Path) -> Path:
    path, whole = folder / f"{kind}.ogpr", sound.read_bytes()
    made: dict[str, bytes] = {
        "empty": b"",
        "text": b"This is no database.\n" * 50,
        "another database": another_database(folder / "other.db"),
        "newer": whole[:60] + (99).to_bytes(4, "big") + whole[64:],
        "header alone": whole[:100],
        "header and zeros": whole[:100] + bytes(50_000),
        "header and noise": whole[:100] + bytes(range(256)) * 300,
        "first page alone": whole[:4096],
        "first half": whole[: len(whole) // 8192 * 4096],
        "holes": whole[:8192] + bytes(65_536) + whole[8192 + 65_536 :],
    }
    if kind == "folder":
        path.mkdir()
    elif kind in WITHOUT:
        shutil.copy(sound, path)
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute(WITHOUT[kind])
    elif kind != "missing":
        path.write_bytes(made[kind])
    return path


WITHOUT = {"no comments": "DROP TABLE comment_work", "no name": "DELETE FROM meta"}


def another_database(path: Path) -> bytes:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE meta (name, value)")
    raw.close()
    content = path.read_bytes()
    path.unlink()
    return content


REVIEWS = {
    "folder": "is a folder",
    "missing": "There is no review at",
    "empty": "is not a review",
    "text": "is not a review",
    "another database": "is not a review",
    "newer": "newer version",
    "header alone": DAMAGED,
    "header and zeros": DAMAGED,
    "header and noise": DAMAGED,
    "first page alone": DAMAGED,
    "first half": DAMAGED,
    "holes": DAMAGED,
    "no comments": DAMAGED,
    "no name": DAMAGED,
}


@pytest.mark.parametrize("kind", REVIEWS)
def test_a_review_that_cannot_be_opened(
    kind: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], cli: Cli
) -> None:
    bad, export = make_review(kind, sound, tmp_path), tmp_path / "old.docx"
    export.write_bytes(b"an older report")
    before = bad.read_bytes() if bad.is_file() else None
    if kind in ("newer", "first half"):
        assert REVIEWS[kind] in sentence(cli("stats", bad, "--json"))
    calls = [("stats",), ("import", PAGE), ("search", "trees"), ("suggest",), ("verify",), ("export", export)]
    for verb, *rest in [*calls, ("backup", tmp_path / "b.ogpr"), ("suggest", "--accept-above", "0.9")]:
        assert REVIEWS[kind] in sentence(here(capsys, verb, bad, *rest)), verb
    assert (bad.read_bytes() if bad.is_file() else None) == before
    assert export.read_bytes() == b"an older report"
    left = {path.name for path in tmp_path.iterdir()} - {bad.name, export.name}
    assert left == set()


def test_a_review_whose_last_writer_was_killed_opens_for_every_verb(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its journal is still there, and verbs that only read cannot roll it back by themselves."""
    for number, call in enumerate((["stats"], ["verify"], ["search", "trees"], ["export"], ["backup"])):
        path = half_written(sound, tmp_path / f"{number}.ogpr")
        verb, *rest = call
        ending = {"export": "csv", "backup": "ogpr"}.get(verb)
        target = [str(tmp_path / f"out {number}.{ending}")] if ending else []
        assert run([verb, str(path), *rest, *target]) == 0, capsys.readouterr()
        assert path.read_bytes() == sound.read_bytes()
        assert not path.with_name(f"{path.name}-journal").exists()


HALF = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=5")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE operation SET person = person || 'z'")
connection.execute("CREATE TABLE junk (x)")
connection.executemany("INSERT INTO junk VALUES (?)", [("x" * 1000,)] * 2000)
os.kill(os.getpid(), signal.SIGKILL)
"""


def half_written(sound: Path, path: Path) -> Path:
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("Windows has no kill -9")
    shutil.copy(sound, path)
    subprocess.run([sys.executable, "-c", HALF, str(path)])
    assert path.read_bytes() != sound.read_bytes()
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0
    return path


# Folders that may not be written to -----------------------------------------------------------------------


def without_root() -> list[str]:
    """What a command is run by so that write protection binds, root or not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows protects folders in another way")
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed, and write protection does not bind root")
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", "--bounding-set", rights, "--inh-caps", rights]


@pytest.fixture
def protected(sound: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "protected"
    folder.mkdir()
    shutil.copy(sound, folder / "park.ogpr")
    for name in ("report.docx", "matrix.xlsx"):
        (folder / name).write_bytes(b"older")
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def test_a_folder_that_may_not_be_written_to(protected: Path, tmp_path: Path, cli: Cli) -> None:
    call = partial(cli, before=without_root())
    review, names = protected / "park.ogpr", sorted(os.listdir(protected))
    table = tmp_path / "a.csv"
    table.write_text("Author,Text\nAna,Benches in the shade\n", "utf-8")
    before = review.read_bytes()
    assert call("stats", review, "--json").returncode == 0
    assert call("export", review, tmp_path / "elsewhere.csv").returncode == 0
    assert AS_IT_WAS in sentence(call("import", review, table))
    assert "may not be written to" in sentence(call("export", review, protected / "report.docx"))
    assert "may not be written to" in sentence(call("export", review, protected / "new.xlsx"))
    assert "cannot be written" in sentence(call("new", protected / "other.ogpr"))
    assert "protected" in sentence(call("backup", review, protected / "backup.ogpr"))
    assert "cannot be" in sentence(call("demo", protected / "demo", "--no-window"))
    assert review.read_bytes() == before
    assert sorted(os.listdir(protected)) == names
    assert {(protected / name).read_bytes() for name in ("report.docx", "matrix.xlsx")} == {b"older"}


def test_files_that_may_not_be_read(park: Path, tmp_path: Path, cli: Cli) -> None:
    call = partial(cli, before=without_root())
    secret = tmp_path / "secret.csv"
    secret.write_text("Author,Text\nAna,x\n", "utf-8")
    secret.chmod(0)
    assert "may not be read" in sentence(call("import", park, secret))
    park.chmod(0)
    assert "cannot be read" in sentence(call("stats", park))


@pytest.fixture
def read_only_disk(small_disk: Path, sound: Path) -> Iterator[Path]:
    """A disk that holds a review and can only be read, as a CD or a protected share."""
    shutil.copy(sound, small_disk / "park.ogpr")
    (small_disk / "old.docx").write_bytes(b"older")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    if subprocess.run(remount, capture_output=True).returncode:
        pytest.skip("this container may not make a disk read-only")
    yield small_disk


def test_a_disk_that_can_only_be_read(
    read_only_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, table = read_only_disk / "park.ogpr", tmp_path / "a.csv"
    table.write_text("Author,Text\nAna,Benches in the shade\n", "utf-8")
    names, call = sorted(os.listdir(read_only_disk)), partial(here, capsys)
    for verb, *rest in (("stats",), ("verify",), ("export", tmp_path / "x.csv"), ("upgrade",)):
        assert call(verb, review, *rest).returncode == 0, verb
    assert call("backup", review, tmp_path / "copy.ogpr").returncode == 0
    assert "protected" in sentence(call("import", review, table))
    assert "cannot be written" in sentence(call("new", read_only_disk / "new.ogpr"))
    assert "protected" in sentence(call("backup", review, read_only_disk / "copy.ogpr"))
    sentence(call("export", review, read_only_disk / "old.docx"))
    sentence(call("demo", read_only_disk / "demo"))
    sentence(call("demo", read_only_disk))
    assert sorted(os.listdir(read_only_disk)) == names


def test_a_file_that_cannot_be_dropped_does_not_hide_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a read-only disk, which only root can make: dropping what is not there fails as well."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    for name in ("touch", "unlink"):
        monkeypatch.setattr(Path, name, refused)
    said = sentence(here(capsys, "new", tmp_path / "new.ogpr"))
    assert os.strerror(errno.EROFS) in said
    assert "cannot be written" in said


# Full disks -----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, 2 MB, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount")):
        pytest.skip("only root on Linux can mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this container may not mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, left: int) -> None:
    """Leave about `left` bytes of the disk."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "filler").write_bytes(bytes(free - left))


def test_a_full_disk_harms_nothing(small_disk: Path, sound: Path, big: Path, cli: Cli) -> None:
    path = Path(shutil.copy(sound, small_disk / "park.ogpr"))
    before, was = path.read_bytes(), figures(path)
    for ending in ("docx", "xlsx", "csv", "json"):
        (small_disk / f"old.{ending}").write_bytes(b"older")
    assert "disk is full" in sentence(cli("import", path, big))
    assert path.read_bytes() == before
    fill(small_disk, 0)
    names = sorted(os.listdir(small_disk))
    for ending in ("docx", "xlsx", "csv", "json"):
        assert "disk is full" in sentence(cli("export", path, small_disk / f"old.{ending}"))
        assert (small_disk / f"old.{ending}").read_bytes() == b"older"
    assert "disk is full" in sentence(cli("backup", path, small_disk / "backup.ogpr"))
    assert "disk is full" in sentence(cli("new", small_disk / "other.ogpr"))
    assert sorted(os.listdir(small_disk)) == names
    assert path.read_bytes() == before
    assert figures(path) == was


def limited(size: int) -> Callable[[], None]:
    """What makes every file longer than `size` bytes fail, in the process to come."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


def test_a_limit_to_the_size_of_files_harms_nothing(sound: Path, big: Path, tmp_path: Path, cli: Cli) -> None:
    path = Path(shutil.copy(sound, tmp_path / "park.ogpr"))
    before, size = path.read_bytes(), path.stat().st_size
    for more in (0, 1_500_000):
        said = sentence(cli("import", path, big, preexec_fn=limited(size + more)))
        assert AS_IT_WAS in said
        assert path.read_bytes() == before
    for ending in ("docx", "xlsx", "csv", "json"):
        target = tmp_path / f"old.{ending}"
        target.write_bytes(b"older")
        limit = 200 if ending == "csv" else 2_000
        said = sentence(cli("export", path, target, preexec_fn=limited(limit)))
        assert target.name in said and "The old file is as it was" in said
        assert target.read_bytes() == b"older"
    names = sorted(os.listdir(tmp_path))
    for call in (("new", tmp_path / "n.ogpr"), ("backup", path, tmp_path / "b.ogpr")):
        sentence(cli(*call, preexec_fn=limited(20_000)))
    assert sorted(os.listdir(tmp_path)) == names
    assert path.read_bytes() == before


def test_a_limit_below_the_size_of_the_review_loses_nothing(
    sound: Path, big: Path, tmp_path: Path, cli: Cli
) -> None:
    """Then even the way back cannot be written; the journal stays, and the next who opens it goes back."""
    path = Path(shutil.copy(sound, tmp_path / "park.ogpr"))
    was, size = figures(sound), path.stat().st_size
    sentence(cli("import", path, big, preexec_fn=limited(size - 50_000)))
    assert cli("stats", path, "--json").returncode == 0
    assert figures(path) == was
    assert path.read_bytes() == sound.read_bytes()
