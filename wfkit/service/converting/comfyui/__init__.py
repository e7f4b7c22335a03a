"""ComfyUI's prompt out of the graph that its editor saves, as the editor itself makes it.

Read off ComfyUI_frontend's `src/utils/executionUtil.ts` and `ExecutableNodeDTO.ts` (1.2x to 1.3x): subgraphs are
flattened, their nodes called `57:8`; what is muted is left out with the links from it; what is bypassed is bridged
from an input of the same type; reroutes, primitives and the like are followed to where the value comes from. What
the server needs and the file does not tell, the names of widgets that are saved by place, is taken from `_names`.
"""

from __future__ import annotations

from wfkit.service.converting.comfyui.prompt import to_prompt

__all__ = ["to_prompt"]
