"""The API's OpenAPI document, made without any server: routes only need their ports when they are called."""

from typing import Any

from bot.app import build_app, utc_now
from bot.settings import read_settings
from bot.web import build
from storage.mongo import client as mongo
from storage.redis import client as redis

_NOWHERE = {"mongo_url": "mongodb://127.0.0.1:9", "redis_url": "redis://127.0.0.1:9", "rasa_url": "http://127.0.0.1:9"}


def document() -> dict[str, Any]:
    settings = read_settings().model_copy(update={"demo": True, **_NOWHERE})
    _, db = mongo.connect(settings.mongo_url, settings.mongo_database)
    app = build_app(settings, utc_now, db, redis.connect(settings.redis_url))
    web, _ = build(app, with_gateway=True, with_console=True)
    return web.openapi()
