"""The store of files as the settings want it, and who keeps it tidy."""

import asyncio
from datetime import timedelta

import structlog

from handoff.ports import Clock
from storage.errors import UNAVAILABLE
from storage.mongo.client import Database
from storage.mongo.file_sweep import sweep
from storage.mongo.files import MongoFiles
from storage.s3.blobs import S3Blobs, read_bucket_url

EVERY = timedelta(hours=1)
_S3 = "s3"
log = structlog.get_logger()


def open_files(db: Database, clock: Clock, s3_url: str) -> MongoFiles:
    """With a bucket for the bytes of what is new, where there is one; what lies in MongoDB stays there."""
    if not s3_url:
        return MongoFiles(db, clock)
    return MongoFiles(db, clock, others={_S3: S3Blobs(read_bucket_url(s3_url))}, into=_S3)


async def tidy(db: Database, files: MongoFiles) -> None:
    """Until cancelled: away with files that no message came to name."""
    while True:
        try:
            if deleted := await sweep(db, files):
                log.info("Unsent files deleted", action="files_swept", count=deleted)
        except UNAVAILABLE as error:
            log.warning("Files can't be swept, trying again", action="storage_away", error=str(error))
        await asyncio.sleep(EVERY.total_seconds())
