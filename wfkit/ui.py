"""The panels by their short names: `wfkit.ui.graph(wf)`.

Each function makes a panel, which a notebook shows as the last value of a cell. ipywidgets and anywidget are loaded by
the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfkit.service.registry import Registry
    from wfkit.service.workflow import Workflow
    from wfkit.widgets.browser.panel import BrowserPanel
    from wfkit.widgets.diff import DiffPanel
    from wfkit.widgets.gallery.panel import GalleryPanel
    from wfkit.widgets.graph.panel import GraphPanel
    from wfkit.widgets.history.panel import HistoryPanel
    from wfkit.widgets.merge.panel import MergePanel

__all__ = ["browser", "diff", "gallery", "graph", "history", "merge", "sidebar"]


def browser(registry: Registry, *, height_px: int = 560) -> BrowserPanel:
    """A panel with the workflows of a registry: search, filters, and the picture, versions and runs of the chosen one.

    Args:
        registry: What is looked through.
        height_px: The height of the list, 320 to 4000.

    Raises:
        InvalidInput: It is no registry, or the height is out of range.
    """
    from wfkit.widgets.browser.panel import BrowserPanel

    return BrowserPanel(registry, height_px=height_px)


def diff(
    source: object, old: object = None, new: object = None, *, view: str = "auto", height_px: int | None = None
) -> DiffPanel:
    """A panel that compares two versions of a workflow, or any two documents: pictures, and each change in words.

    Args:
        source: A workflow; or a Diff by itself; or a document, a version, a dict, a path or text.
        old: With a workflow, the old version: its number or a tag; by default the one before the new. With anything
            else, what to compare it with.
        new: With a workflow, the new version; by default the head as it is now.
        view: `pair`, side by side; `overlay`, both in one; `auto`, what was chosen last, as far as there is room.
        height_px: The height of pictures and list, 240 to 4000.

    Raises:
        InvalidInput: There are not two documents to compare, or the view or the height is out of range.
        NotFound: There is no such version or file.
        UnknownFormat: One of them is no workflow.
    """
    from wfkit.widgets.diff import DiffPanel

    return DiffPanel(source, old, new, view=view, height_px=height_px)


def gallery(registry: Registry) -> GalleryPanel:
    """A panel with the templates of a registry and the pre-built ones: search, a look at each, a workflow by a click.

    Args:
        registry: Whose templates are shown, and where the workflows are made.

    Raises:
        InvalidInput: It is no registry.
    """
    from wfkit.widgets.gallery.panel import GalleryPanel

    return GalleryPanel(registry)


def graph(source: object, *, height_px: int | None = None) -> GraphPanel:
    """A panel with the picture of a workflow: zoom, search, and the settings of each node on a click.

    Args:
        source: A workflow, a version, a Document, a dict, a path or text of JSON or YAML, of any format that is read.
        height_px: The height of the picture, 200 to 4000; by default what it needs.

    Raises:
        InvalidInput: It holds no document, or the height is out of range.
        UnknownFormat: wfkit reads no graph of it.
    """
    from wfkit.widgets.graph.panel import GraphPanel

    return GraphPanel(source, height_px=height_px)


def history(workflow: Workflow, *, height_px: int = 560) -> HistoryPanel:
    """A panel with the versions of a workflow: to look at, compare, tag, and go back to.

    Args:
        workflow: As `registry.get` gives it.
        height_px: The height of the timeline and of what is beside it, 240 to 4000.

    Raises:
        InvalidInput: It is no workflow, or the height is out of range.
        NotFound: The workflow was deleted.
    """
    from wfkit.widgets.history.panel import HistoryPanel

    return HistoryPanel(workflow, height_px=height_px)


def merge(source: object, *, workflow: Workflow | None = None) -> MergePanel:
    """A panel to decide a merge in: conflicts one at a time, the picture of what comes out, and saving it.

    Args:
        source: A merge, or the VersionConflict or MergeConflict that was raised.
        workflow: Where to save the result of a merge of mere documents, on top of the version that was read; what
            `wf.merge` and the errors give know theirs.

    Raises:
        InvalidInput: It is no merge, or the workflow is of another format.
    """
    from wfkit.widgets.merge.panel import MergePanel

    return MergePanel(source, workflow=workflow)


def sidebar(registry: Registry, *, anchor: str = "right") -> None:
    """Puts the browser panel of a registry beside the notebook in JupyterLab, in place of the one that is there.

    Args:
        registry: Whose workflows are shown.
        anchor: Where, as for `to_sidebar`, which every panel has.

    Raises:
        InvalidInput: It is no registry, or there is no such place.
    """
    browser(registry).to_sidebar(anchor=anchor, title="Workflows")
