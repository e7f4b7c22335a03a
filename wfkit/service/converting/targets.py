"""What can be converted to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, UnknownFormat
from wfkit.service import documents
from wfkit.service.converting import comfyui, native

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.document import Document
    from wfkit.service.converting.conversion import Conversion

TARGETS: dict[str, Callable[[Document], Conversion]] = {"wfkit": native.to_native, "comfyui-prompt": comfyui.to_prompt}


def to_format(source: object, target: str) -> Conversion:
    """The document in another format, with a report of what was lost on the way.

    Args:
        source: A dict, Document, workflow, version, path or JSON text; it stays as it is.
        target: `wfkit`, from Langflow, Flowise, Dify, RAGFlow and Haystack; or `comfyui-prompt`, from the graph that
            ComfyUI's editor saves to the prompt that its server runs.

    Raises:
        InvalidInput: There is no such conversion.
        NotFound: There is no such file.
        InvalidWorkflow: The source cannot be read.
        UnknownFormat: It is no workflow.
    """
    if target not in TARGETS:
        msg = f"nothing is converted to {quoted(str(target))}; targets: {', '.join(sorted(TARGETS))}"
        raise UnknownFormat(msg)
    document = documents.document_of(source)
    if document.format == target:
        msg = f"the document is in the format {target!r} already"
        raise InvalidInput(msg)
    return TARGETS[target](document)
