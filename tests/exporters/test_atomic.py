"""An export is there whole or not at all, and the sentence tells what to do."""

import errno
import os
from pathlib import Path

import pytest

from ogp_review.errors import Cancelled, ReviewError
from ogp_review.exporters.atomic import writing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_takes_the_place_of_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "Response matrix.xlsx"
    target.write_bytes(b"old")
    with writing(target) as stream:
        stream.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["Response matrix.xlsx"]


def test_a_new_file_has_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    usual, kept = tmp_path / "usual", tmp_path / "kept.xlsx"
    usual.write_bytes(b"")
    kept.write_bytes(b"")
    kept.chmod(0o640)
    for target in (tmp_path / "new.xlsx", kept):
        with writing(target) as stream:
            stream.write(b"x")
    assert (tmp_path / "new.xlsx").stat().st_mode == usual.stat().st_mode
    if os.name != "nt":
        assert kept.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("failure", [Cancelled(), ValueError("a bug"), KeyboardInterrupt()])
def test_an_exception_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, failure: BaseException
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"old")
    with pytest.raises(type(failure)), writing(target) as stream:
        stream.write(b"half")
        raise failure
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["report.docx"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "x.xlsx"
    with pytest.raises(ReviewError, match="There is no folder"), writing(target):
        raise AssertionError("nothing may be written")
    assert names(tmp_path) == []


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    target.mkdir()
    with pytest.raises(ReviewError, match="is a folder"), writing(target):
        raise AssertionError("nothing may be written")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReviewError, match="may not be written to"), writing(tmp_path / "x.xlsx"):
            raise AssertionError("nothing may be written")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_that_excel_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "Response matrix.xlsx"
    target.write_bytes(b"old")

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", locked)
    sentence = 'Excel has "Response matrix.xlsx" open. Close it, or save under another name.'
    with pytest.raises(ReviewError) as caught, writing(target) as stream:
        stream.write(b"new")
    assert str(caught.value) == sentence
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["Response matrix.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands for a full disk")
def test_a_full_disk(tmp_path: Path) -> None:
    target = tmp_path / "matrix.xlsx"
    target.write_bytes(b"old")
    with (
        pytest.raises(ReviewError, match=r"^The disk is full: .*The old file is as it was\.$"),
        writing(target),
        open("/dev/full", "wb") as full,
    ):
        full.write(b"x" * 100_000)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["matrix.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands for a full disk")
def test_a_full_disk_where_no_file_stood_speaks_of_no_old_one(tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as caught, writing(tmp_path / "matrix.xlsx"):
        with open("/dev/full", "wb") as full:
            full.write(b"x" * 100_000)
    assert str(caught.value) == 'The disk is full: "matrix.xlsx" was not written.'
    assert names(tmp_path) == []


@pytest.mark.parametrize("old", [True, False])
def test_another_failure_speaks_of_the_old_file_only_where_there_is_one(old: bool, tmp_path: Path) -> None:
    target = tmp_path / "matrix.xlsx"
    if old:
        target.write_bytes(b"old")
    with pytest.raises(ReviewError) as caught, writing(target):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    assert str(caught.value).endswith(" The old file is as it was.") == old


@pytest.mark.parametrize("failure", [Cancelled(), KeyError("a bug")])
def test_cleaning_up_never_hides_why(
    tmp_path: Path, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with pytest.raises(type(failure)), writing(tmp_path / "report.docx") as stream:
        stream.write(b"half")
        monkeypatch.setattr(os, "unlink", read_only)
        monkeypatch.setattr(Path, "unlink", read_only)
        raise failure


def test_a_disk_that_is_full_when_the_work_is_cancelled_hides_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="a limit on file sizes stands for a full disk")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with pytest.raises(Cancelled), writing(tmp_path / "report.docx") as stream:
            stream.write(b"what is still in the buffer")
            resource.setrlimit(resource.RLIMIT_FSIZE, (4, hard))
            raise Cancelled
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path) == []


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="too long"), writing(tmp_path / ("x" * 300)) as s:
        s.write(b"x")
    assert names(tmp_path) == []
