"""The steps of the demo. Whatever they show was read from the registry or from the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfkit.cli._comparing import print_diff
from wfkit.cli._files import left_out, status_style
from wfkit.cli._history import VERSIONS
from wfkit.cli._output import Column, field, print_table, say
from wfkit.cli._registry import counts
from wfkit.cli._runs import COSTS
from wfkit.cli._showing import graph_summary, print_nodes
from wfkit.cli._text import cost, counted, joined, records, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit import Registry, Workflow

NAME = "My RAG"
_TEMPLATE = "Simple RAG"
_SHOWN_CHANGES = 14
# What three imagined runs of a version cost; wfkit keeps accounts of runs, it does not run anything.
_COSTS = {2: (0.0021, 0.0024, 0.0019), 4: (0.0187, 0.0204, 0.0191)}


@dataclass(slots=True)
class _Steps:
    """Numbered headings."""

    number: int = 0

    def next(self, title: str, *lines: str) -> None:
        """Writes a heading and the Python that does the same."""
        self.number += 1
        say(f"{self.number:>2}. {title}", "bold")
        for line in lines:
            say(f"    {'... ' if line.startswith(' ') else '>>> '}{line}", "cyan")
        say("")


def play(registry: Registry, url: str, flows: Path) -> None:
    """Goes through all steps and writes what happens."""
    steps = _Steps()
    _make(registry, url, steps)
    _load(registry, steps)
    _import(registry, flows, steps)
    workflow = _clone(registry, steps)
    workflow = _edit(workflow, steps)
    _tag(workflow, steps)
    _compare(workflow, steps)
    _run(workflow, steps)
    _go_back(workflow, steps)
    _prove(registry, steps)


def _make(registry: Registry, url: str, steps: _Steps) -> None:
    steps.next("A registry: one file that keeps every version", "import wfkit", f"registry = wfkit.open({url!r})")
    say(f"{registry.url}, {size(Path(registry.url).stat().st_size)}\n")


def _load(registry: Registry, steps: _Steps) -> None:
    steps.next("Templates to start from", "registry.load_templates()")
    loaded = registry.load_templates()
    print_table(_TEMPLATES, [{"name": t.name, "graph": graph_summary(t.at(t.version)), "tags": t.tags} for t in loaded])
    say("")


def _import(registry: Registry, flows: Path, steps: _Steps) -> None:
    from wfkit import samples

    steps.next("Files that you have already", f"registry.import_files({str(flows)!r})")
    samples.copy_to(flows)
    rows = records(registry.import_files(flows, progress=False))
    print_table(_IMPORTS, [{**row, "file": Path(str(row["file"])).name} for row in rows])
    missing = left_out(rows)
    say(f"{counted(len(rows), 'file')}: {len(rows) - len(missing)} imported, {len(missing)} not, and it says why.\n")


def _clone(registry: Registry, steps: _Steps) -> Workflow:
    steps.next("A workflow of your own", f'wf = registry.use_template("{_TEMPLATE}", name="{NAME}")')
    workflow = registry.use_template(_TEMPLATE, name=NAME)
    print_nodes(workflow.at(workflow.version))
    say(f"{workflow.name} has {graph_summary(workflow.at(workflow.version))}, and is at version {workflow.version}.\n")
    return workflow


def _edit(workflow: Workflow, steps: _Steps) -> Workflow:
    steps.next(
        "Three edits, a version each",
        "document = wf.document",
        'document["nodes"][1]["data"]["config"]["chunk_size"] = 400',
        'wf = wf.save(document, message="smaller chunks, so that citations are shorter")',
    )
    for document, message in _edited(workflow):
        workflow = workflow.save(document, message=message)
    say("The other two edits are made the same way, and wf.versions() shows them all:\n")
    _print_versions(workflow)
    return workflow


def _tag(workflow: Workflow, steps: _Steps) -> None:
    steps.next("A name for the version that works", 'wf.tag("v1.0.0", 2)', "wf.version_tags()")
    workflow.tag("v1.0.0", 2)
    print_table((field("tag", style="cyan"), field("version", right=True)), records(workflow.version_tags()))
    say("")


def _compare(workflow: Workflow, steps: _Steps) -> None:
    steps.next("What changed since", 'wf.diff("v1.0.0", 4)')
    print_diff(workflow.diff("v1.0.0", 4), limit=_SHOWN_CHANGES, is_titled=False)
    say("")


def _run(workflow: Workflow, steps: _Steps) -> None:
    steps.next("What the versions cost", 'wf.record_execution(version="v1.0.0", cost=0.0021)', "wf.costs()")
    for version, amounts in _COSTS.items():
        for amount in amounts:
            workflow.record_execution(version=version, cost=amount)
    rows = records(workflow.costs())
    print_table([column for column in COSTS if column.header != "time a run"], rows)
    least, most = sorted((row["mean_cost"], row["version"]) for row in rows)
    say(
        f"A run of version {most[1]} costs {most[0] / least[0]:.0f} times as much: "
        f"{cost(most[0])} instead of {cost(least[0])}. (wfkit records runs, it does not run anything: "
        "these sums are made up for the demo.)\n",
        wrap=True,
    )


def _go_back(workflow: Workflow, steps: _Steps) -> None:
    message = "too dear for what it brings"
    steps.next("Back to what worked, and nothing is lost", f'wf = wf.rollback("v1.0.0", message="{message}")')
    after = workflow.rollback("v1.0.0", message=message)
    _print_versions(after)
    is_same = after.content_hash == after.at("v1.0.0").content_hash
    say(f"Version {after.version} {'equals' if is_same else 'DIFFERS FROM'} v1.0.0, and version 4 is still there.\n")


def _prove(registry: Registry, steps: _Steps) -> None:
    steps.next("The proof that all of it is sound", "registry.check()")
    faults = records(registry.check())
    if faults:
        print_table((field("check"), field("subject"), field("finding", wrap=True)), faults)
    say(f"{counts(registry)}: {counted(len(faults), 'fault') if faults else 'sound'}.\n", "red" if faults else "green")


def _print_versions(workflow: Workflow) -> None:
    wanted = [column for column in VERSIONS if column.header != "author"]
    print_table(wanted, records(workflow.versions()))
    say("")


def _edited(workflow: Workflow) -> Iterator[tuple[Any, str]]:
    document = workflow.document
    _config(document, "splitter").update(chunk_size=400)
    yield document, "smaller chunks, so that citations are shorter"
    _config(document, "llm").update(model="gpt-4o", temperature=0)
    yield document, "a stronger model, and no dice"
    _add_reranker(document)
    yield document, "rerank the passages before they go into the prompt"


def _config(document: Any, node_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(node for node in document["nodes"] if node["id"] == node_id)["data"]["config"]
    return found


def _add_reranker(document: Any) -> None:
    """Puts a reranker between the retriever and the prompt."""
    config = {"model": "BAAI/bge-reranker-v2-m3", "provider": "local", "top_n": 4}
    data = {"label": "Rerank passages", "config": config}
    document["nodes"].append({"id": "reranker", "type": "reranker", "position": {"x": 1440, "y": 200}, "data": data})
    cut = next(edge for edge in document["edges"] if (edge["source"], edge["target"]) == ("retriever", "prompt"))
    cut.update(target="reranker", targetHandle="chunks")
    document["edges"] += [
        _edge("e10", "question", "question", "reranker", "question"),
        _edge("e11", "reranker", "chunks", "prompt", "context"),
    ]


def _edge(edge_id: str, source: str, source_port: str, target: str, target_port: str) -> dict[str, str]:
    ends = {"source": source, "sourceHandle": source_port, "target": target, "targetHandle": target_port}
    return {"id": edge_id, **ends}


def _outcome(row: Mapping[str, Any]) -> str:
    return str(row["reason"] or f"{row['name']}, version {row['version']}")


_TEMPLATES = (
    field("name", style="bold"),
    field("graph", "size"),
    Column("tags", lambda row: joined(row["tags"]), style="dim"),
)
_IMPORTS = (
    field("file", style="bold"),
    field("status", style=status_style, whole=True),
    Column("as, or why not", _outcome, wrap=True),
)
