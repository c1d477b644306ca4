"""The environment: every variable is described, a wrong one is named with its remedy, a secret is never shown."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
ALIASES = {name: str(field.alias) for name, field in Settings.model_fields.items()}
TOKEN = "123456:AAE-an-example"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty environment, and a folder without a .env."""
    for alias in ALIASES.values():
        monkeypatch.delenv(alias, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_describes_every_variable_and_no_other() -> None:
    described = re.findall(r"^(\w+)=", EXAMPLE.read_text(), re.MULTILINE)

    assert sorted(described) == sorted(ALIASES.values())


def test_every_description_says_the_default_and_gives_an_example() -> None:
    for paragraph in EXAMPLE.read_text().split("\n\n"):
        if "=" in paragraph.splitlines()[-1]:
            *comment, last = paragraph.splitlines()
            assert all(line.startswith("# ") for line in comment)
            assert re.match(r"# Default: .+ Example: .+", comment[-1]), last
            assert len(comment) > 1, last


@pytest.mark.parametrize("name", [name for name, field in Settings.model_fields.items() if field.default != ""])
def test_the_example_says_the_true_default(name: str) -> None:
    default = Settings.model_fields[name].default
    said = str(default).lower() if isinstance(default, bool) else str(default)

    assert re.search(rf"# Default: {re.escape(said)}\b.*\n{ALIASES[name]}=", EXAMPLE.read_text())


def test_the_example_copied_as_it_is_changes_nothing(tmp_path: Path) -> None:
    untouched = read_settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text())

    assert read_settings() == untouched


@pytest.mark.parametrize("alias", sorted(ALIASES.values()))
def test_an_empty_variable_means_the_default(alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    untouched = read_settings()
    monkeypatch.setenv(alias, "")

    assert read_settings() == untouched


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("HELPLINE_PORT=9001\nHELPLINE_COMPANY=From the file\n")
    monkeypatch.setenv("HELPLINE_PORT", "9002")

    settings = read_settings()

    assert (settings.port, settings.company) == (9002, "From the file")


@pytest.mark.parametrize(
    ("alias", "value", "remedy"),
    [
        ("HELPLINE_PORT", "http", "should be a valid integer"),
        ("HELPLINE_PORT", "0", "greater than or equal to 1"),
        ("HELPLINE_PORT", "65536", "less than or equal to 65535"),
        ("HELPLINE_DEMO", "perhaps", "should be a valid boolean"),
        ("HELPLINE_SECURE_COOKIES", "perhaps", "should be a valid boolean"),
        ("HELPLINE_LOG_FORMAT", "xml", "text|json"),
        ("HELPLINE_IDLE_MINUTES", "4", "greater than or equal to 5"),
        ("HELPLINE_SECOND_FACTOR", "always", "'optional', 'required_for_admins' or 'required'"),
        ("OIDC_ISSUER", "http://login.example.com", "must begin with https://"),
        ("OIDC_MATCH", "name", "'email' or 'login'"),
        ("HELPLINE_PUBLIC_URL", "help.example.com", "valid URL"),
        ("MONGO_URL", "localhost:27017", "must begin with mongodb:// or mongodb+srv://"),
        ("MONGO_DATABASE", "a b", "should match pattern"),
        ("REDIS_URL", "http://localhost:6379", "must begin with redis://, rediss://, redis+sentinel://"),
        ("RASA_URL", "rasa:5005", "URL"),
        ("TELEGRAM_TOKEN", "my-bot", "BotFather"),
        ("TELEGRAM_API_BASE", "ftp://example.com", "http"),
        ("TELEGRAM_WEBHOOK_URL", "example.com/channels/telegram", "valid URL"),
        ("TELEGRAM_WEBHOOK_SECRET", "two words", "should match pattern"),
        ("OPERATOR_BOT_TOKEN", "123456:", "BotFather"),
        ("OPERATOR_BOT_API_BASE", "api.telegram.org", "valid URL"),
        ("VIBER_NAME", "A name that is much too long for Viber", "at most 28 characters"),
        ("VIBER_AVATAR", "face.jpg", "valid URL"),
        ("VIBER_WEBHOOK_URL", "example.com/channels/viber", "valid URL"),
        ("SMTP_URL", "mail.example.com:587", "must look like smtp://"),
        ("SMTP_URL", "smtp://mail.example.com?tls=yes", "takes one option, starttls=true"),
        ("SMTP_URL", "smtp://mail.example.com?starttls=perhaps", "takes one option, starttls=true"),
        ("MAIL_FROM", "Helpline", "must be an address"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(
    alias: str, value: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(alias, value)

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert f"{alias}: " in str(error.value)
    assert remedy in str(error.value)
    assert ".env.example" in str(error.value)


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_PORT", "many")
    monkeypatch.setenv("REDIS_URL", "localhost")

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert "HELPLINE_PORT: " in str(error.value)
    assert "REDIS_URL: " in str(error.value)
    assert "(it is 'many')" in str(error.value)


def test_a_second_factor_needs_a_key_to_keep_secrets_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_SECOND_FACTOR", "required")
    assert read_settings().second_factor == "required", "the embedded database brings a key"
    monkeypatch.setenv("MONGO_URL", "mongodb://db.example.com")

    with pytest.raises(SettingsError, match=r"SECRETS_KEY is missing.*openssl rand"):
        read_settings()


def test_another_system_to_sign_in_through_has_to_know_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example.com/")

    with pytest.raises(SettingsError, match="OIDC_CLIENT_ID is missing"):
        read_settings()

    monkeypatch.setenv("OIDC_CLIENT_ID", "helpline")
    assert read_settings().oidc_issuer == "https://login.example.com"


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://help.example.com/channels/telegram")

    with pytest.raises(SettingsError, match=r"TELEGRAM_WEBHOOK_SECRET is missing.*openssl rand"):
        read_settings()

    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "s3cret")
    assert read_settings().telegram_webhook_secret == "s3cret"


def test_viber_needs_to_know_where_to_send_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIBER_TOKEN", "445da6az1s345z78")

    with pytest.raises(SettingsError, match=r"VIBER_WEBHOOK_URL is missing"):
        read_settings()

    monkeypatch.setenv("VIBER_WEBHOOK_URL", "https://help.example.com/channels/viber")
    assert "445da6az1s345z78" not in repr(read_settings())


def test_mail_needs_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://mail.example.com")

    with pytest.raises(SettingsError, match="MAIL_FROM is missing"):
        read_settings()

    monkeypatch.setenv("MAIL_FROM", "Helpline <help@example.com>")
    assert read_settings().mail_from == "Helpline <help@example.com>"


@pytest.mark.parametrize(
    ("alias", "value"),
    [
        ("TELEGRAM_TOKEN", "hunter2"),
        ("OPERATOR_BOT_TOKEN", "hunter2:hunter2"),
        ("TELEGRAM_WEBHOOK_SECRET", "hunter2 hunter2"),
        ("SMTP_URL", "http://help:hunter2@mail.example.com"),
    ],
)
def test_an_error_does_not_show_a_secret(alias: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(alias, value)

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert alias in str(error.value)
    assert "hunter2" not in str(error.value)


def test_printed_settings_show_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for alias in ("TELEGRAM_TOKEN", "OPERATOR_BOT_TOKEN"):
        monkeypatch.setenv(alias, "123456:hunter2")
    for alias in ("RASA_TOKEN", "TELEGRAM_WEBHOOK_SECRET"):
        monkeypatch.setenv(alias, "hunter2")
    monkeypatch.setenv("SMTP_URL", "smtp://help:hunter2@mail.example.com")
    monkeypatch.setenv("MAIL_FROM", "help@example.com")

    assert "hunter2" not in repr(read_settings())


@pytest.mark.parametrize("alias", ["RASA_URL", "HELPLINE_PUBLIC_URL", "TELEGRAM_API_BASE", "OPERATOR_BOT_API_BASE"])
def test_an_address_may_end_with_a_slash(alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(alias, "https://example.com/")
    name = next(name for name, each in ALIASES.items() if each == alias)

    assert getattr(read_settings(), name) == "https://example.com"
