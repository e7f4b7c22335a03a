"""Documents of other tools as native ones, with a report of what was lost on the way.

What becomes what is data: `tables` has one small module a tool. Everything else here is the same for all of them: a
node is drafted as the native steps that its rule names (`drafting`), edges are led to ports that take them
(`wiring`), and a node that does not fit is kept whole as a `foreign` step. `comfyui` turns what its editor saves
into the prompt that its server runs. It must not read files nor know a registry.
"""

from __future__ import annotations

from wfkit.service.converting.conversion import Conversion
from wfkit.service.converting.targets import to_format

__all__ = ["Conversion", "to_format"]
