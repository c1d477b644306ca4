"""Makes a fresh clone ready to run: both Python environments, the web pages, Rasa's model, and Chromium for tests.

It runs before anything is installed, so it needs only Python's own library: `python3.11 -m bot.setup [step ...]`.
Every step remembers a fingerprint of what it was made from in `.setup/` and is skipped while that is unchanged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".setup"
CONSOLE = ROOT / "handoff" / "console" / "web"
WIDGET = ROOT / "bot" / "channels" / "site" / "web"
RASA = ROOT / "nlu" / "rasa"
_NOT_SOURCE = {"node_modules", "dist", "__pycache__", "models", ".rasa", "tests"}


class SetupError(Exception):
    """What went wrong and the remedy, in a sentence."""


def product() -> None:
    """The product's environment, `.venv`."""
    if sys.version_info[:2] != (3, 11):
        raise SetupError(
            f"Helpline needs Python 3.11 and this is {sys.version.split()[0]}: run make with PYTHON=python3.11."
        )
    venv = ROOT / ".venv"
    if not (venv / "bin" / "python").exists():
        _run(
            [sys.executable, "-m", "venv", str(venv)],
            "Python's venv module is missing: apt-get install python3.11-venv.",
        )
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    _run([*pip, "install", "--require-hashes", "-r", "requirements.lock"], _NO_PACKAGES)
    _run([*pip, "install", "--no-deps", "--no-build-isolation", "-e", "."], _NO_PACKAGES)


def rasa() -> None:
    """Rasa's environment, `.venv-rasa`, with Python 3.10."""
    venv = ROOT / ".venv-rasa"
    uv = str(ROOT / ".venv" / "bin" / "uv")
    if not (venv / "bin" / "python").exists():
        _run([uv, "venv", "-q", "--python", find_python_310(uv), str(venv)], "Python 3.10's environment can't be made.")
    lock = str(RASA / "requirements.lock")
    _run([uv, "pip", "sync", "-q", "--require-hashes", "--python", str(venv / "bin" / "python"), lock], _NO_PACKAGES)


def console() -> None:
    """The staff console's pages."""
    _npm_build(CONSOLE)


def widget() -> None:
    """The site chat's script."""
    _npm_build(WIDGET)


def model() -> None:
    """Rasa's model; it knows by itself whether it must be trained again."""
    _run([str(ROOT / ".venv-rasa" / "bin" / "python"), "train.py"], "Rasa could not be trained: see above.", cwd=RASA)


def chromium() -> None:
    """A browser for the end-to-end tests."""
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError("The end-to-end tests need Chromium: install Debian's package `chromium`.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], "Debian's package list can't be read.", env=environment)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"]
    _run(install, "Debian's package `chromium` can't be installed.", env=environment)


STEPS: dict[str, tuple[Callable[[], None], tuple[Path, ...]]] = {
    "product": (product, (ROOT / "requirements.lock", ROOT / "pyproject.toml")),
    "rasa": (rasa, (RASA / "requirements.lock",)),
    "console": (console, (CONSOLE,)),
    "widget": (widget, (WIDGET,)),
    "model": (model, ()),
    "chromium": (chromium, ()),
}
"""Each with what it is made from; without sources it runs every time and decides by itself."""

RUN = ("product", "rasa", "console", "widget", "model")
SIDE_BY_SIDE = (("product",), ("rasa", "model"), ("console", "widget"), ("chromium",))
"""Steps of one row need each other, in its order; the first row is needed by all."""
_NO_PACKAGES = "The packages can't be downloaded: check the network and the disk, then run the same command again."
_NO_NODE = "The pages can't be built: Node 20 or later and npm are needed; see the lines above."


def find_python_310(uv: str) -> str:
    """A Python 3.10: on PATH, in pyenv, or fetched by uv. Raises SetupError."""
    pyenv = sorted(Path("~/.pyenv/versions").expanduser().glob("3.10*/bin/python"))
    for candidate in ("python3.10", *map(str, pyenv)):
        found = shutil.which(candidate)
        # pyenv's shim is on PATH even where its version is not switched on, so ask it.
        if found and _quiet([found, "-c", "import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))"]):
            return found
    if _quiet([uv, "python", "install", "3.10"]):
        return "3.10"
    raise SetupError(
        "Rasa needs Python 3.10, and there is none on PATH, in ~/.pyenv/versions, or to be had through uv: "
        "install it, for example with `pyenv install 3.10`."
    )


def main(steps: list[str]) -> int:
    """Run the steps that are due; 0, or 1 after a sentence about what is wrong."""
    STAMPS.mkdir(exist_ok=True)
    first, *beside = [[name for name in row if name in steps] for row in SIDE_BY_SIDE]
    try:
        _row(first)
        with ThreadPoolExecutor(len(beside)) as rows:  # they wait for the network, npm and Rasa's training by turns
            for done in [rows.submit(_row, row) for row in beside]:
                done.result()
    except SetupError as error:
        _say(f"\nSetup stopped. {error}")
        return 1
    return 0


def _row(names: Sequence[str]) -> None:
    for name in names:
        work, sources = STEPS[name]
        stamp, mark = STAMPS / name, _fingerprint(sources)
        if sources and stamp.exists() and stamp.read_text() == mark:
            continue
        began, what = time.monotonic(), (work.__doc__ or name).splitlines()[0]
        _say(f"        {what}")
        work()
        stamp.write_text(mark)
        _say(f"{time.monotonic() - began:6.1f}  {what}")


def _npm_build(folder: Path) -> None:
    if not shutil.which("npm"):
        raise SetupError(_NO_NODE)
    _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], _NO_NODE, cwd=folder)
    _run(["npm", "run", "--silent", "build"], _NO_NODE, cwd=folder)


def _fingerprint(sources: tuple[Path, ...]) -> str:
    found = hashlib.sha256()
    for path in (each for source in sources for each in _files(source)):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    for folder, folders, files in os.walk(source):
        folders[:] = sorted(set(folders) - _NOT_SOURCE)
        yield from (Path(folder) / name for name in sorted(files))


def _run(command: list[str], remedy: str, *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise SetupError(remedy) from error
    if done.returncode != 0:
        raise SetupError(remedy)


def _quiet(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=600).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    wanted = sys.argv[1:] or list(RUN)
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        _say(f"No such step: {', '.join(unknown)}. There are: {', '.join(STEPS)}.")
        sys.exit(2)
    sys.exit(main(wanted))
