"""A review with work in it, its workbook, and how a colleague changes that with another program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ogp_review.domain.report import ReportDocument
from ogp_review.review import Review

MATRIX, COMMENTS = "Response matrix", "Comments"
REVIEW = (
    "Id,Text,Author,Paragraph\n"
    "1,Plant lime trees for the young.,Ana,P1\n"
    "2,Young people need shade.,Ben,P1\n"
    "3,Who pays for the water?,Cid,P2\n"
    "4,Benches please.,Dia,P2\n"
    "5,Close the street to cars.,Eva,\n"
    "6,Leave everything as it is.,Fay,\n"
)


def worked_on(review: Review, folder: Path) -> Review:
    """Six comments: PT-0001 of two is approved, PT-0002 is drafted, the others stand alone."""
    (folder / "comments.csv").write_text(REVIEW, encoding="utf-8")
    review.intake.import_file(folder / "comments.csv", consultation="Survey")
    shade = review.merging.merge(["C0001", "C0002"], summary="Shade for the young.")
    review.responding.respond(shade, disposition="accepted", text="We plant trees.")
    review.responding.submit(shade)
    review.responding.approve(shade)
    review.responding.respond(
        "C0003", disposition="noted", text="The city pays.", proposed_change="and water"
    )
    review.responding.own("C0003", "Ana Ruiz")
    review.tagging.add(["C0001"], "Participation/Youth")
    review.tagging.add(["C0003"], "Money")
    return review


def exported(review: Review, folder: Path, name: str = "matrix.xlsx") -> Path:
    review.reporting.export(folder / name)
    return folder / name


def edited(
    path: Path, *edits: tuple[str, str, str, object], how: Callable[[Workbook], None] | None = None
) -> Path:
    """The workbook with cells changed: (sheet, ref, column, value), saved by openpyxl."""
    book = load_workbook(path)
    for sheet, ref, column, value in edits:
        cell_of(book[sheet], ref, column).value = value
    if how:
        how(book)
    target = path.with_name(f"edited {path.name}")
    book.save(target)
    return target


def cell_of(sheet: Worksheet, ref: str, column: str) -> Any:
    titles = [cell.value for cell in sheet[1]]
    at, of_ref = titles.index(column) + 1, titles.index("Ref") + 1
    row = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, of_ref).value == ref)
    return sheet.cell(row, at)


def all_that_stands(review: Review) -> ReportDocument:
    """Everything an export would hold."""
    return replace(review.reporting.document(), made_on="")


def python_with_uno() -> str | None:
    """A Python that can drive LibreOffice, where both are installed."""
    office = shutil.which("soffice")
    folders = [*os.environ.get("PATH", "").split(os.pathsep), os.path.dirname(os.path.realpath(office or ""))]
    for folder in folders if office else ():
        for name in ("python3", "python"):
            found = shutil.which(name, path=folder)
            if found and found != sys.executable and _has_uno(found):
                return found
    return None


def _has_uno(python: str) -> bool:
    try:
        return not subprocess.run([python, "-c", "import uno"], capture_output=True, timeout=30).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


UNO = """
import subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

def named(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

source, target, profile = sys.argv[1:4]
pipe = "ogp" + str(abs(hash(profile)))
office = subprocess.Popen(["soffice", "-env:UserInstallation=" + profile, "--headless", "--norestore",
                           "--accept=pipe,name=" + pipe + ";urp;"])
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(200):
    try:
        context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.2)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(source, "_blank", 0, (named("Hidden", True),))
def cell(sheet, ref, column):
    used = sheet.createCursor()
    used.gotoEndOfUsedArea(False)
    last = used.RangeAddress
    at = {sheet.getCellByPosition(c, 0).String: c for c in range(last.EndColumn + 1)}
    rows = {sheet.getCellByPosition(at["Ref"], r).String: r for r in range(last.EndRow + 1)}
    return sheet.getCellByPosition(at[column], rows[ref])
EDITS
book.storeToURL(target, (named("FilterName", "Calc MS Excel 2007 XML"),))
book.close(True)
try:
    desktop.terminate()
except Exception:
    pass
office.wait(60)
"""


def edited_in_libreoffice(python: str, path: Path, edits: str) -> Path:
    """The workbook after LibreOffice itself ran `edits`, in which `book` is the open document."""
    script = path.with_name("edits.py")
    script.write_text(UNO.replace("EDITS", edits), encoding="utf-8")
    target, profile = path.with_name(f"libreoffice {path.name}"), path.with_name("profile")
    subprocess.run(
        [python, str(script), path.as_uri(), target.as_uri(), profile.as_uri()],
        check=True, capture_output=True, timeout=120,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    )  # fmt: skip
    return target
