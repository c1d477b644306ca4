"""Serve the trained model over HTTP.

    python serve.py [--model PATH] [--host 127.0.0.1] [--port 5005]

With RASA_TOKEN set, each turn must bring it, and Rasa's own API is open to it too (`PUT /model?token=...` swaps the
model).
"""

import argparse
import os
from pathlib import Path

from environment import PROJECT, prepare
from train import current


def main() -> None:
    arguments = argparse.ArgumentParser(description="Serve the Rasa model of Helpline.")
    arguments.add_argument("--model", type=Path, help="model file (default: the one trained last into models/)")
    arguments.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    arguments.add_argument("--port", type=int, default=5005, help="port to listen on (default: 5005)")
    chosen = arguments.parse_args()
    model = chosen.model or current(PROJECT / "models")
    if model is None or not model.is_file():
        raise SystemExit("There is no model yet: run train.py first, or name one with --model.")
    model = model.resolve()

    prepare(threads=1, log_level="WARNING")
    import rasa

    token = os.environ.get("RASA_TOKEN") or None
    rasa.run(
        model=str(model),
        endpoints="endpoints.yml",
        credentials="credentials.yml",
        interface=chosen.host,
        port=chosen.port,
        # Without a secret the API would let anybody who reaches the port load a model of their own.
        enable_api=token is not None,
        auth_token=token,
    )


if __name__ == "__main__":
    main()
