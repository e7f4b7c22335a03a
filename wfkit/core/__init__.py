"""The pure heart: documents, graphs, hashes and rules.

It knows no file, no database and no widget; pandas only inside `to_frame`. It must never import
anything of wfkit but `wfkit.errors`.
"""
