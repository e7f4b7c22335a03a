"""The head's version as an ETag, and `If-Match`: nobody writes over what he has not seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from wfkit.api._problems import malformed
from wfkit.core.wording import quoted
from wfkit.service.changing import check_expected
from wfkit.service.workflow import Workflow

_ETAG = r'"[\x21\x23-\x7e\x80-\xff]*"'
_NUMBER = re.compile("[1-9][0-9]{0,9}")
_ETAGS = re.compile(rf"[ \t]*{_ETAG}[ \t]*(?:,[ \t]*{_ETAG}[ \t]*)*")


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


@dataclass(frozen=True, slots=True)
class Condition:
    """Which heads a change may build on.

    Attributes:
        tags: What `If-Match` lists, None where any head is welcome.
    """

    tags: tuple[str, ...] | None = None

    def expected(self, workflow: Workflow, in_body: int | None = None) -> int | None:
        """The version that the change builds on, None where the head may be any.

        Args:
            workflow: As it is now.
            in_body: The version that the body of the request names; the header wins.

        Raises:
            VersionConflict: The head is none that is welcome.
        """
        if self.tags is None:
            return in_body
        is_welcome = etag(workflow.version) in self.tags
        expected = workflow.version if is_welcome else max(map(_number, self.tags), default=0)
        check_expected(workflow, expected)
        return expected


def _condition(
    if_match: Annotated[
        str | None,
        Header(
            description='The version that this builds on, such as `"3"` (several, or `*`, are fine): if the newest '
            "version is another one, nothing is changed and the answer is 412.",
            openapi_examples={"version 3": {"value": '"3"'}},
        ),
    ] = None,
) -> Condition:
    if if_match is None or if_match.strip(" \t") == "*":
        return Condition()
    if not _ETAGS.fullmatch(if_match):
        msg = f'If-Match is {quoted(if_match)}; write it like "3", with the quotes, or *'
        raise malformed(msg)
    return Condition(tuple(re.findall(_ETAG, if_match)))


def _number(tag: str) -> int:
    """The version that an entity tag names, 0 where it names none."""
    text = tag.strip('"')
    return int(text) if _NUMBER.fullmatch(text) else 0


IfMatch = Annotated[Condition, Depends(_condition)]
"""Which heads a change may build on, from the header `If-Match`."""
