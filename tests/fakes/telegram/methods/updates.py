"""Methods by which a bot gets its updates."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json
from tests.fakes.telegram.webhook import Webhook

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@method
async def get_updates(cloud: "TelegramCloud", bot: Bot, call: Call) -> list[Json]:
    if bot.delivery:
        raise ApiError(409, WEBHOOK_IS_SET)
    _remember_allowed(bot, call)
    limit = min(max(call.number("limit", 100), 1), 100)
    bot.updates.confirm(call.number("offset"))
    await cloud.tell()
    return await bot.updates.poll(limit, min(call.number("timeout"), 50))


@method
async def set_webhook(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    if not call.text("url"):
        await delete_webhook(cloud, bot, call)
        return True
    connections = min(max(call.number("max_connections", 40), 1), 100)
    webhook = Webhook(url=call.text("url"), secret=call.text("secret_token"), max_connections=connections)
    webhook.check(loopback=cloud.loopback_webhooks)
    _remember_allowed(bot, call)
    _drop_pending(bot, call)
    bot.updates.stop_polls("Conflict: terminated by setWebhook request")
    await cloud.deliver_to(bot, webhook)
    return True


@method
async def delete_webhook(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    _drop_pending(bot, call)
    await cloud.deliver_to(bot, None)
    return True


@method
async def get_webhook_info(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates.pending)}
    if bot.updates.allowed:
        info["allowed_updates"] = sorted(bot.updates.allowed)
    if bot.delivery:
        webhook = bot.delivery.webhook
        info |= {"url": webhook.url, "max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
        if bot.delivery.last_error:
            date, reason = bot.delivery.last_error
            info |= {"last_error_date": date, "last_error_message": reason}
    return info


def _remember_allowed(bot: Bot, call: Call) -> None:
    """Left out, the earlier list stays; an empty one brings the default back."""
    if (kinds := call.list("allowed_updates")) is not None:
        bot.updates.allowed = frozenset(map(str, kinds)) or None


def _drop_pending(bot: Bot, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        bot.updates.pending.clear()
