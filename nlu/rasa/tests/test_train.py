"""When to train, and where the model is afterwards."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from components.trackers import RecentTrackers
from environment import PROJECT
from train import POINTER, current, fingerprint


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "requirements.lock"):
        shutil.copy(PROJECT / name, tmp_path)
    for name in ("data", "replies", "components"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def test_a_copy_has_the_same_fingerprint(copy):
    assert fingerprint(copy) == fingerprint()


@pytest.mark.parametrize(
    "changed",
    ["config.yml", "domain.yml", "requirements.lock", "data/en/nlu.yml", "replies/pl.yml", "components/terms.py"],
)
def test_a_change_in_any_source_changes_the_fingerprint(copy, changed):
    (copy / changed).write_bytes((copy / changed).read_bytes() + b"\n")

    assert fingerprint(copy) != fingerprint()


def test_a_pointer_without_its_model_points_nowhere(tmp_path):
    assert current(tmp_path) is None

    (tmp_path / POINTER).write_text("0123456789ab")
    assert current(tmp_path) is None

    (tmp_path / "helpline-0123456789ab.tar.gz").touch()
    assert current(tmp_path) == tmp_path / "helpline-0123456789ab.tar.gz"


def test_training_is_skipped_when_nothing_has_changed(model):
    before = model.stat().st_mtime_ns

    said = subprocess.run([sys.executable, str(PROJECT / "train.py")], capture_output=True, text=True, check=True)

    assert "up to date" in said.stdout
    assert model.stat().st_mtime_ns == before


def test_serving_without_a_model_says_what_to_do(tmp_path):
    command = [sys.executable, str(PROJECT / "serve.py"), "--model", str(tmp_path / "none.tar.gz")]

    said = subprocess.run(command, capture_output=True, text=True)

    assert said.returncode != 0
    assert "run train.py first" in said.stderr


def test_only_the_trackers_spoken_with_last_are_kept():
    async def scene() -> list[str]:
        store = RecentTrackers(Domain.empty(), sessions=2)
        for sender in ("a", "b", "a", "c"):
            await store.save(DialogueStateTracker.from_events(sender, [ActionExecuted("action_listen")]))
        assert (await store.retrieve("a")).sender_id == "a"
        assert await store.retrieve("b") is None
        await store.save(DialogueStateTracker("c", []))  # nothing ever happened in it
        return list(await store.keys())

    assert asyncio.run(scene()) == ["a"]
