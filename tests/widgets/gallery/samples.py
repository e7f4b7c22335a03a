"""What the tests of the gallery have at hand."""

from __future__ import annotations

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4
N8N = {
    "name": "small",
    "nodes": [{"id": "1", "name": "Start", "type": "n8n-nodes-base.start", "position": [0, 0], "parameters": {}}],
    "connections": {},
    "settings": {},
}


def flow(*types, **config):
    nodes = [
        {"id": f"n{place}", "type": name, "position": {"x": place, "y": 0}, "data": {"label": name, "config": config}}
        for place, name in enumerate(types)
    ]
    return {"nodes": nodes, "edges": []}


def names(panel):
    return [card["name"] for card in panel.found["cards"]]


def card(panel, name):
    return next(card for card in panel.found["cards"] if card["name"] == name)
