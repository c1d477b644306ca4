"""Flows in a folder, for git: a file of each, named after its id."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.errors import BadFlowFile
from flows.files import FlowFile, dump, load
from flows.lint import Company, Problem, Severity, lint
from flows.model import Draft, Flow
from flows.words import FlowId

_UNFIT = re.compile(r'[\x00-\x1f%/\\:*?"<>|]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened to a file, or is wrong with it."""

    path: Path
    message: str
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The flows that were read, by their files, and the files that are none."""

    files: Mapping[Path, FlowFile] = field(default_factory=dict)
    bad: Sequence[Told] = ()

    @property
    def flows(self) -> Mapping[FlowId, Flow]:
        return {file.flow.id: file.flow for file in self.files.values()}


def file_name(flow: FlowId) -> str:
    """The id, with the characters that some file system or other would not take as `%` and their number."""
    return _UNFIT.sub(lambda unfit: f"%{ord(unfit[0]):02X}", flow) + ".json"


def write(folder: Path, drafts: Iterable[Draft]) -> Iterator[Told]:
    """A file of each flow that is not archived. Files are never deleted, but those of no flow are named."""
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    for draft in drafts:
        if draft.archived:
            continue
        path, text = folder / file_name(draft.flow.id), dump(draft.flow, draft.layout)
        written.add(path)
        if path.exists() and path.read_bytes() == text.encode():
            yield Told(path=path, message="as it was")
        else:
            path.write_bytes(text.encode())  # not as text, which would have other line ends on other systems
            yield Told(path=path, message="written")
    for path in sorted(set(folder.glob("*.json")) - written):
        yield Told(path=path, message="left alone: there is no such flow here; delete the file if it is of no use")


def read(paths: Iterable[Path]) -> Folder:
    """The flows in these files, and in the files of these folders."""
    files: dict[Path, FlowFile] = {}
    bad: list[Told] = []
    places: dict[FlowId, Path] = {}
    for path in dict.fromkeys(file for each in paths for file in _files(each)):
        try:
            file = load(path.read_bytes())
        except OSError as error:
            bad.append(Told(path=path, message=f"cannot be read: {error.strerror}", bad=True))
        except BadFlowFile as error:
            bad += [Told(path=path, message=f"{place or 'file'}: {what}", bad=True) for place, what in error.problems]
        else:
            if (first := places.setdefault(file.flow.id, path)) != path:
                message = f"flow.id: “{file.flow.id}” is in {first.name}, too. Give one of them another id."
                bad.append(Told(path=path, message=message, bad=True))
            else:
                files[path] = file
    return Folder(files=files, bad=bad)


def check(folder: Folder, company: Company) -> Iterator[Told]:
    """What the linter says, by file; the flows of the folder count as flows of the company."""
    known = replace(company, flows={**(company.flows or {}), **folder.flows})
    for path, file in folder.files.items():
        for problem in lint(file.flow, known):
            yield Told(path=path, message=_sentence(problem), bad=problem.severity is Severity.ERROR)


def _files(path: Path) -> Sequence[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _sentence(problem: Problem) -> str:
    place = [f"step {problem.step}"] if problem.step else []
    place += [f"field {problem.field}"] if problem.field else []
    where = f"{', '.join(place)}: " if place else ""
    return f"{problem.severity}: {where}{problem.message} {problem.remedy}"
