"""`ogp-review` and `python -m ogp_review`: without a verb the window, else the command line."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window or run the command line; the exit status."""
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        if given[:1] == ["--self-test"]:
            return _self_test()
        if not given or _names_a_review(given):
            return _window(given[0] if given else None)
        from ogp_review.cli.main import run

        status = run(given)
        if status == 0 and given[0] == "demo" and not {"--no-window", "--help", "-h", "--json"} & set(given):
            return _demo_window(given)
        return status
    except KeyboardInterrupt:  # while the program itself is still being loaded
        sys.stderr.write("Cancelled before anything was done.\n")
        return 130


def _names_a_review(given: list[str]) -> bool:
    one = given[0]
    return len(given) == 1 and (one.lower().endswith(".ogpr") or one.startswith(("postgresql:", "postgres:")))


def _demo_window(given: list[str]) -> int:
    from ogp_review.cli.demo import EDITOR, review_of

    return _window(str(review_of(given[1:])), person=EDITOR, needed=False)


def _window(target: str | None, *, person: str | None = None, needed: bool = True) -> int:
    """Show the window. Where it cannot be shown that is told; a failure only where nothing else was asked."""
    problem = _no_display()
    try:
        if not problem:
            from ogp_review.ui import app

            return app.run(target, person=person)
    except ImportError as missing:
        problem = _not_installed(missing)
    sys.stderr.write(f"{problem}\n")
    return int(needed)


def _no_display() -> str:
    """Told before Qt is loaded, which may not be installed where there is nothing to show it on."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform != "linux" or any(os.environ.get(name) for name in named):
        return ""
    return "There is no display here, so the window cannot be opened."


def _not_installed(missing: ImportError) -> str:
    if (missing.name or "").startswith("PySide6") and isinstance(missing, ModuleNotFoundError):
        return 'The window needs PySide6, which is not installed: pip install "ogp-review[window]"'
    return f"The window cannot be opened, something it needs is missing on this computer: {missing}."


def _self_test() -> int:
    try:
        from ogp_review.ui import self_test
    except ImportError as missing:
        sys.stderr.write(f"Self-test failed: {_not_installed(missing)}\n")
        return 1
    return self_test.run()


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # the program of a folder is its own worker too
        import multiprocessing

        multiprocessing.freeze_support()
    raise SystemExit(main())
