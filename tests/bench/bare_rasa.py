"""The same model behind Rasa's own REST channel, and nothing of ours. For Rasa's Python: `bare_rasa.py PORT FILE`."""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "nlu" / "rasa"


def main(port: int, credentials: Path) -> None:
    sys.path.insert(0, str(PROJECT))
    from environment import prepare
    from train import current

    prepare(threads=1, log_level="WARNING")
    import rasa

    credentials.write_text("rest:\n")
    model = str(current(PROJECT / "models"))
    rasa.run(model=model, endpoints="endpoints.yml", credentials=str(credentials), interface="127.0.0.1", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).resolve())
