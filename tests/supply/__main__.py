"""`make audit`: known holes in what we depend on, and under which licences we have it.

Ends with 1 when something is found. That a source does not answer is said, and is no finding: there is no way to know.
"""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import typer

from tests.supply.licences import licences, unwanted

_WEB = (Path("handoff/console/web"), Path("bot/channels/site/web"))
_AWAY = (
    "could not be audited", "endpoint returned an error", "ENOTFOUND", "ECONNREFUSED", "ConnectionError", "Max retries",
    "timed out", "Failed to fetch",
)  # fmt: skip


def holes(title: str, command: Sequence[str], where: Path = Path()) -> bool:
    """Whether this tool found any."""
    done = subprocess.run(command, cwd=where, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if any(sign in said for sign in _AWAY):
        typer.echo(f"{title}: NOT CHECKED, no source of known holes answers.")
        return False
    typer.echo(f"{title}: {'holes are known!' if done.returncode else 'no hole is known.'}")
    if done.returncode:
        typer.echo(said)
    return done.returncode != 0


def main() -> int:
    uv = str(Path(sys.executable).parent / "uv")
    audit = [uv, "tool", "run", "--quiet", "pip-audit", "--disable-pip", "--no-deps", "--progress-spinner", "off"]
    found = [
        holes(lock, [*audit, "-r", lock]) for lock in ("requirements.prod.lock", "nlu/rasa/requirements.lock")
    ]  # fmt: skip
    found += [holes(f"{web}/package-lock.json", ["npm", "audit", "--omit=dev"], web) for web in _WEB]
    ours = licences(Path("requirements.prod.lock").read_text())
    by_licence = defaultdict(list)
    for package, licence in ours.items():
        by_licence[licence].append(package)
    for licence, packages in sorted(by_licence.items()):
        typer.echo(f"{licence}: {', '.join(sorted(packages))}")
    wrong = unwanted(ours)
    for package in wrong:
        typer.echo(f"{package} is under {ours[package]}: see tests/supply/licences.py.")
    return int(any(found) or bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
