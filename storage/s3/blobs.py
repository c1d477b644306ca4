"""The bytes of files in a bucket. A file comes and goes in parts, never whole in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from handoff.ids import FileId
from handoff.ports import NoFile
from storage.errors import FilesAway

if TYPE_CHECKING:
    from obstore import GetOptions

_CHUNK = 256 * 1024


class BadBucketUrl(ValueError):
    """The text names no bucket; the message says what it must look like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket and how to reach it. `endpoint` is the server's address, `prefix` goes before each key."""

    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def read_bucket_url(url: str) -> Bucket:
    """`https://KEY:SECRET@host/bucket/prefix?region=...`. Raises BadBucketUrl."""
    parts = urlsplit(url)
    name, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not name:
        raise BadBucketUrl("must look like https://KEY:SECRET@s3.example.com/bucket?region=eu-central-1")
    if not parts.username or not parts.password:
        raise BadBucketUrl("needs the key and the secret before the host, as KEY:SECRET@, with / written as %2F")
    region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
    return Bucket(
        endpoint=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", name=name, prefix=prefix, region=region,
        access_key=unquote(parts.username), secret_key=unquote(parts.password),
    )  # fmt: skip


class S3Blobs:
    """Fulfils `storage.blobs.Blobs`."""

    def __init__(self, bucket: Bucket) -> None:
        self._store = S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            endpoint=bucket.endpoint,
            region=bucket.region,
            access_key_id=bucket.access_key,
            secret_access_key=bucket.secret_key,
            # The bucket in the path is what every such server knows; as a name of its own it must be set up for.
            virtual_hosted_style_request=False,
            client_options={"allow_http": True, "timeout": "30s"},
            retry_config={"max_retries": 2},
        )

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        try:
            await obstore.put_async(self._store, key, chunks)
        except BaseError as error:
            raise FilesAway(str(error)) from error

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        if end is not None and end <= start:  # S3 knows no empty range
            return
        wanted: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
        try:
            found = await obstore.get_async(self._store, key, options=wanted if start or end else None)
            async for chunk in found.stream(min_chunk_size=_CHUNK):
                yield bytes(chunk)
        except FileNotFoundError as error:
            raise NoFile(FileId(key)) from error
        except BaseError as error:
            raise FilesAway(str(error)) from error

    async def delete(self, key: str) -> None:
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return
        except BaseError as error:
            raise FilesAway(str(error)) from error
