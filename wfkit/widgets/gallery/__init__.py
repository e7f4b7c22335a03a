"""The template gallery."""
