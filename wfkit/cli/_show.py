"""`wfkit show`: one workflow, in the registry or in a file, as text, as JSON or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._options import Command, JsonOption, RegistryOption
from wfkit.cli._output import print_json, say
from wfkit.cli._pictures import DotOption, MermaidOption, Pictures, PngOption, SvgOption
from wfkit.cli._showing import description, document_description, print_document, print_nodes, print_workflow
from wfkit.cli._sources import Sources, is_document
from wfkit.cli._text import one_line
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from wfkit import Registry, Workflow
    from wfkit.cli._sources import Source


def show(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE", show_default=False, help="A workflow by name or id, NAME@VERSION, a file, or `-`."
        ),
    ],
    version: Annotated[
        str | None, typer.Option(metavar="N|TAG", help="Another version than the newest.", show_default=False)
    ] = None,
    document: Annotated[bool, typer.Option("--document", help="Only the document, exactly as it was saved.")] = False,
    svg: SvgOption = None,
    png: PngOption = None,
    mermaid: MermaidOption = None,
    dot: DotOption = None,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:  # fmt: skip
    """Show a workflow: what it is, and its nodes in order.

    With `-` as FILE of a picture, stdout is written.
    """
    pictures = Pictures(svg, png, mermaid, dot)
    if document + as_json + bool(pictures) > 1:
        msg = "--document, --json and pictures exclude each other; choose one"
        raise InvalidInput(msg)
    with Sources(ctx, registry) as sources:
        if pictures or is_document(name):
            _show_document(sources.source(_versioned(name, version)), pictures, is_raw=document, as_json=as_json)
            return
        workflow, named = sources.named(name)
        view = workflow.at(_chosen(version, named, workflow.version))
        if document:
            print_document(view.source)
        elif as_json:
            print_json(description(workflow, view))
        else:
            print_workflow(workflow, view, source_template=_template_name(sources.registry, workflow))


def _show_document(source: Source, pictures: Pictures, *, is_raw: bool, as_json: bool) -> None:
    if pictures:
        pictures.write(source.document.graph)
    elif is_raw:
        print_document(source.document)
    elif as_json:
        print_json(document_description(source.document))
    else:
        say(one_line(source.title), "bold")
        say(f"  {'format':<10}{source.document.format}\n")
        print_nodes(source.document)


def _versioned(name: str, version: str | None) -> str:
    """The words that name this version of the workflow.

    Raises:
        InvalidInput: It is a file, or names a version already.
    """
    if version is None:
        return name
    if is_document(name):
        msg = f"{name!r} is a file, which has no versions; leave out --version"
        raise InvalidInput(msg)
    return f"{name}@{version}"


def _chosen(version: str | None, named: str | None, head: int) -> int | str:
    if version is not None and named is not None:
        msg = f"both @{named} and --version {version} name a version; name one"
        raise InvalidInput(msg)
    return named or version or head


def _template_name(registry: Registry, workflow: Workflow) -> str:
    if workflow.source_template is None:
        return ""
    template_id, version = workflow.source_template
    try:
        name = registry.get(template_id).name
    except NotFound:  # the template is gone, its clone is not
        name = template_id
    return f"{name}, version {version}"


COMMANDS = (
    Command(
        "show",
        show,
        (
            'wfkit show "My RAG"',
            'wfkit show "My RAG" --version v1.0.0 --document > my-rag.json',
            'wfkit show "My RAG@v1.0.0" --svg my-rag.svg',
            "wfkit show my-rag.json --mermaid -",
        ),
    ),
)
