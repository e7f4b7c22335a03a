"""A sidebar for JupyterLab that needs no cell to be run: what the Jupyter server answers, and what the page loads.

It exists so that somebody finds their workflows before there is a notebook. It looks into registries and never writes:
what changes something is done in a kernel, by a line that the sidebar puts into a notebook. jupyter_server is imported
only when it is there and asks for this extension; `labextension/` is installed where JupyterLab looks for such folders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "wfkit.jupyter"}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "wfkit"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    from wfkit.jupyter.routes import add_routes

    add_routes(server)


def __getattr__(name: str) -> Any:
    """Gives `WfkitSidebar`, for `jupyter server --help-all` and whoever configures it in Python."""
    if name == "WfkitSidebar":
        from wfkit.jupyter.settings import WfkitSidebar

        return WfkitSidebar
    msg = f"module 'wfkit.jupyter' has no attribute {name!r}"
    raise AttributeError(msg)
