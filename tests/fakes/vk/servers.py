"""The methods by which a community says how it wants to be told of events."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.fakes.vk.calling import Webhook
from tests.fakes.vk.errors import VkError, needed, number
from tests.fakes.vk.methods import Method, Params

if TYPE_CHECKING:
    from tests.fakes.vk.cloud import VkCloud


async def known(cloud: "VkCloud", params: Params) -> Any:
    items = [
        {"id": each.number, "title": "Helpline", "creator_id": 0, "url": each.url, "secret_key": each.secret,
         "status": each.status}
        for each in cloud.webhooks
    ]  # fmt: skip
    return {"count": len(items), "items": items}


async def add(cloud: "VkCloud", params: Params) -> Any:
    if len(needed(params, "title")) > 14 or len(params.get("secret_key", "")) > 50:
        raise VkError(100, "title or secret_key is too long")
    webhook = Webhook(
        cloud.client, cloud.group_id, len(cloud.webhooks) + 1, needed(params, "url"), params.get("secret_key", "")
    )
    cloud.webhooks.append(webhook)
    cloud.meanwhile(webhook.confirm(cloud.confirmation))
    return {"server_id": webhook.number}


async def edit(cloud: "VkCloud", params: Params) -> Any:
    webhook = _webhook(cloud, params)
    webhook.url, webhook.secret = needed(params, "url"), params.get("secret_key", "")
    cloud.meanwhile(webhook.confirm(cloud.confirmation))
    return 1


async def delete(cloud: "VkCloud", params: Params) -> Any:
    cloud.webhooks.remove(_webhook(cloud, params))
    return 1


async def settings(cloud: "VkCloud", params: Params) -> Any:
    needed(params, "api_version")
    _webhook(cloud, params).events = _asked(params)
    return 1


async def confirmation(cloud: "VkCloud", params: Params) -> Any:
    return {"code": cloud.confirmation}


async def poll_settings(cloud: "VkCloud", params: Params) -> Any:
    cloud.long_poll.enabled = _asked(params) if params.get("enabled") == "1" else set()
    return 1


async def poll_server(cloud: "VkCloud", params: Params) -> Any:
    if not cloud.long_poll.enabled:
        raise VkError(100, "longpoll for this group is not enabled")
    return {"key": cloud.long_poll.key, "server": cloud.poll_url, "ts": str(cloud.long_poll.ts)}


def _asked(params: Params) -> set[str]:
    return {name for name, value in params.items() if value == "1" and name.startswith("message_")}


def _webhook(cloud: "VkCloud", params: Params) -> Webhook:
    asked = number(params, "server_id")
    found = [each for each in cloud.webhooks if each.number == asked]
    if not found:
        raise VkError(100, "server_id is invalid")
    return found[0]


SERVERS: Mapping[str, Method] = {
    "groups.getCallbackServers": known,
    "groups.addCallbackServer": add,
    "groups.editCallbackServer": edit,
    "groups.deleteCallbackServer": delete,
    "groups.setCallbackSettings": settings,
    "groups.getCallbackConfirmationCode": confirmation,
    "groups.setLongPollSettings": poll_settings,
    "groups.getLongPollServer": poll_server,
}
OF_A_GROUP = frozenset(SERVERS)
"""They need to be told which."""
