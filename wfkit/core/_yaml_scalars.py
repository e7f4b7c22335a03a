"""What a scalar of YAML is, as the tools that write these files read it: by PyYAML's own rules, which are YAML 1.1.

Dify, Haystack and Galaxy all read with PyYAML, so that `yes` is true, `1e3` a text and `0x10` sixteen. What JSON cannot
hold stays the text that was written: timestamps, binary data and whatever carries a tag of an application.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from wfkit.core._limits import MAX_DIGITS
from wfkit.core.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

_PREFIX = "tag:yaml.org,2002:"
TEXT_TAG = f"{_PREFIX}str"
"""The tag of texts."""
NEUTRAL_TAGS = frozenset(
    f"{_PREFIX}{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
"""The tags that say nothing which is lost in JSON."""

_TOO_LARGE = 10**MAX_DIGITS
_REMEMBERED = 64
_UNKNOWN = object()


class Unfit(Exception):
    """A scalar that JSON cannot hold.

    Attributes:
        code: Of the problem.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Scalars:
    """Reads scalars; what was read once is known, for keys and short values repeat."""

    def __init__(self) -> None:
        from yaml import SafeLoader, ScalarNode
        from yaml.constructor import SafeConstructor

        built = SafeConstructor()
        self._readers: dict[str, Callable[[Any], Any]] = {
            f"{_PREFIX}int": built.construct_yaml_int,
            f"{_PREFIX}float": built.construct_yaml_float,
            f"{_PREFIX}bool": built.construct_yaml_bool,
        }
        self._rules = SafeLoader.yaml_implicit_resolvers
        self._node = ScalarNode
        self._known: dict[str, Any] = {}

    def plain(self, text: str) -> Any:
        """The value of a scalar without quotes and without a tag.

        Raises:
            Unfit: It is a number that JSON does not have.
        """
        value = self._known.get(text, _UNKNOWN)
        if value is _UNKNOWN:
            value = self._untagged(text)
            if len(text) <= _REMEMBERED:
                self._known[text] = value
        return value

    def _untagged(self, text: str) -> Any:
        try:
            return self.tagged(self.tag_of(text), text)
        except Unfit as exc:
            # `0x_` looks like a number to PyYAML, and then is none.
            if exc.code == "yaml-syntax":
                return text
            raise

    def tag_of(self, text: str) -> str:
        """The tag that a scalar without quotes has by what it looks like."""
        rules = self._rules.get(text[:1], ())
        return next((tag for tag, rule in rules if rule.match(text)), TEXT_TAG)

    def tagged(self, tag: str, text: str) -> Any:
        """The value of a scalar with this tag; for a tag that JSON has no type for, the text.

        Raises:
            Unfit: It is a number that JSON does not have, or nothing of the kind that its tag says.
        """
        if tag == f"{_PREFIX}null":
            return None
        read = self._readers.get(tag)
        return text if read is None else self._number(read, tag, text)

    def _number(self, read: Callable[[Any], Any], tag: str, text: str) -> Any:
        beyond = f"the number {quoted(text)} is out of range"
        if len(text) > MAX_DIGITS:
            raise Unfit(beyond, "number-range")
        try:
            value = read(self._node(tag, text))
        except (ValueError, LookupError) as exc:
            msg = f"{quoted(text)} is no {tag.removeprefix(_PREFIX)}"
            raise Unfit(msg, "yaml-syntax") from exc
        if type(value) is float and not isfinite(value) and text.lstrip("+-").lower() in {".inf", ".nan"}:
            msg = f"{text} is no JSON; a number or null would be right"
            raise Unfit(msg, "not-finite")
        if abs(value) >= _TOO_LARGE:
            raise Unfit(beyond, "number-range")
        return value
