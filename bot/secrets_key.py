"""The key to the secrets of an installation on one machine: a file beside its data, made on the first start."""

import os
from pathlib import Path

from cryptography.fernet import Fernet

FILE = "secrets.key"


def own_key(folder: Path) -> str:
    """The same at every start. Whoever copies the data away has to take the file along."""
    path = folder / FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
        whole.rename(path)  # all of it or nothing, whenever we die
    return path.read_text().strip()
