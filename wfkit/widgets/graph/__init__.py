"""The graph panel: a picture of a workflow to move about in."""
