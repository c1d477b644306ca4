"""A really trained model behind the real HTTP door. Training is skipped when nothing has changed since last time."""

import itertools
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from environment import PROJECT, prepare

# Tests import Rasa too, and must meet it as quiet and private as the service does.
prepare(threads=1, log_level="ERROR")


class Door:
    """The product's side of the wire."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._numbers = itertools.count(1)

    def call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request(method, f"/webhooks/helpline/{path}", body, self._headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def read(self, path: str) -> str:
        """Of Rasa's own API."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, response.status
        return response.read().decode()

    def post(self, turn: Any) -> tuple[int, Any]:
        return self.call("POST", "webhook", json.dumps(turn).encode())

    def says(
        self,
        message: str,
        *,
        sender: str | None = None,
        event_id: str | None = None,
        language: str = "en",
        **state: Any,
    ) -> dict[str, Any]:
        """A turn that must succeed; each is a session of its own unless it names one."""
        number = next(self._numbers)
        status, answer = self.post(
            {
                "sender": sender or f"session-{number}",
                "message": message,
                "event_id": event_id or f"telegram:main:{number}",
                "language": language,
                "state": state,
            }
        )
        assert status == 200, answer
        return answer


@contextmanager
def serving(model: Path, token: str | None = None) -> Iterator[Door]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": "", "RASA_TOKEN": token or ""}
    command = [sys.executable, str(PROJECT / "serve.py"), "--model", str(model), "--port", str(port)]
    server = subprocess.Popen(command, env=environment)
    try:
        door = Door(port, token)
        deadline = time.monotonic() + 90
        while True:
            try:
                assert door.call("GET", "")[0] == 200
                break
            except ConnectionError:
                assert server.poll() is None, "The server stopped while starting."
                assert time.monotonic() < deadline, "The server did not start in 90 seconds."
                time.sleep(0.1)
        yield door
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def model() -> Path:
    subprocess.run([sys.executable, str(PROJECT / "train.py")], check=True)
    from train import current

    trained = current(PROJECT / "models")
    assert trained is not None
    return trained


@pytest.fixture(scope="session")
def rasa(model: Path) -> Iterator[Door]:
    with serving(model) as door:
        yield door
