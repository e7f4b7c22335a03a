"""The view of a comparison, for every panel that has one."""
