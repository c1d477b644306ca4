"""The methods of the API, each a function of the cloud and what was asked."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.vk.checks import check_message
from tests.fakes.vk.errors import VkError, needed, number
from tests.fakes.vk.users import Received, User

if TYPE_CHECKING:
    from tests.fakes.vk.cloud import VkCloud

Params = dict[str, str]
Method = Callable[["VkCloud", Params], Awaitable[Any]]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def send(cloud: "VkCloud", params: Params) -> Any:
    peer = number(params, "peer_ids")
    try:
        check_message(params, cloud.files)
    except VkError as error:
        if error.code != 914:
            raise
        return [error.item(peer)]
    user = cloud.users.get(peer)
    for wrong, code in ((user is None, 936), (user and user.black_listed, 900), (user and not user.allows, 901)):
        if wrong:
            return [VkError(code).item(peer)]
    assert user is not None
    if peer in cloud.flooded:
        raise VkError(9)
    known = cloud.sent.get((peer, params["random_id"]))
    if known and cloud.clock() - known[1] < HOUR and params["random_id"] != "0":
        return [{"peer_id": peer, "message_id": 5000 + known[0], "conversation_message_id": known[0]}]
    cmid = user.next_cmid()
    forward = json.loads(params["forward"]) if "forward" in params else {}
    user.gets(
        Received(
            cmid=cmid, at=cloud.clock(), text=params.get("message", ""), look=_look(params),
            files=tuple(filter(None, params.get("attachment", "").split(","))),
            keyboard=json.loads(params.get("keyboard", "{}")),
            answers=forward["conversation_message_ids"][0] if forward.get("is_reply") else None,
        )
    )  # fmt: skip
    cloud.sent[peer, params["random_id"]] = (cmid, cloud.clock())
    return [{"peer_id": peer, "message_id": 5000 + cmid, "conversation_message_id": cmid}]


async def edit(cloud: "VkCloud", params: Params) -> int:
    user, received = _sent(cloud, params, number(params, "cmid"))
    check_message({**params, "random_id": "1"}, cloud.files)
    if cloud.clock() - received.at >= DAY:
        raise VkError(909)
    files = tuple(filter(None, params.get("attachment", "").split(",")))
    user.sees_changed(received.cmid, text=params.get("message", ""), look=_look(params), files=files)
    return 1


async def delete(cloud: "VkCloud", params: Params) -> Any:
    told = []
    for cmid in map(int, needed(params, "cmids").split(",")):
        user, received = _sent(cloud, params, cmid)
        if cloud.clock() - received.at >= DAY and params.get("delete_for_all") == "1":
            error = {"code": 924, "description": VkError(924).words}
            told.append({"peer_id": user.id, "conversation_message_id": cmid, "error": error})
            continue
        user.inbox = [each for each in user.inbox if each.cmid != cmid]
        told.append({"peer_id": user.id, "conversation_message_id": cmid, "response": 1})
    return told


async def set_activity(cloud: "VkCloud", params: Params) -> int:
    if needed(params, "type") not in ("typing", "audiomessage"):
        raise VkError(100, "type is invalid")
    cloud.users[number(params, "peer_id")].signs.append("typing")
    return 1


async def mark_as_read(cloud: "VkCloud", params: Params) -> int:
    cloud.users[number(params, "peer_id")].signs.append("read")
    return 1


async def answer_press(cloud: "VkCloud", params: Params) -> int:
    spinning = cloud.users[number(params, "user_id")].spinning
    if needed(params, "event_id") not in spinning or params.get("peer_id") != params["user_id"]:
        raise VkError(100, "event_id is invalid")
    spinning.remove(params["event_id"])
    return 1


async def users_get(cloud: "VkCloud", params: Params) -> Any:
    known = [cloud.users[int(each)] for each in needed(params, "user_ids").split(",") if int(each) in cloud.users]
    return [
        {"id": user.id, "first_name": user.name.split()[0], "last_name": " ".join(user.name.split()[1:]),
         "screen_name": f"id{user.id}", "can_access_closed": True, "is_closed": False}
        for user in known
    ]  # fmt: skip


async def group(cloud: "VkCloud", params: Params) -> Any:
    return {"groups": [{"id": cloud.group_id, "name": "Marlow & Pine", "screen_name": "marlow"}], "profiles": []}


async def photo_server(cloud: "VkCloud", params: Params) -> Any:
    return {"album_id": -64, "upload_url": cloud.upload_url("photo"), "user_id": 0, "group_id": cloud.group_id}


async def doc_server(cloud: "VkCloud", params: Params) -> Any:
    return {"upload_url": cloud.upload_url("file")}


async def save_photo(cloud: "VkCloud", params: Params) -> Any:
    for name in ("photo", "server", "hash"):
        needed(params, name)
    return [{"id": cloud.keep("photo", params["photo"]), "owner_id": -cloud.group_id, "access_key": "k", "sizes": []}]


async def save_doc(cloud: "VkCloud", params: Params) -> Any:
    id_ = cloud.keep("doc", needed(params, "file"))
    return {"type": "doc", "doc": {"id": id_, "owner_id": -cloud.group_id, "title": params.get("title", "")}}


def _look(params: Params) -> tuple[tuple[str, str], ...]:
    words = params.get("message", "").encode("utf-16-le")
    items = json.loads(params["format_data"])["items"] if "format_data" in params else []
    return tuple(
        (each.get("url") or each["type"], words[2 * each["offset"] :][: 2 * each["length"]].decode("utf-16-le"))
        for each in items
    )


def _sent(cloud: "VkCloud", params: Params, cmid: int) -> tuple[User, Received]:
    user = cloud.users.get(number(params, "peer_id"))
    found = [each for each in user.inbox if each.cmid == cmid] if user else []
    if not user or not found:
        raise VkError(100, "cmid is invalid")
    return user, found[0]


METHODS: Mapping[str, Method] = {
    "messages.send": send,
    "messages.edit": edit,
    "messages.delete": delete,
    "messages.setActivity": set_activity,
    "messages.markAsRead": mark_as_read,
    "messages.sendMessageEventAnswer": answer_press,
    "users.get": users_get,
    "groups.getById": group,
    "photos.getMessagesUploadServer": photo_server,
    "photos.saveMessagesPhoto": save_photo,
    "docs.getMessagesUploadServer": doc_server,
    "docs.save": save_doc,
}
