"""Where the documents of a tool hold secrets and personal data by its own rules: one small module a tool.

What names and values give away in any document is known in `wfkit.core.secrets`.
"""
