"""Train the model, unless the one at hand was trained from the very same files.

    python train.py [--out DIR] [--force]

Writes `helpline-<fingerprint>.tar.gz`, and then the fingerprint into `.fingerprint` beside it, so that whoever reads
that file finds a whole model. Safe to run while an older model is being served.
"""

import argparse
import contextlib
import hashlib
import io
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from environment import PROJECT, prepare

_SOURCES = ("config.yml", "domain.yml", "requirements.lock", "data/**/*.yml", "replies/*.yml", "components/*.py")
POINTER = ".fingerprint"


def fingerprint(project: Path = PROJECT) -> str:
    """Short name of all that a model is made from."""
    digest = hashlib.sha256()
    for path in _sources(project):
        digest.update(f"{path.relative_to(project)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def current(folder: Path) -> Path | None:
    """The model that was trained last into this folder."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    model = folder / _name(pointer.read_text().strip())
    return model if model.exists() else None


def train(folder: Path, *, force: bool = False) -> Path:
    """Train into the folder what is not there yet, and return the model's path."""
    made_from = fingerprint()
    model = folder / _name(made_from)
    if current(folder) == model and not force:
        print(f"Nothing has changed: {model.name} is up to date.")
        return model

    started = time.monotonic()
    print(f"Training {model.name} from {_summary()} ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as workshop:
        _train_with_rasa(Path(workshop), model.name)
        os.replace(Path(workshop) / model.name, model)
        (Path(workshop) / POINTER).write_text(made_from)
        os.replace(Path(workshop) / POINTER, folder / POINTER)
    print(f"Wrote {model.name} ({model.stat().st_size / 1e6:.1f} MB) in {time.monotonic() - started:.0f} s.")
    return model


def _train_with_rasa(folder: Path, name: str) -> None:
    # At this level Rasa draws no progress bars.
    prepare(threads=2, log_level="ERROR")
    import rasa  # takes seconds, so only when there is something to train

    steps = logging.getLogger("rasa.engine.training.hooks")
    steps.setLevel(logging.INFO)
    progress = logging.StreamHandler(sys.stdout)
    progress.setFormatter(logging.Formatter("  %(message)s"))
    steps.addHandler(progress)
    steps.propagate = False
    # Rasa congratulates on a path that is about to change.
    with contextlib.redirect_stdout(io.StringIO()):
        result = rasa.train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data"],
            output=str(folder),
            force_training=True,
            fixed_model_name=name.removesuffix(".tar.gz"),
        )
    if result.code != 0 or result.model is None:
        raise SystemExit("Training failed: see above.")


def _sources(project: Path) -> Iterator[Path]:
    for pattern in _SOURCES:
        yield from sorted(project.glob(pattern))


def _summary() -> str:
    files = sorted(PROJECT.glob("data/*/nlu.yml"))
    phrases = sum(len(re.findall(r"^ +- ", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in files)
    return f"{phrases} phrases in {', '.join(path.parent.name for path in files)}"


def _name(made_from: str) -> str:
    return f"helpline-{made_from}.tar.gz"


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the Rasa model of Helpline.")
    arguments.add_argument("--out", type=Path, default=PROJECT / "models", help="folder for models (default: models/)")
    arguments.add_argument("--force", action="store_true", help="train even if nothing has changed")
    chosen = arguments.parse_args()
    train(chosen.out.resolve(), force=chosen.force)


if __name__ == "__main__":
    main()
