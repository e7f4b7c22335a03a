"""The merge panel: conflicts decided one at a time."""
