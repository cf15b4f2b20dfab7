"""`ogp-review` and `python -m ogp_review`: the command line."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    try:
        from ogp_review.cli.main import run

        return run(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt:  # while the program itself is still being loaded
        sys.stderr.write("Cancelled before anything was done.\n")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
