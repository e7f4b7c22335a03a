"""Objects as HTML that outlives its kernel: no scripts, no style sheets, nothing that a sanitiser takes out.

It shows and never decides: what is to be shown comes from the objects. A view must not raise, and must not grow without
bound: what it leaves out, it says.
"""

from __future__ import annotations

from wfkit.render.html.diff import diff_html
from wfkit.render.html.graph import graph_bundle
from wfkit.render.html.merge import merge_bundle
from wfkit.render.html.report import report_bundle
from wfkit.render.html.workflow import workflow_bundle

__all__ = ["diff_html", "graph_bundle", "merge_bundle", "report_bundle", "workflow_bundle"]
