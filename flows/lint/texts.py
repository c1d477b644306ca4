"""Texts: expressions that cannot be read, translations that are missing, and secrets that do not belong there."""

import re
from collections.abc import Iterator

from flows.errors import ExpressionError
from flows.expressions import check
from flows.lint.problem import Problem, error, warning
from flows.lint.reading import formulas, localized, strings, written
from flows.model import Flow

_SECRETS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"),  # a signed token (JWT)
    re.compile(r"\b\d{8,10}:[\w-]{35}\b"),  # a Telegram bot's
    re.compile(r"\b(?:sk|pk|rk|ghp|gho|glpat|xox[abp])[-_][\w-]{16,}"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.+/=-]{16,}"),
    re.compile(r"(?i)\b(?:password|passwd|secret|api[_-]?key|token)\s*[=:]\s*['\"]?[\w.+/-]{8,}"),
    re.compile(r"://[^/\s:@{]+:[^/\s@{]+@"),  # a password in an address
)


def problems(flow: Flow) -> Iterator[Problem]:
    for id, step in flow.steps.items():
        for path, expression in formulas(step):
            try:
                check(expression)
            except ExpressionError as wrong:
                yield error("expression", id, written(path), "{wrong}", "Mend the expression.", wrong=str(wrong))
        for path, text in localized(step):
            missing = [each for each in flow.languages if not text.root.get(each, "").strip()]
            if missing and len(missing) < len(flow.languages):
                message = "There is no text in {languages}: another language stands in for it."
                remedy = "Write the text in every language."
                yield warning("translation", id, written(path), message, remedy, languages=", ".join(missing))
        for path, string in strings(step):
            if any(secret.search(string) for secret in _SECRETS):
                message = "This looks like a secret. Whoever may see or export the flow can read it."
                yield error(
                    "secret", id, written(path), message, "Keep it with the secrets, and change it: it is known."
                )
