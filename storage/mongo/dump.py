"""A whole database as one file, and back: a zip of BSON as MongoDB's own tools write it, with a manifest.

Taken while the desk is working. What was received comes first, then what was decided, then what came of it: an event
that the copy has as not handled is handled again and found to be done, and a message that the copy has as not settled
finds its row in the history. The other way round either could be lost.
"""

import hashlib
import json
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorDatabase

from storage.mongo.migrations import COLLECTION

FIRST = ("intake", "handled", "progress", "conversations", "sends", "messages")
LAST = ("files.chunks", "files.files")
"""A file is there once its row is; and what a message names was there before the message."""
FORMAT = 1
_MANIFEST = "manifest.json"
_BATCH_BYTES = 8 * 1024 * 1024
_BATCH_ROWS = 1000
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)

Database = AsyncIOMotorDatabase[dict[str, Any]]


class BadDump(Exception):
    """The file is no whole backup of ours; the message says what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A collection in a dump."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`version` is that of the stored shapes, which migrations count."""

    made_at: datetime
    version: int
    parts: Mapping[str, Part]


async def dump(db: Database, path: Path, *, version: int, now: datetime) -> Manifest:
    """Write everything. The file appears under its name when it is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    parts: dict[str, Part] = {}
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in in_order(await db.list_collection_names()):
                parts[name] = await _write(db, name, archive)
            manifest = Manifest(made_at=now, version=version, parts=parts)
            archive.writestr(_MANIFEST, _as_json(manifest))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What a dump says of itself. Raises BadDump."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read(_MANIFEST))
        if said["format"] != FORMAT:
            raise BadDump(f"{path} has the format {said['format']}, and this release reads {FORMAT}.")
        parts = {name: Part(rows=part["rows"], sha256=part["sha256"]) for name, part in said["collections"].items()}
        return Manifest(made_at=datetime.fromisoformat(said["made_at"]), version=said["version"], parts=parts)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise BadDump(f"{path} is no backup of Helpline's, or was cut short: take another copy of it.") from error


async def restore(db: Database, path: Path) -> Manifest:
    """Read everything into a database. Raises BadDump before the first row where the file is not as it was made."""
    manifest = read_manifest(path)
    with zipfile.ZipFile(path) as archive:
        for name, part in manifest.parts.items():
            _check(archive, name, part, path)
        for name, part in manifest.parts.items():
            rows = db.get_collection(name, codec_options=_RAW)
            for batch in _batches(_documents(archive, name)):
                await rows.insert_many(batch, ordered=False)
            if (count := await rows.count_documents({})) != part.rows:
                raise BadDump(f"{count} of {part.rows} rows of {name} arrived: empty the database, and try again.")
    return manifest


def in_order(names: Sequence[str]) -> Iterator[str]:
    known = [name for name in names if not name.startswith("system.") and name != COLLECTION]
    yield from (name for name in FIRST if name in known)
    yield from sorted(set(known) - set(FIRST) - set(LAST))
    # Rows of messages name files: those of which the copy has no message are swept like any.
    yield from (name for name in LAST if name in known)


async def _write(db: Database, name: str, archive: zipfile.ZipFile) -> Part:
    checksum, count = hashlib.sha256(), 0
    with archive.open(_member(name), "w", force_zip64=True) as out:
        async for raw in _raw(db, name):
            checksum.update(raw)
            out.write(raw)
            count += 1
    return Part(rows=count, sha256=checksum.hexdigest())


async def _raw(db: Database, name: str) -> AsyncIterator[bytes]:
    rows: Any = db.get_collection(name, codec_options=_RAW)
    async for row in rows.find({}):
        yield bytes(row.raw)


def _check(archive: zipfile.ZipFile, name: str, part: Part, path: Path) -> None:
    checksum = hashlib.sha256()
    try:
        with archive.open(_member(name)) as member:
            while block := member.read(_BATCH_BYTES):
                checksum.update(block)
    except (zipfile.BadZipFile, KeyError) as error:
        raise BadDump(f"{path} is damaged at {name}: take another copy of it. Nothing was changed.") from error
    if checksum.hexdigest() != part.sha256:
        raise BadDump(f"{path} does not hold {name} as it was saved: take another copy of it. Nothing was changed.")


def _documents(archive: zipfile.ZipFile, name: str) -> Iterator[RawBSONDocument]:
    with archive.open(_member(name)) as member:
        yield from bson.decode_file_iter(member, _RAW)


def _batches(documents: Iterator[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    batch: list[RawBSONDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.raw)
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_ROWS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _member(name: str) -> str:
    return f"{name}.bson"


def _as_json(manifest: Manifest) -> str:
    return json.dumps(
        {
            "format": FORMAT,
            "version": manifest.version,
            "made_at": manifest.made_at.astimezone(UTC).isoformat(),
            "collections": {
                name: {"rows": part.rows, "sha256": part.sha256} for name, part in manifest.parts.items()
            },
        },
        indent=1,
    )  # fmt: skip
