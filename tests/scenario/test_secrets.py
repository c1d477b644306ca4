"""Secrets in the database: encrypted, in drawers of their own, and opened by any of the keys."""

import pytest
from cryptography.fernet import Fernet

from flows.errors import SecretsLocked
from storage.mongo.client import Database
from storage.mongo.secrets import MongoSecrets
from tests.parts import NOW

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


async def test_a_key_is_changed_by_putting_a_new_one_in_front(mongo: Database) -> None:
    await MongoSecrets(mongo, OLD, "flows").put("shop", "hunter2", by="nikos", at=NOW)
    both = MongoSecrets(mongo, f"{NEW}, {OLD}", "flows")

    assert await both.get("shop") == "hunter2"

    await both.put("shop", "hunter3", by="nikos", at=NOW)
    assert await MongoSecrets(mongo, NEW, "flows").get("shop") == "hunter3"


async def test_without_the_right_key_the_remedy_is_said_and_not_the_value(mongo: Database) -> None:
    await MongoSecrets(mongo, OLD, "flows").put("shop", "hunter2", by="nikos", at=NOW)

    for keys in ("", NEW):
        with pytest.raises(SecretsLocked, match="SECRETS_KEY"):
            await MongoSecrets(mongo, keys, "flows").get("shop")
        assert [each.name for each in await MongoSecrets(mongo, keys, "flows").kept()] == ["shop"]
    with pytest.raises(SecretsLocked, match="SECRETS_KEY"):
        await MongoSecrets(mongo, "", "flows").put("shop", "x", by="nikos", at=NOW)
    assert await MongoSecrets(mongo, "", "flows").get("nothing") is None


async def test_drawers_do_not_mix(mongo: Database) -> None:
    one, other = MongoSecrets(mongo, OLD, "flows"), MongoSecrets(mongo, OLD, "channels")
    await one.put("bot", "one", by="nikos", at=NOW)
    await other.put("bot", "other", by="nikos", at=NOW)

    await one.delete("bot")

    assert (await one.get("bot"), await other.get("bot")) == (None, "other")
    assert (await one.kept(), [each.name for each in await other.kept()]) == ([], ["bot"])
