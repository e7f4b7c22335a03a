"""Writing back into ComfyUI's documents, of either form."""

from __future__ import annotations

from typing import Any

from wfkit.formats.comfyui import prompt_at
from wfkit.formats.writing._comfyui_graph import GraphWriter
from wfkit.formats.writing._comfyui_prompt import PromptWriter
from wfkit.formats.writing._writer import Writer

_GRAPH, _PROMPT = GraphWriter(), PromptWriter()


class ComfyUIWriter(Writer):
    """The graph that the editor saves, and the prompt that the server runs."""

    tool = "ComfyUI"

    def of(self, data: Any) -> Writer:
        """The writer of its form."""
        return _GRAPH if prompt_at(data) is None else _PROMPT


WRITER = ComfyUIWriter()
