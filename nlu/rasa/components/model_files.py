"""An intent model on disk: numbers in an npz file, words in a JSON file. No pickles, so a model file can't run code."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from components.intents import IntentModel
from components.scope import Scope
from components.terms import Terms

_ARRAYS = ("vector_weights", "word_weights", "run_weights", "bias", "example_vectors")


def save(model: IntentModel, folder: Path) -> None:
    arrays = {name: getattr(model, name) for name in _ARRAYS}
    runs = model.example_runs
    np.savez(folder / "numbers.npz", **arrays, run_data=runs.data, run_columns=runs.indices, run_rows=runs.indptr)
    saved = {
        "intents": list(model.intents),
        "words": _terms(model.words),
        "runs": _terms(model.runs),
        "examples_of": [examples.tolist() for examples in model.examples_of],
        "scopes": {"vectors": model.scopes[True].as_dict(), "letters": model.scopes[False].as_dict()},
    }
    (folder / "words.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> IntentModel:
    saved: dict[str, Any] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    with np.load(folder / "numbers.npz", allow_pickle=False) as numbers:
        arrays = {name: numbers[name] for name in _ARRAYS}
        runs = csr_matrix(
            (numbers["run_data"], numbers["run_columns"], numbers["run_rows"]),
            shape=(len(arrays["example_vectors"]), len(saved["runs"])),
        )
    return IntentModel(
        intents=saved["intents"],
        words=_read_terms(saved["words"]),
        runs=_read_terms(saved["runs"]),
        example_runs=runs,
        examples_of=[np.array(examples, dtype=np.int64) for examples in saved["examples_of"]],
        scopes={
            True: Scope.from_dict(saved["scopes"]["vectors"]),
            False: Scope.from_dict(saved["scopes"]["letters"]),
        },
        **arrays,
    )


def _terms(terms: Terms) -> dict[str, float]:
    return dict(zip(terms.columns, terms.rarity, strict=True))


def _read_terms(saved: dict[str, float]) -> Terms:
    return Terms(columns={term: column for column, term in enumerate(saved)}, rarity=list(saved.values()))
