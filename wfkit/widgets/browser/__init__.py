"""The browser panel: the workflows of a registry."""
