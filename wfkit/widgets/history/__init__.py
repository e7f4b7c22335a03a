"""The history panel: the versions of a workflow."""
