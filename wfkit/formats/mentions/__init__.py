"""Where the settings of a node name other nodes: one small module a tool, as in `$('Fetch')` or `{{#id.text#}}`.

Each gives the places alone. References that can be drawn and texts that follow a rename are made of them in
`wfkit.core.mention`, once for all tools.
"""
