"""The linter as one draws: problems, the ports of each step as it is now, and what channels would show otherwise."""

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Depends

from flows import shape
from flows.console.errors import refusals_at
from flows.console.ports import Company, Doors
from flows.console.reading import lintable
from flows.console.schemas import CheckForm, CheckView, DegradationView, FlowDocument, LintProblem, PortView
from flows.lint import Company as Known
from flows.lint import lint
from flows.lint.channels import Shown, losses
from flows.model import Flow


def router(company: Company, doors: Doors) -> APIRouter:
    api = APIRouter(
        tags=["flows"], responses=refusals_at(doors), route_class=doors.route, dependencies=[Depends(doors.reader)]
    )

    @api.post("/flow-check")
    async def check_flow(form: CheckForm) -> CheckView:
        """Whatever the draft is like; what is no flow yet is a problem among others."""
        known = await lintable(company, await company.around())
        return await asyncio.to_thread(check, form.flow, known)

    return api


def check(document: FlowDocument, known: Known) -> CheckView:
    found = shape.read(document)
    if found.flow is None:
        wrong = [LintProblem.of(each) for each in found.problems]
        return CheckView(problems=wrong, ports=_ports(found.rest), degradations=[])
    shown = dict.fromkeys(losses(found.flow, known.channels))
    problems = lint(found.flow, replace(known, channels=frozenset()))  # the channels' are told apart
    return CheckView(
        problems=[LintProblem.of(each) for each in problems], ports=_ports(found.flow),
        degradations=[_degradation(each) for each in shown],
    )  # fmt: skip


def _ports(flow: Flow | None) -> dict[str, list[PortView]]:
    steps = flow.steps if flow else {}
    return {id: [PortView.of(port) for port in step.ports()] for id, step in steps.items()}


def _degradation(shown: Shown) -> DegradationView:
    problem, loss = shown.problem, shown.loss
    return DegradationView(
        severity=problem.severity, step=str(problem.step), field=shown.field, channel=shown.channel,
        loss=loss.loss, was=loss.was, limit=loss.limit, what=loss.what, code=problem.code, message=problem.message,
        remedy=problem.remedy, values=dict(problem.values),
    )  # fmt: skip
