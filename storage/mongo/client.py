"""The connection to MongoDB, and the indexes that every collection asks for."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pymongo.monitoring import CommandListener

from storage.mongo import (
    articles,
    audit,
    blobs,
    canned,
    chapters,
    connections,
    conversations,
    dead_letters,
    email_threads,
    files,
    flow_records,
    flow_systems,
    flows,
    inbox,
    intake,
    lines,
    logins,
    messages,
    notices,
    operator_groups,
    payloads,
    people,
    secrets,
    team,
    templates,
    vectors,
)
from storage.mongo import operators as operators_
from storage.mongo.codec import TYPES

Database = AsyncIOMotorDatabase[dict[str, Any]]

_COLLECTIONS = (
    articles, audit, blobs, canned, chapters, connections, conversations, dead_letters, email_threads, files,
    flow_records, flow_systems, flows, inbox, intake, lines, logins, messages, notices, operator_groups, operators_,
    payloads, people, secrets, team, templates, vectors,
)  # fmt: skip


def connect(
    url: str, database: str, listeners: Sequence[CommandListener] = ()
) -> tuple[AsyncIOMotorClient[dict[str, Any]], Database]:
    """A client and its database; no traffic yet. Times come back aware, in UTC. Listeners hear what is asked."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        url, tz_aware=True, serverSelectionTimeoutMS=5_000, uuidRepresentation="standard",
        event_listeners=list(listeners),
    )  # fmt: skip
    options: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC, type_registry=TYPES)
    return client, client.get_database(database, codec_options=options)


async def ensure_indexes(db: Database) -> None:
    """Create what is missing; harmless to repeat."""
    for collection in _COLLECTIONS:
        await collection.ensure_indexes(db)
