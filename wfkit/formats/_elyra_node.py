"""One node of an Elyra pipeline: what it runs, how it is drawn, its ports and the links that enter it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Node
from wfkit.formats._foreign import take_list, take_mapping, take_pair_of, take_text
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._react_flow_reader import port
from wfkit.formats._reading import as_text
from wfkit.formats._shares import joined, put, settle, share, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Port
    from wfkit.formats._foreign import Reading
    from wfkit.formats._shares import Shares

_NODE = table(read=("id", "type", "op", "app_data", "inputs", "outputs"))
_APP_DATA = table(read=("label", "ui_data", "component_parameters"), noise=("invalidNodeError", "image", "description"))
_UI_DATA = table(
    read=("label", "x_pos", "y_pos"),
    layout=("is_expanded", "expanded_width", "expanded_height", "class_name", "style"),
    noise=("image", "decorations", "description"),
)
_PORT = table(read=("id", "links"), noise=("app_data",))
_LINK = table(read=("id", "node_id_ref", "port_id_ref"), layout=("app_data", "style", "class_name", "path"))
_ORDINARY = "execution_node"
_EXPECTED = {
    **dict.fromkeys(("id", "type", "op", "label", "node_id_ref", "port_id_ref"), "a string"),
    **dict.fromkeys(("app_data", "ui_data", "component_parameters"), "an object"),
    **dict.fromkeys(("inputs", "outputs", "links"), "a list"),
    **dict.fromkeys(("x_pos", "y_pos"), "a number"),
}


@dataclass(slots=True)
class NodeReader:
    """Reads the nodes of one pipeline, and the edges between them.

    Attributes:
        reading: What else comes up.
        renamed: The ids that the nodes of the pipeline go by in the graph, by their own.
        parent: Id of the node that shows the pipeline, or None.
        edges: The edges met so far.
    """

    reading: Reading
    renamed: Mapping[str, str]
    parent: str | None
    edges: list[Edge] = field(default_factory=list)

    def node(self, item: Mapping[str, Any], pointer: str) -> Node:
        """The node of an object that has an id."""
        shares = share(item, _NODE)
        node_id = self._name(as_text(shares.read["id"]))
        take_text(shares.read, "id")
        node_type = self._type(shares, pointer, node_id)
        app = share(take_mapping(shares.read, "app_data"), _APP_DATA)
        ui = share(take_mapping(app.read, "ui_data"), _UI_DATA)
        lie_apart = isinstance(app.read.get("component_parameters"), dict)
        config = take_mapping(app.read, "component_parameters")
        if not lie_apart:
            config, app = app.settings, app._replace(settings={})
        label = _take_label(app, ui)
        position = take_pair_of(ui.read, "x_pos", "y_pos")
        inputs, outputs = [tuple(self._ports(shares, key, pointer, node_id)) for key in ("inputs", "outputs")]
        place = f"{pointer}/app_data"
        settle(shares, _EXPECTED, pointer, self.reading, node_id)
        settle(app, _EXPECTED, place, self.reading, node_id)
        settle(ui, _EXPECTED, f"{place}/ui_data", self.reading, node_id)
        _, settings, layout, noise = joined(shares, joined(app, ui, "ui_data"), "app_data")
        return Node(
            id=node_id,
            type=node_type,
            label=label or node_id,
            config=config,
            inputs=inputs,
            outputs=outputs,
            position=position,
            parent=self.parent,
            pointer=pointer,
            config_pointer=f"{place}/component_parameters" if lie_apart else place,
            settings=settings,
            layout=layout,
            noise=noise,
        )

    def _name(self, node_id: str) -> str:
        return self.renamed.get(node_id, node_id)

    def _type(self, shares: Shares, pointer: str, node_id: str) -> str:
        kind, operation = take_text(shares.read, "type"), take_text(shares.read, "op")
        if operation and kind:
            part = shares.noise if kind == _ORDINARY else shares.settings
            part["type"] = kind
        if not (operation or kind):
            message = "the node has neither 'op' nor 'type'; one of them must be a text"
            self.reading.report("warning", "missing-type", message, pointer, node_id)
        return operation or kind

    def _ports(self, shares: Shares, side: str, pointer: str, node_id: str) -> Iterator[Port]:
        """The ports of one side; the links that enter them become edges."""
        for place, item in self.reading.objects(take_list(shares.read, side), f"{pointer}/{side}", "ports"):
            parts = share(item, _PORT)
            name = take_text(parts.read, "id")
            links = take_list(parts.read, "links")
            for link_place, link in self.reading.objects(links, f"{place}/links", "links"):
                self._link(link, link_place, node_id, name)
            settle(parts, _EXPECTED, place, self.reading, node_id)
            for part, found in ((shares.settings, parts.settings), (shares.noise, parts.noise)):
                if found:
                    put(part.setdefault(side, {}), name or place.rpartition("/")[2], found)
            if name:
                yield port(name)

    def _link(self, item: Mapping[str, Any], pointer: str, target: str, target_port: str) -> None:
        source = as_text(item.get("node_id_ref"))
        if not source:
            message = "the link has no 'node_id_ref'; it must be the id of the node that it comes from"
            self.reading.refuse("missing-end", message, pointer, item)
            return
        shares = share(item, _LINK)
        take_text(shares.read, "node_id_ref")
        source, source_port = self._name(source), take_text(shares.read, "port_id_ref")
        link_id = take_text(shares.read, "id")
        edge_id = self.reading.unique(link_id or derived_edge_id(source, target, source_port, target_port))
        settle(shares, _EXPECTED, pointer, self.reading)
        _, settings, layout, noise = shares
        self.edges.append(Edge(edge_id, source, target, source_port, target_port, pointer, settings, layout, noise))


def _take_label(app: Shares, ui: Shares) -> str:
    """What the canvas shows; the label that the user gave, when it is another, is a setting."""
    shown, given = take_text(ui.read, "label"), take_text(app.read, "label")
    if shown and given and given != shown:
        app.settings["label"] = given
    for part, label in ((ui, shown), (app, given)):
        if not label:
            part.noise["label"] = label
    return shown or given
