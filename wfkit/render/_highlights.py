"""The few settings that tell most about a node, chosen by their names and looks: the same for every format.

Secrets are left out, by name and by look, for a picture is shared more lightly than a document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wfkit.render._text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 2
# A config may hold anything, such as all rows of a table: only so many of its settings are looked at.
_LOOKED_AT = 80
_LONGEST = 300
_DEEPEST = 3
_LISTED = 3


class Highlight(NamedTuple):
    """A setting as it is shown: its name in words, and its value in one line."""

    name: str
    value: str


# Names without case and separators. What decides most about a run comes first.
_RANKED = (
    "model modelname modelid ckptname checkpoint unetname loraname vaename controlnetname deployment deploymentname",
    "embeddingmodel llm engine textgenerationmodel modelpath",
    "topk k topn chunksize limit maxresults nresults",
    "operation resource method function toolname agentname mode",
    "url endpoint path filepath filename file folder collection collectionname indexname index table tablename urls",
    "prompt template systemprompt systemmessage usermessage question query text instructions content message body",
    "code jscode pythoncode functioncode func script command expression condition conditions sql jql topic",
    "chunkoverlap temperature steps cfg samplername strategy scorethreshold threshold searchtype fusion windowsize",
    "dimensions width height denoise scheduler alpha maxtokens language metric criteria style format unit",
    "provider store seed batchsize separator maxiterations timeout interval channel to subject bucket name value",
)
# Even numbers; a name that only ends like one of these comes right after it.
_RANKS = {name: 2 * rank for rank, names in enumerate(_RANKED) for name in names.split()}
_UNRANKED = 2 * len(_RANKED)
_CODE_RANKS = (_RANKS["code"], _RANKS["code"] + 1)
_ENDINGS = ("model", "prompt", "template", "url", "path", "collection", "topk", "query", "message", "code")
# Where a tool keeps a chosen thing as an object, what of it people know it by.
_CHOICE_KEYS = ("cachedResultName", "name", "value", "model")
_IGNORED = re.compile("id$|uuid|version$|^ui|color|position|^icon|schema|^type$|display|selected|placeholder|^rl$")
_SECRET_NAME = re.compile(
    "secret|passw|credential|authorization|bearer|cookie|private|apikey|accesskey|signature|^auth$|^key$|token$|^pwd$"
)
_SECRET_VALUE = re.compile(
    r"(sk|pk|rk)[-_][\w-]{12,}|gh[opsu]_|github_pat_|xox[a-z]-|AKIA|AIza|eyJ[\w-]{10,}\.|glpat-|hf_|(Bearer|Basic) \S"
    r"|-+BEGIN [A-Z ]*KEY"
)
_SHORTEST_SECRET = 10
_IDENTIFIER = re.compile("[0-9a-fA-F-]{32,}|[A-Za-z0-9+_-]{40,}={0,2}")
_USER_INFO = re.compile(r"(?<=://)[^/@\s]*@")
_WORD_START = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def highlights(config: Mapping[str, Any], most: int = MOST) -> tuple[Highlight, ...]:
    """The most telling settings, at most so many, the most telling first; () when none is worth its line."""
    found: list[Highlight] = []
    for _, rank, name, value in sorted(_candidates(config), key=itemgetter(0)):
        if len(found) == most:
            break
        if shown := _shown(value, rank):
            found.append(Highlight(in_words(name), shown))
    return tuple(found)


@lru_cache(maxsize=1024)
def in_words(name: str) -> str:
    """A name such as `topK` or `chunk_size` as words in lower case."""
    return clean(_WORD_START.sub(" ", name[:_LONGEST]).replace("_", " ").replace("-", " ")).lower()


def _candidates(config: Mapping[str, Any]) -> Iterator[tuple[int, int, str, Any]]:
    """The settings that may be shown, level by level: how little each tells here, and by its name; name and value."""
    level, budget = [config], _LOOKED_AT
    for depth in range(_DEEPEST):
        below: list[Mapping[str, Any]] = []
        for holder in level:
            for name, value in holder.items():
                budget -= 1
                if budget < 0:
                    return
                rank = _rank(name) if isinstance(name, str) else None
                if rank is None:
                    continue
                if not isinstance(value, str) and isinstance(value, Mapping):
                    if _is_secret(value):
                        continue
                    chosen = _choice(value) if rank < _UNRANKED else ""
                    below += [] if chosen else [value]
                else:
                    chosen = value
                if rank < _UNRANKED or not depth:
                    yield rank + (depth > 0), rank, name, chosen
        level = below


@lru_cache(maxsize=4096)
def _rank(name: str) -> int | None:
    """How little a setting tells, by its name: 0 is most; None for what is never shown."""
    plain = _plain(name)
    if _SECRET_NAME.search(plain):
        return None
    if plain in _RANKS:
        return _RANKS[plain]
    if _IGNORED.search(plain):
        return None
    ending = next((ending for ending in _ENDINGS if plain.endswith(ending)), None)
    return _UNRANKED if ending is None else _RANKS[ending] + 1


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name[:_LONGEST].lower())


def _choice(value: Mapping[str, Any]) -> str:
    """What people know a chosen thing by that is kept as an object."""
    names = (value.get(key) for key in _CHOICE_KEYS)
    return next((name for name in names if isinstance(name, str) and name.strip()), "")


def _is_secret(value: Mapping[str, Any]) -> bool:
    """Whether the object is a name with its value, such as a header, and the name is that of a secret."""
    names = (value.get(key) for key in ("name", "key"))
    return any(isinstance(name, str) and _SECRET_NAME.search(_plain(name)) for name in names)


def _shown(value: Any, rank: int) -> str:
    """The value in one line, "" where it says nothing or must not be shown."""
    if isinstance(value, str):
        return _text(value, rank)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value[:_LISTED]):
        return _text(", ".join(map(str, value[:_LISTED])), rank)
    return ""


def _number(value: float) -> str:
    if isinstance(value, int):
        # Python refuses to print very long integers, and nobody reads them.
        return str(value) if value.bit_length() <= _LONGEST else ""
    return f"{value:g}" if isfinite(value) else ""


def _text(value: str, rank: int) -> str:
    if rank in _CODE_RANKS and "\n" in value.strip():
        return f"{len(value.strip().splitlines())} lines"
    head = value[: _LONGEST + 1]
    if len(head) >= _SHORTEST_SECRET and (_SECRET_VALUE.match(head) or _IDENTIFIER.fullmatch(head)):
        return ""
    return clean(_USER_INFO.sub("", head) if "://" in head else head, _LONGEST)
