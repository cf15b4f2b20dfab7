"""Runs all benchmarks and prints one table; --write-readme puts it into README.md between its markers."""

import sys
from pathlib import Path

import bench
import bench_bulk_tag
import bench_counts
import bench_docx
import bench_duplicates
import bench_import
import bench_open
import bench_search
import bench_tables
import bench_window
import bench_xlsx
from bench import Line

JOBS = {
    job.NAME: job.lines
    for job in (
        bench_import, bench_tables, bench_open, bench_search, bench_counts, bench_bulk_tag, bench_xlsx,
        bench_docx, bench_duplicates, bench_window,
    )
}  # fmt: skip
README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
ABSENT = "Peers that are programs of their own (QualCoder, Taguette): absent, not measured here."


def main() -> int:
    parser = bench.parser()
    parser.add_argument("--only", help=f"jobs, of: {', '.join(JOBS)}")
    parser.add_argument("--minutes", type=float, default=bench_window.MINUTES, help="of work in the window")
    parser.add_argument("--write-readme", action="store_true", help="put the table into README.md")
    chosen = parser.parse_args()
    bench_window.minutes = chosen.minutes
    names = chosen.only.split(",") if chosen.only else list(JOBS)
    unknown = [name for name in names if name not in JOBS]
    if unknown:
        parser.error(f"there is no job {unknown[0]}; there are: {', '.join(JOBS)}")
    if chosen.write_readme and not _has_markers():
        parser.error(f"{README.name} has no place for the table: it needs the lines {BEGIN} and {END}")
    found = [line for name in names for line in bench.tell(JOBS[name], bench.sizes_of(chosen.sizes))]
    _say(found, chosen.write_readme)
    return 0


def _has_markers() -> bool:
    text = README.read_text(encoding="utf-8")
    return -1 < text.find(BEGIN) < text.find(END)


def _say(lines: list[Line], write_readme: bool) -> None:
    shown = f"{bench.table(lines)}\n\n{ABSENT}"
    print(shown)
    if write_readme:
        text = README.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN, 1)
        _, after = rest.split(END, 1)
        README.write_text(f"{before}{BEGIN}\n{shown}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
