"""What a Jupyter configuration can say about the sidebar."""

from __future__ import annotations

from traitlets import Float, Unicode
from traitlets.config import Configurable


class WfkitSidebar(Configurable):
    """The sidebar, as `c.WfkitSidebar` in `jupyter_server_config.py`, or as `--WfkitSidebar.registry=…`.

    Attributes:
        registry: The registry that it shows first.
        busy_timeout_s: How long it waits for a kernel that holds the registry.
    """

    registry = Unicode(
        "",
        help="The registry that the sidebar shows first: a file, from the folder of the server if relative. "
        "By default what wfkit.open() opens: $WFKIT_URL, else wfkit.duckdb in the data folder of the user.",
    ).tag(config=True)
    busy_timeout_s = Float(
        5.0, min=0.0, help="How many seconds the sidebar waits for a kernel that holds the registry."
    ).tag(config=True)
