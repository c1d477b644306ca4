"""The manifests, without a cluster: what they promise to the settings, to the image and to whoever runs them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from bot.worker import TURN_DEADLINE

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
KUSTOMIZATION: dict[str, Any] = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
OBJECTS: list[dict[str, Any]] = [
    each for name in KUSTOMIZATION["resources"] for each in yaml.safe_load_all((FOLDER / name).read_text())
]
ROLES = ("gateway", "worker", "scheduler", "console")
SHARED: dict[str, Any] = yaml.safe_load((FOLDER / "role.yaml").read_text())["spec"]["template"]["spec"]
KNOWN = {str(field.alias) for field in Settings.model_fields.values()}


def one(kind: str, name: str) -> dict[str, Any]:
    return next(each for each in OBJECTS if (each["kind"], each["metadata"]["name"]) == (kind, name))


def pod(name: str) -> dict[str, Any]:
    found: dict[str, Any] = one("Deployment", name)["spec"]["template"]
    return found


def test_every_file_is_named() -> None:
    files = {path.name for path in FOLDER.iterdir()}

    assert files - {"README.md", "kustomization.yaml", "role.yaml", "helpline.env"} == set(KUSTOMIZATION["resources"])
    assert [each["path"] for each in KUSTOMIZATION["patches"]] == ["role.yaml"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_the_command_of_that_name_and_has_what_all_have(role: str) -> None:
    deployment = one("Deployment", role)
    container = pod(role)["spec"]["containers"][0]

    assert container["args"] == [role]
    assert container["name"] == SHARED["containers"][0]["name"], "so that the patch meets it"
    assert deployment["metadata"]["labels"]["helpline/role"] == role, "which is what the patch is for"
    assert deployment["spec"]["selector"]["matchLabels"].items() <= pod(role)["metadata"]["labels"].items()
    assert {"requests", "limits"} <= set(container["resources"])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_survives_the_loss_of_a_node(role: str) -> None:
    budget = one("PodDisruptionBudget", role)["spec"]

    assert budget["minAvailable"] == 1
    assert budget["selector"] == one("Deployment", role)["spec"]["selector"]
    scaled = [each["spec"]["minReplicas"] for each in OBJECTS if each["kind"] == "HorizontalPodAutoscaler"
              and each["spec"]["scaleTargetRef"]["name"] == role]  # fmt: skip
    assert (scaled or [one("Deployment", role)["spec"]["replicas"]])[0] >= 2
    assert pod(role)["spec"]["topologySpreadConstraints"][0]["topologyKey"] == "kubernetes.io/hostname"


def test_gateways_and_workers_grow_with_the_load() -> None:
    scaled = {each["metadata"]["name"] for each in OBJECTS if each["kind"] == "HorizontalPodAutoscaler"}

    assert scaled == {"gateway", "worker"}
    assert not any("replicas" in one("Deployment", name)["spec"] for name in scaled), "it would be reset at each apply"


@pytest.mark.parametrize("spec", [SHARED, pod("rasa")["spec"]], ids=["roles", "rasa"])
def test_nothing_has_a_right_that_it_can_do_without(spec: dict[str, Any]) -> None:
    rights = spec["containers"][0]["securityContext"]

    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    assert rights["allowPrivilegeEscalation"] is False
    assert rights["readOnlyRootFilesystem"] is True
    assert rights["capabilities"] == {"drop": ["ALL"]}


def test_a_database_that_is_away_restarts_nobody() -> None:
    container = SHARED["containers"][0]

    assert container["readinessProbe"]["httpGet"]["path"] == "/healthz"
    assert "tcpSocket" in container["livenessProbe"]
    assert "tcpSocket" in container["startupProbe"]
    assert container["ports"][0]["containerPort"] == Settings.model_fields["port"].default


def test_a_worker_has_time_for_its_turn() -> None:
    pause = int(SHARED["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])

    assert SHARED["terminationGracePeriodSeconds"] - pause > TURN_DEADLINE.total_seconds()


def test_settings_are_known_and_secrets_are_in_no_file() -> None:
    lines = (FOLDER / "helpline.env").read_text().splitlines()
    told = {line.partition("=")[0] for line in lines}
    secret = {str(field.alias) for field in Settings.model_fields.values() if not field.repr}

    assert told <= KNOWN
    assert not told & secret
    assert not any(each["kind"] == "Secret" for each in OBJECTS)
    assert {next(iter(each)) for each in SHARED["containers"][0]["envFrom"]} == {"configMapRef", "secretRef"}
    assert "RASA_URL=http://rasa:5005" in lines


def test_the_ingress_sends_customers_where_the_proxy_of_compose_does() -> None:
    paths = one("Ingress", "helpline")["spec"]["rules"][0]["http"]["paths"]
    to = {each["path"]: each["backend"]["service"]["name"] for each in paths}
    caddy = next(line for line in (ROOT / "Caddyfile").read_text().splitlines() if "@customers path" in line)
    customers = {path.rstrip("*") for path in caddy.split()[2:] if not path.startswith("/demo")} - {"/form/"}

    assert {path for path, service in to.items() if service == "gateway"} == customers
    assert not any(path.startswith("/metrics") for path in to)
    exact = {each["path"] for each in paths if each["pathType"] == "Exact"}
    assert "/" in exact, "as a prefix it would let all through"
    for service in set(to.values()):
        assert one("Service", service)["spec"]["selector"].items() <= pod(service)["metadata"]["labels"].items()


def test_only_the_roles_reach_rasa() -> None:
    rule = one("NetworkPolicy", "rasa")["spec"]

    assert rule["podSelector"]["matchLabels"].items() <= pod("rasa")["metadata"]["labels"].items()
    assert rule["ingress"][0]["from"][0]["podSelector"]["matchExpressions"] == [
        {"key": "helpline/role", "operator": "Exists"}
    ]
