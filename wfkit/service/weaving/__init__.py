"""The text of a merge or an edit: our side's text, character for character, with the changes woven in.

A merge decides on values; people and git look at text. Whatever a merge leaves as it was keeps the spelling of our
file, what it takes from the other side keeps theirs, and open conflicts stand between the markers that git writes, a
property each. Whichever side is chosen for each of them, what remains is JSON. It must not decide anything itself.
"""

from __future__ import annotations

from wfkit.service.weaving._writing import Labels
from wfkit.service.weaving.splicing import Cut, Splice, applied, spliced
from wfkit.service.weaving.woven import conflict_text, edited_text, merged_text
from wfkit.service.weaving.yaml_splicing import spliced_yaml

__all__ = [
    "Cut",
    "Labels",
    "Splice",
    "applied",
    "conflict_text",
    "edited_text",
    "merged_text",
    "spliced",
    "spliced_yaml",
]
