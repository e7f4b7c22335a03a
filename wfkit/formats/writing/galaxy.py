"""Writing back into Galaxy's workflows, of either form."""

from __future__ import annotations

from typing import Any

from wfkit.formats._sniffing import is_galaxy_format2
from wfkit.formats.writing._galaxy_format2 import Format2Writer
from wfkit.formats.writing._galaxy_native import NativeGalaxyWriter
from wfkit.formats.writing._writer import Writer

_NATIVE, _FORMAT2 = NativeGalaxyWriter(), Format2Writer()


class GalaxyWriter(Writer):
    """`.ga` files and format 2. No step of Galaxy can be disabled; a condition of its own is `when`, a setting."""

    tool = "Galaxy"

    def of(self, data: Any) -> Writer:
        """The writer of its form."""
        return _FORMAT2 if is_galaxy_format2(data) else _NATIVE


WRITER = GalaxyWriter()
