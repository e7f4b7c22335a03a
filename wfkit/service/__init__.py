"""Every use case once: what the notebook, the command line and later the REST API call.

It joins the store with formats, node types and rules. It must not print, draw or know SQL. Nothing is imported here:
the command line compares two files without loading what a registry needs.
"""
