"""Galaxy numbers the steps of a `.ga` file by their places: what is put in between renumbers all that follow.

So for a merge a step has the number that ours has for it, in the base and in theirs too, and what theirs added gets
numbers that nobody has. Gaps are left: Galaxy counts anew as it imports. The steps of subworkflows keep their numbers.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from wfkit.core.rewriting import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    Names = Mapping[str, str]
    Steps = Mapping[str, dict[str, Any]]

_VERSIONED_PARTS = 5


def renumbered(base: Any, ours: Any, theirs: Any) -> tuple[Any, Any, str]:
    """The base and theirs with the numbers that ours has for their steps, and a sentence that says so, or ""."""
    sides = [_steps(data) for data in (base, ours, theirs)]
    if not all(sides):
        return base, theirs, ""
    known, kept, other = sides
    of_ours, of_base = _matched(known, kept), _matched(other, known)
    taken = {*kept}
    names = _named(known, of_ours, taken)
    both = {key: names[old] for key, old in of_base.items()}
    rest = {key: step for key, step in other.items() if key not in both}
    new = {key: step for key, step in kept.items() if key not in of_ours.values()}
    both.update(_alike(rest, new, _uuid))
    their_names = _named(other, both, taken)
    moved = sum(name != key for key, name in their_names.items())
    note = f"numbers of {moved} step{'' if moved == 1 else 's'} of theirs follow ours" if moved else ""
    return _with_names(base, names), _with_names(theirs, their_names), note


def _steps(data: Any) -> Steps:
    found = data.get("steps") if isinstance(data, dict) and "a_galaxy_workflow" in data else None
    if not isinstance(found, dict) or not all(key.isdecimal() and _is_numbered(key, found[key]) for key in found):
        return {}
    return found


def _is_numbered(key: str, step: Any) -> bool:
    return isinstance(step, dict) and type(step.get("id")) is int and str(step["id"]) == key


def _matched(one: Steps, other: Steps) -> dict[str, str]:
    """The numbers of the same steps in another document."""
    found = _alike(one, other, _uuid)
    is_anew = not found
    for identity in (None, _label, _tool if is_anew else None):
        left = {key: step for key, step in one.items() if key not in found}
        right = {key: step for key, step in other.items() if key not in found.values()}
        if identity is None:
            found.update({key: key for key in left if key in right and _looks(left[key]) == _looks(right[key])})
        else:
            found.update(_alike(left, right, identity))
    return found


def _alike(one: Steps, other: Steps, identity: Callable[[dict[str, Any]], Hashable]) -> dict[str, str]:
    """The numbers of steps that alone have the same identity in both."""
    keys: list[dict[Hashable, list[str]]] = [{}, {}]
    for found, steps in zip(keys, (one, other), strict=True):
        for key, step in steps.items():
            found.setdefault(identity(step), []).append(key)
    pairs = ((keys[0][name], keys[1].get(name, [])) for name in keys[0] if name is not None)
    return {left[0]: right[0] for left, right in pairs if len(left) == len(right) == 1}


def _uuid(step: dict[str, Any]) -> Hashable:
    found = step.get("uuid")
    return found if isinstance(found, str) and found not in ("", "None") else None


def _label(step: dict[str, Any]) -> Hashable:
    found = step.get("label")
    return (found, str(step.get("type"))) if isinstance(found, str) and found else None


def _tool(step: dict[str, Any]) -> Hashable:
    tool = step.get("tool_id")
    if isinstance(tool, str) and tool.count("/") >= _VERSIONED_PARTS:
        tool = tool.rpartition("/")[0]
    return str(step.get("type")), str(tool)


def _looks(step: dict[str, Any]) -> Hashable:
    return _tool(step), str(step.get("label"))


def _named(steps: Steps, known: Names, taken: set[str]) -> dict[str, str]:
    """A number for every step: the known one, else its own where nobody has it, else the next; all are taken then."""
    free = (str(number) for number in count(max(map(int, (*steps, *taken))) + 1))
    names = dict(known)
    taken.update(known.values())
    for key in steps:
        if key not in names:
            names[key] = key if key not in taken else next(free)
            taken.add(names[key])
    return {key: names[key] for key in steps}


def _with_names(data: Any, names: Names) -> Any:
    """The document with other numbers for its steps, wherever they stand."""
    if all(name == key for key, name in names.items()):
        return data
    steps = {names[key]: _renumbered(step, names[key], names) for key, step in data["steps"].items()}
    return replaced(data, {"/steps": steps, **dict(_frames(data, names))})


def _renumbered(step: dict[str, Any], name: str, names: Names) -> dict[str, Any]:
    made = {**step, "id": int(name)}
    connections = step.get("input_connections")
    if isinstance(connections, dict):
        made["input_connections"] = {port: _connected(said, names) for port, said in connections.items()}
    return made


def _connected(said: Any, names: Names) -> Any:
    if isinstance(said, list):
        return [_connected(item, names) if isinstance(item, dict) else item for item in said]
    own = said.get("id") if isinstance(said, dict) else None
    return {**said, "id": int(names[str(own)])} if type(own) is int and str(own) in names else said


def _frames(data: Any, names: Names) -> Iterator[tuple[str, list[Any]]]:
    """The steps that frames hold."""
    comments = data.get("comments")
    for place, comment in enumerate(comments if isinstance(comments, list) else ()):
        held = comment.get("child_steps") if isinstance(comment, dict) else None
        if isinstance(held, list):
            numbers = [int(names.get(str(own), own)) if type(own) is int else own for own in held]
            yield f"/comments/{place}/child_steps", numbers
