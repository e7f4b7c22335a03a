"""What the workflows of a listing can be narrowed down by, and how many there are of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.store._transaction import Transaction
    from wfkit.store.workflows import Filter

# All in one statement: what is searched for is looked for once.
_FACETS = """
WITH found AS MATERIALIZED (SELECT format, tags, is_template FROM wfkit_store.workflows WHERE {where})
SELECT facet, value, count FROM (
    SELECT 1 AS place, 'format' AS facet, format AS value, count(*) AS count
    FROM found WHERE {of_template} GROUP BY format
    UNION ALL
    SELECT 2, 'template', is_template::VARCHAR, count(*) FROM found WHERE {of_format} GROUP BY is_template
    UNION ALL
    SELECT 3, 'tag', tag, count(*)
    FROM (SELECT unnest(tags) AS tag FROM found WHERE {of_format} AND {of_template}) GROUP BY tag
)
ORDER BY place, count DESC, value
"""
_OF_FORMAT = "(${place}::VARCHAR IS NULL OR format = ${place})"
_OF_TEMPLATE = "(${place}::BOOLEAN IS NULL OR is_template = ${place})"


def facets(transaction: Transaction, wanted: Filter) -> Sequence[tuple[str, str, int]]:
    """Facet, value and number of workflows, in the columns of `frames.FACETS`, the most frequent value first.

    Formats and templates are counted as if they were not filtered by, so that one can choose another; tags add up.
    """
    where, values = replace(wanted, format=None, is_template=None).where()
    place = len(values) + 1
    statement = _FACETS.format(
        where=where, of_format=_OF_FORMAT.format(place=place), of_template=_OF_TEMPLATE.format(place=place + 1)
    )
    rows = transaction.rows(statement, *values, wanted.format, wanted.is_template)
    return [(row[0], row[1], row[2]) for row in rows]
