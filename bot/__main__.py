"""The command line: `helpline run` for everything on one machine, or one role of a larger installation."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

# Before NumPy is imported: its threads spin while they wait, and one question is too small to share out.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer

from bot.audit_commands import cli as audit_commands
from bot.commands import go, settings_with
from bot.commands import settings as read_settings
from bot.customer_commands import cli as customer_commands
from bot.file_commands import cli as file_commands
from bot.flow_commands import cli as flow_commands
from bot.settings import Settings

_DATABASES = ("MONGO_URL", "REDIS_URL")

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Helpline, the support desk. Settings come from the environment and .env; .env.example describes each.",
)
cli.add_typer(flow_commands, name="flows")
cli.add_typer(file_commands, name="files")
cli.add_typer(customer_commands, name="customer")
cli.add_typer(audit_commands, name="audit")


@cli.command()
def run(demo: Annotated[bool, typer.Option(help="Fill an empty installation with the demo company.")] = True) -> None:
    """Everything on one machine: embedded MongoDB, Redis and Rasa (unless their URLs are set), and all four roles."""
    from bot.run import run as run_all

    settings = read_settings()
    go(run_all(settings.model_copy(update={"demo": demo or settings.demo})))


@cli.command()
def gateway() -> None:
    """Only the gateway: webhooks, polling, the site chat. Needs MONGO_URL, REDIS_URL."""
    _role("gateway")


@cli.command()
def worker() -> None:
    """Only a worker: runs the dialogues and sends. Any number may run. Needs MONGO_URL, REDIS_URL, RASA_URL."""
    _role("worker")


@cli.command()
def scheduler() -> None:
    """Only the scheduler: waits, retries, audits. Needs MONGO_URL, REDIS_URL."""
    _role("scheduler")


@cli.command()
def console() -> None:
    """Only the staff console, its API, and the operators' bot. Needs MONGO_URL, REDIS_URL."""
    _role("console")


@cli.command()
def train() -> None:
    """Train Rasa's model, if its sources changed."""
    from bot.rasa_process import train as train_rasa

    go(train_rasa())


@cli.command()
def seed(
    systems: Annotated[
        str, typer.Option(help="Where workers reach a gateway: flows call the demo's systems there.")
    ] = "",
) -> None:
    """Add the demo company: lines, staff, canned replies, articles, flows. Needs MONGO_URL, REDIS_URL."""
    from bot.app import open_app
    from bot.demo.flows import seed_flows
    from bot.demo.seed import seed as fill

    async def work(settings: Settings) -> None:
        async with open_app(settings) as app:
            typer.echo(f"{await fill(app)} articles added.")
            await seed_flows(app, systems=systems or None)

    go(work(settings_with(*_DATABASES)))


@cli.command(name="add-admin")
def add_admin(login: str, name: Annotated[str, typer.Option(help="How colleagues see them.")] = "") -> None:
    """Add an admin, whose password is asked for: a real installation's first person. Needs MONGO_URL, REDIS_URL."""
    from bot.app import open_app
    from bot.noted import noted
    from handoff.console.passwords import SHORTEST, hash_password, password_problem
    from handoff.ids import OperatorId
    from handoff.operator import Operator, Role

    settings = settings_with(*_DATABASES)
    password = typer.prompt(f"Password ({SHORTEST} characters or more)", hide_input=True, confirmation_prompt=True)
    if problem := password_problem(password, [login, name, settings.company]):
        typer.echo(f"password: {problem}", err=True)
        raise typer.Exit(2)

    async def work() -> None:
        async with open_app(settings) as app, noted(app.db, settings, "add-admin", {"operator_id": login}):
            if await app.operators.by_login(login) is not None:
                typer.echo(f"login: there already is {login!r}; choose another.", err=True)
                raise typer.Exit(2)
            lines = frozenset(line.id for line in await app.lines.all())
            admin = Operator(
                id=OperatorId(login), login=login, name=name or login, role=Role.ADMIN, lines=lines,
                password_hash=hash_password(password),
            )  # fmt: skip
            await app.operators.save(admin)
            typer.echo(f"{login} can sign in now.")

    go(work())


@cli.command(name="reset-second-factor")
def reset_second_factor(login: str) -> None:
    """For an admin who has lost phone and recovery codes, where no other can help. Needs MONGO_URL, REDIS_URL."""
    from bot.app import open_app
    from storage.mongo.second_factors import MongoSecondFactors

    settings = settings_with(*_DATABASES)

    async def work() -> None:
        async with open_app(settings) as app:
            person = await app.operators.by_login(login)
            if person is None:
                typer.echo(f"login: there is no {login!r}.", err=True)
                raise typer.Exit(2)
            await MongoSecondFactors(app.db, settings.secrets_key).remove(person.id)
            await app.logins.remove_all(person.id)
            typer.echo(f"{login} signs in with the password alone now, and is signed out everywhere.")

    go(work())


@cli.command()
def backup(file: Annotated[Path, typer.Argument(dir_okay=False)]) -> None:
    """Save everything into a new file, while the desk works. Of MONGO_URL, or of the embedded database."""
    from bot.backup import back_up

    go(back_up(read_settings(), file))


@cli.command()
def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Fill an empty installation from such a file. Into MONGO_URL, or into the embedded database."""
    from bot.backup import bring_back

    go(bring_back(read_settings(), file))


@cli.command()
def link(words: str, channel: Annotated[str, typer.Option(help="Its name in the console.")] = "telegram") -> None:
    """Sign what a deep link brings, such as order-1042: flows see it as signed:order-1042."""
    from bot.channels.deep_links import NotSignable, deep_links
    from bot.secrets_key import own_key

    settings = read_settings()
    key = settings.secrets_key or ("" if settings.mongo_url else own_key(settings.data_dir))
    try:
        typer.echo(deep_links(key, channel).sign(words))
    except NotSignable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@cli.command(name="eval")
def evaluate(
    write: Annotated[bool, typer.Option(help="Keep the thresholds that the development half asks for.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure the knowledge base on held-out questions, and choose its thresholds."""
    from nlu.evaluate import main as measure

    measure([*(["--write"] if write else []), *(["--json"] if as_json else [])])


@cli.command()
def openapi() -> None:
    """Print the API's OpenAPI document, from which the console's types are made."""
    from bot.openapi import document

    json.dump(document(), sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)


def main() -> None:
    cli()


def _role(name: str) -> None:
    from bot.roles import run_role

    needed = ("RASA_URL",) if name == "worker" else ()
    go(run_role(name, settings_with(*_DATABASES, *needed)))


if __name__ == "__main__":
    main()
