"""Run OGP Review from a computer that has only Python: `python3 run.py demo`, `test`, `build` or any verb.

Nothing is installed yet when this file starts, so it uses the standard library alone; and what stands before
the version check can be read by Python 3.6, so that an older Python gets a sentence instead of a traceback.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import BinaryIO, NamedTuple

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit("OGP Review needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

import tomllib  # noqa: E402 - new in 3.11

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "ogp-review.json"
UNFINISHED = VENV / "ogp-review.unfinished"

DISPLAY_LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
FONTS = {"fonts-noto-core": Path("/usr/share/fonts/truetype/noto")}

PIP_SETTINGS = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_USER": "0"}
DISK_IS_FULL = re.compile(r"No space left|enough free space|Errno 28\b|WinError 112\b")
NETWORK_IS_MISSING = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|ProtocolError"
    r"|Network is unreachable|[Nn]ame resolution|Could not resolve|Could not connect|Unable to locate package"
    r"|no installation candidate|Temporary failure resolving|Read timed out|RemoteDisconnected"
)


class Stop(Exception):
    """Why nothing can be run: a sentence the person can act on."""


class Unreachable(Stop):
    """There is no network, or none that leads to the packages."""


class Need(NamedTuple):
    """What a verb needs beside Python and the project's own dependencies."""

    extras: frozenset[str] = frozenset()
    display: bool = False
    screen: bool = False
    building: bool = False


NEEDS = {
    "test": Need(frozenset({"test"}), display=True),
    "lint": Need(frozenset({"test"})),
    "build": Need(frozenset({"build", "postgres", "window"}), display=True, screen=True, building=True),
    "--self-test": Need(frozenset({"window"}), display=True),
}
WINDOW = Need(frozenset({"window"}), display=True, screen=True)
ABOUT_THIS_FOLDER = ("test", "lint", "build")

SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile")
"""All tests take a quarter of an hour one after the other. What a file's tests share is made once."""


class Stamp(NamedTuple):
    """What .venv was made for; while that holds, nothing has to be installed."""

    python: str
    root: str
    project: str
    extras: frozenset[str]

    def serves(self, wanted: "Stamp") -> bool:
        return self[:3] == wanted[:3] and self.extras >= wanted.extras


class Condition(Enum):
    READY = "nothing to do"
    OUTDATED = "its Python runs, but it does not hold what is needed now"
    UNUSABLE = "half made, moved, or its Python has gone"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # standard output belongs to the program that is started


def run_quietly(command: Sequence[str | Path], purpose: str, **environment: str) -> None:
    """Raises Stop with the cause where the command fails; on a terminal its progress is shown."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr if sys.stderr.isatty() else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise cause_of(done.stderr, purpose)


def cause_of(output: str, purpose: str) -> Stop:
    again = "then run the same command again; it continues where it stopped."
    if DISK_IS_FULL.search(output) or shutil.disk_usage(ROOT).free < 20_000_000:  # venv does not say so
        return Stop(f"The disk is full: free at least 1 GB, {again}")
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return Unreachable(f"pip does not trust this network: set PIP_CERT to its certificate file, {again}")
    if NETWORK_IS_MISSING.search(output):
        return Unreachable(f"The packages cannot be reached: connect to the network, {again}")
    last_lines = "\n".join(output.strip().splitlines()[-15:])
    return Stop(f"{purpose} failed: {last_lines}")


# --- Debian packages ---


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(need: Need, *, installing: bool) -> list[str]:
    """Looks for what the packages bring and not for their names, which differ between releases."""
    if sys.platform != "linux" or not shutil.which("apt-get"):
        return []
    missing = []
    if installing and not importlib.util.find_spec("ensurepip"):
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if need.display:
        missing += [package for package, library in DISPLAY_LIBRARIES.items() if not can_load(library)]
        missing += [package for package, folder in FONTS.items() if not folder.exists()]
    if need.screen:
        missing += [package for package, library in SCREEN_LIBRARIES.items() if not can_load(library)]
    if need.building:
        missing += [] if shutil.which("objcopy") else ["binutils"]
        python = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
        missing += [] if can_load(f"{python}.so.1.0") else [python]  # Debian's python3 does not use it itself
    return missing


def get_packages(need: Need, *, installing: bool) -> None:
    """Raises Stop with the one line to run where this process may not install."""
    missing = missing_packages(need, installing=installing)
    if missing and os.geteuid() != 0:
        raise Stop(f"Run this line, then the same command again:\nsudo apt-get install {' '.join(missing)}")
    if missing:
        apt_install(missing)
        importlib.invalidate_caches()
        missing = missing_packages(need, installing=installing)
    if missing:
        raise Stop(f"apt-get installed these, but this Python does not find them: {', '.join(missing)}")


def apt_install(packages: list[str]) -> None:
    say(f"Installing Debian packages: {' '.join(packages)}")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    run_quietly([*apt, "update"], "apt-get update", **quiet)
    run_quietly([*apt, "install", "-y", "--no-install-recommends", *packages], "apt-get install", **quiet)


# --- the virtual environment ---


def venv_program(name: str, system: str = os.name) -> Path:
    return VENV / "Scripts" / f"{name}.exe" if system == "nt" else VENV / "bin" / name


def project_digest(pyproject: str) -> str:
    """Of what decides an installation: the settings of linters may change without a new one."""
    declared = tomllib.loads(pyproject)
    deciding = [declared.get("build-system"), declared["project"], declared.get("tool", {}).get("setuptools")]
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()


def wanted_stamp(extras: frozenset[str], python: str) -> Stamp:
    return Stamp(python, str(ROOT), project_digest((ROOT / "pyproject.toml").read_text("utf-8")), extras)


def read_stamp() -> Stamp | None:
    try:
        fields = json.loads(STAMP.read_text("utf-8"))
        return Stamp(fields["python"], fields["root"], fields["project"], frozenset(fields["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(stamp: Stamp) -> None:
    STAMP.write_text(json.dumps({**stamp._asdict(), "extras": sorted(stamp.extras)}), "utf-8")


def python_of_venv() -> str:
    """Its version, such as 3.11; empty where it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2] if sys.prefix != sys.base_prefix else '')"
    try:
        done = subprocess.run([venv_program("python"), "-I", "-c", code], capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip()


def condition(need: Need) -> Condition:
    version, stamp = python_of_venv(), read_stamp()
    if not version or UNFINISHED.exists() or tuple(map(int, version.split("."))) < OLDEST:
        return Condition.UNUSABLE
    if stamp is None:
        return Condition.OUTDATED  # somebody made it by hand, and keeps it
    if (stamp.python, stamp.root) != (version, str(ROOT)):
        return Condition.UNUSABLE
    return Condition.READY if stamp.serves(wanted_stamp(need.extras, version)) else Condition.OUTDATED


def make_venv() -> None:
    say("Making .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    base_python = getattr(sys, "_base_executable", sys.executable)  # this Python may be the one just removed
    run_quietly([base_python, "-m", "venv", str(VENV)], "Making .venv")


def install_project(need: Need) -> None:
    python, stamp = str(venv_program("python")), read_stamp()
    wanted = wanted_stamp(need.extras | (stamp.extras if stamp else frozenset()), python_of_venv())
    if subprocess.run([python, "-c", "import pip"], capture_output=True).returncode:
        run_quietly([python, "-m", "ensurepip"], "Installing pip")
    say("Installing OGP Review and the packages it needs into .venv; the first time this takes some minutes")
    UNFINISHED.touch()
    verbosity = [] if sys.stderr.isatty() else ["-q"]
    project = f".[{','.join(sorted(wanted.extras))}]" if wanted.extras else "."
    try:
        pip_install = [python, "-m", "pip", "install", *verbosity, "--editable", project]
        run_quietly(pip_install, "pip install", **PIP_SETTINGS)
    except Unreachable:
        UNFINISHED.unlink()  # pip fetches everything before it installs anything
        raise
    write_stamp(wanted)
    UNFINISHED.unlink()


def lock(file: BinaryIO) -> None:
    """Two installations at once would undo each other: the second waits until the file is closed."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 30)  # beyond its end, since nobody else can read a byte that is locked
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        except OSError:
            raise Stop("Another run is installing: when it is done, run the same command again.") from None
    else:
        import fcntl

        with contextlib.suppress(OSError):  # some network folders know no locks
            fcntl.flock(file, fcntl.LOCK_EX)


def make_ready(need: Need) -> None:
    """Installs what is missing; raises Stop where the person has to do something first."""
    before = condition(need)
    get_packages(need, installing=before is not Condition.READY)
    if before is Condition.READY:
        return
    with open(__file__, "rb") as own_file:
        lock(own_file)
        now = condition(need)  # another run may have done it meanwhile
        if now is Condition.UNUSABLE:
            make_venv()
        if now is not Condition.READY:
            install_project(need)


# --- running ---


def commands_for(arguments: list[str]) -> list[list[str]]:
    python = str(venv_program("python"))
    if arguments[:1] == ["test"]:
        return [[python, "-m", "pytest", *(arguments[1:] or SIDE_BY_SIDE)]]
    if arguments[:1] == ["build"]:
        return [[python, "-m", "PyInstaller", "--noconfirm", *arguments[1:], "build_installer.spec"]]
    if arguments == ["lint"]:
        tools = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
        return [*([python, "-m", *tool] for tool in tools), [str(venv_program("lint-imports"))]]
    return [[python, "-P", "-m", "ogp_review", *arguments]]  # -P: imports nothing from the person's folder


def hand_over(command: list[str]) -> int:
    """The program's exit status. On POSIX it takes this process's place, and so gets its signals."""
    if os.name == "posix":
        os.execv(command[0], command)
    with subprocess.Popen(command) as program:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to answer
        return program.wait()


def run_all(commands: list[list[str]]) -> int:
    """The first exit status that is not 0, after all have run."""
    if len(commands) == 1:
        return hand_over(commands[0])
    return next(filter(None, [subprocess.run(command).returncode for command in commands]), 0)


def has_screen() -> bool:
    """Whether a window could be seen here."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def need_of(arguments: list[str]) -> Need:
    """What these arguments need: the window is for no verb, for a review alone, and for `demo`."""
    verb = arguments[0] if arguments else ""
    if verb in NEEDS:
        return NEEDS[verb]
    shows = not verb or verb.lower().endswith(".ogpr")
    shows = shows or (verb == "demo" and not {"--no-window", "--json", "--help", "-h"} & set(arguments))
    return WINDOW if shows and has_screen() else Need()


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else ""
    try:
        make_ready(need_of(arguments))
        if verb in ABOUT_THIS_FOLDER:
            os.chdir(ROOT)  # all else is about the folder the person is in
        return run_all(commands_for(arguments))
    except Stop as reason:
        say(str(reason))
    except OSError as problem:
        say(str(cause_of(str(problem), "Getting ready")))
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
