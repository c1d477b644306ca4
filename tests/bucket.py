"""A server that speaks S3 over HTTP and checks the signature of each call: moto, a process of its own."""

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import boto3

from storage.processes import free_port, spawn

_OPEN_CALLS = "4"
"""So many calls need no key yet: a user, what they may do, their key, and the bucket."""
_MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@asynccontextmanager
async def open_bucket(folder: Path) -> AsyncIterator[str]:
    """The bucket's URL as the settings want it."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    server = await spawn(
        "s3", f"http://127.0.0.1:{port}", command, folder / "s3.log", INITIAL_NO_AUTH_ACTION_COUNT=_OPEN_CALLS
    )
    try:
        key = await asyncio.to_thread(_set_up, server.url)
        secret = key["SecretAccessKey"].replace("/", "%2F").replace("+", "%2B")
        yield f"http://{key['AccessKeyId']}:{secret}@127.0.0.1:{port}/files/helpline"
    finally:
        await server.stop()


def _set_up(url: str) -> dict[str, Any]:
    anybody = {
        "endpoint_url": url, "region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x",
    }  # fmt: skip
    iam = boto3.client("iam", **anybody)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 1).close()
            break
        except OSError:  # it is not up yet
            time.sleep(0.1)
    iam.create_user(UserName="helpline")
    iam.put_user_policy(UserName="helpline", PolicyName="files", PolicyDocument=json.dumps(_MAY))
    key = iam.create_access_key(UserName="helpline")["AccessKey"]
    boto3.client("s3", **anybody).create_bucket(Bucket="files")
    return dict(key)
