from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import formats
from wfkit.errors import UnknownFormat

FOLDERS = {
    "n8n": "n8n",
    "langflow": "langflow",
    "flowise": "flowise",
    "comfyui_ui": "comfyui",
    "comfyui_api": "comfyui",
    "nodered": "node-red",
    "galaxy": "galaxy",
    "elyra": "elyra",
    "ragflow": "ragflow",
    "dify": "dify",
    "galaxy_format2": "galaxy",
    "haystack2": "haystack",
}
STRANGERS = {
    "argo": "an Argo resource, which wfkit does not read",
    "kfp_ir": "a compiled Kubeflow pipeline, which wfkit does not read",
    "haystack1": "a Haystack 1 file, which wfkit does not read",
}
BARE = {"nodes": [{"id": "a", "type": "llm"}], "edges": []}


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items(), ids=list(FOLDERS))
def test_every_real_file_is_known_as_its_tool(real_documents, folder, name):
    found = {path: formats.sniff(data) for path, data in real_documents(folder)}
    assert len(found) > 10
    assert {path: other for path, other in found.items() if other != name} == {}


@pytest.mark.parametrize(("folder", "words"), STRANGERS.items(), ids=list(STRANGERS))
def test_every_real_file_of_a_tool_that_is_not_read_is_named(real_documents, folder, words):
    for path, data in real_documents(folder):
        with pytest.raises(UnknownFormat) as caught:
            formats.sniff(data)
        assert f"this is {words}" in str(caught.value), path


DOCUMENTS = {
    "node-red tab": ([{"id": "1", "type": "tab"}], "node-red"),
    "node-red without a tab": ([{"id": "1", "type": "inject", "wires": [], "z": "gone"}], "node-red"),
    "node-red with its configuration first": (
        [{"id": str(number), "type": "mqtt-broker"} for number in range(200)] + [{"id": "x", "type": "tab"}],
        "node-red",
    ),
    "node-red api envelope": ({"flows": [{"id": "1", "type": "mqtt-broker"}], "rev": "7"}, "node-red"),
    "node-red empty api envelope": ({"flows": [], "rev": "7"}, "node-red"),
    "galaxy": ({"a_galaxy_workflow": "true", "steps": {}}, "galaxy"),
    "galaxy format 2": ({"class": "GalaxyWorkflow", "steps": []}, "galaxy"),
    "a draft of galaxy format 2": ({"class": "GalaxyWorkflowDraft", "steps": {}}, "galaxy"),
    "galaxy format 2 of several workflows": ({"$graph": [{"id": "main", "class": "GalaxyWorkflow"}]}, "galaxy"),
    "elyra without pipelines": ({"doc_type": "pipeline"}, "elyra"),
    "elyra without a doc_type": ({"pipelines": [], "primary_pipeline": "x"}, "elyra"),
    "n8n": ({"nodes": [], "connections": {}}, "n8n"),
    "n8n in a template": ({"id": 1, "workflow": {"nodes": [], "connections": {}}}, "n8n"),
    "comfyui": ({"nodes": [], "links": [], "version": 0.4}, "comfyui"),
    "comfyui schema 1": ({"nodes": [], "links": [], "state": {}}, "comfyui"),
    "comfyui api": ({"3": {"class_type": "KSampler", "inputs": {}}}, "comfyui"),
    "comfyui api as posted": ({"client_id": "x", "prompt": {"3": {"class_type": "K", "inputs": {}}}}, "comfyui"),
    "langflow": ({"name": "x", "data": {"nodes": [], "edges": []}}, "langflow"),
    "langflow collection": ({"flows": [{"data": {"nodes": [], "edges": []}}]}, "langflow"),
    "ragflow": ({"dsl": {"components": {}, "graph": {}}}, "ragflow"),
    "ragflow bare": ({"components": {}, "path": []}, "ragflow"),
    "flowise": ({"nodes": [{"data": {"inputParams": []}}], "edges": []}, "flowise"),
    "dify": ({"kind": "app", "app": {"mode": "chat"}, "model_config": {}}, "dify"),
    "dify graph": ({"kind": "graph", "graph": {}}, "dify"),
    "dify knowledge pipeline": ({"kind": "rag_pipeline", "rag_pipeline": {}, "workflow": {}}, "dify"),
    "dify console envelope": ({"data": "app:\n  name: x\nkind: app\nversion: 0.1.0\n"}, "dify"),
    "dify console envelope of another writer": ({"data": "kind: 'app'\r\napp: {}\r\n", "x": 1}, "dify"),
    "haystack 2": ({"components": {}, "connections": []}, "haystack"),
    "react flow": (BARE, "wfkit"),
    "native": ({"schema_version": 1, **BARE}, "wfkit"),
    "native of a later version": ({"schema_version": 9, **BARE}, "wfkit"),
    "native with keys of others": (
        {"schema_version": 1, **BARE, "connections": {}, "links": [], "version": 2, "class": "GalaxyWorkflow"},
        "wfkit",
    ),
    "nothing drawn yet": ({"nodes": [], "edges": []}, "wfkit"),
}


@pytest.mark.parametrize(("data", "name"), DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_a_document_is_known_by_its_outside(data, name):
    assert formats.sniff(data) == name


CREDENTIAL = {"id": "1", "name": "Slack", "type": "slackApi", "data": "U2FsdGVk"}
NEAR_MISSES = {
    "n8n credentials": ([CREDENTIAL], "an export of n8n credentials"),
    "one n8n credential, decrypted": ({**CREDENTIAL, "data": {"token": "x"}}, "an export of n8n credentials"),
    "n8n execution": ({"id": 1, "workflowData": {"nodes": [], "connections": {}}}, "an execution of n8n"),
    "n8n run data": ({"data": {"resultData": {"runData": {}}}}, "an execution of n8n"),
    "n8n items": ([{"json": {"a": 1}}], "data that an n8n node put out"),
    "n8n node": ({"parameters": {}, "type": "n8n-nodes-base.set", "typeVersion": 1}, "a single node of n8n"),
    "n8n node description": ({"node": "n8n-nodes-base.set", "codexVersion": "1.0"}, "a single node of n8n"),
    "comfyui settings": ({"Comfy.ColorPalette": "dark", "other": 1}, "the settings of ComfyUI"),
    "comfyui object_info": ({"K": {"input": {}, "output": [], "category": "x"}}, "the node definitions of ComfyUI"),
    "node-red credentials": ({"$": "b89d82"}, "the encrypted credentials of Node-RED"),
    "langflow component": ({"is_component": True, "data": {}}, "a Langflow component without nodes"),
    "langflow node": ({"data": {"node": {"template": {}}}}, "a Langflow component without nodes"),
    "flowise export": ({"AgentFlow": [], "ChatFlow": []}, "an export of everything in Flowise"),
    "haystack 1": ({"version": "1", "components": [], "pipelines": []}, "a Haystack 1 file"),
    "argo": ({"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow"}, "an Argo resource"),
    "kubeflow": ({"pipelineInfo": {}, "root": {}, "components": {}}, "a compiled Kubeflow pipeline"),
    "argo in several documents": (
        [{"apiVersion": "argoproj.io/v1alpha1"}] * 2,
        "a list of 2 documents, the first an Argo resource, which wfkit does not read;",
    ),
    "cwl": ({"cwlVersion": "v1.2", "class": "Workflow", "steps": []}, "a document of the Common Workflow Language"),
    "galaxy format 2 without a class": (
        {"inputs": {}, "outputs": {}, "steps": {}},
        "a workflow that does not say whose it is; one of Galaxy's format 2 has 'class: GalaxyWorkflow'",
    ),
    "notebook": ({"cells": [], "nbformat": 4, "metadata": {}}, "a Jupyter notebook"),
    "package.json": ({"name": "x", "version": "1", "dependencies": {}}, "a package.json"),
    "json schema": ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, "a JSON Schema"),
    "json schema without a dialect": ({"type": "object", "properties": {}}, "a JSON Schema"),
    "json schema definitions": ({"$defs": {}}, "a JSON Schema"),
    "openapi": ({"openapi": "3.1.0", "paths": {}}, "an OpenAPI description"),
    "swagger": ({"swagger": "2.0", "paths": {}}, "an OpenAPI description"),
    "geojson": ({"type": "FeatureCollection", "features": []}, "GeoJSON"),
    "geojson feature": ({"type": "Feature", "geometry": None}, "GeoJSON"),
    "json canvas": ({"nodes": [], "edges": [{"fromNode": "a", "toNode": "b"}]}, "a JSON Canvas"),
    "nodes only": ({"nodes": []}, "an object with 'nodes' but without 'edges' (wfkit)"),
    "numbers": ([1, 2.5, 3], "a list of 3 numbers;"),
    "one object": ([{"a": 1}], "a list of 1 object;"),
    "nulls": ([None, None], "a list of 2 null;"),
    "mixed values": ([1, "a"], "a list of 2 values;"),
    "empty list": ([], "an empty list;"),
    "empty object": ({}, "an empty object;"),
    "one key": ({"a": 1}, "an object with key 'a';"),
    "three keys": ({"a": 1, "b": 2, "c": 3}, "an object with keys 'a', 'b', 'c';"),
    "five keys": (dict.fromkeys("abcde"), "an object with keys 'a', 'b', 'c' and 2 more;"),
    "a key of a thousand characters": ({"k" * 1000: 1}, f"an object with key '{'k' * 39}…';"),
    "keys that are no text": ({1: 1, None: 2}, "an object with keys 1, null;"),
    "string": ("nodes", "a string;"),
    "number": (3, "a number;"),
    "boolean": (True, "a boolean;"),
    "null": (None, "null;"),
    "no JSON at all": (b"{}", "a Python bytes;"),
}


def test_several_workflows_are_told_of_as_such():
    with pytest.raises(UnknownFormat, match=r"this holds 3 workflows \(n8n\), not one; import_files makes one of each"):
        formats.sniff([{"nodes": [], "connections": {}}] * 3)


@pytest.mark.parametrize(("data", "sentence"), NEAR_MISSES.values(), ids=list(NEAR_MISSES))
def test_data_of_no_format_is_named_for_what_it_is(data, sentence):
    with pytest.raises(UnknownFormat, match=re.escape(f"no workflow of a known format: this is {sentence}")) as caught:
        formats.sniff(data)
    assert "known formats: comfyui, dify," in str(caught.value)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
_KEYS = """
    nodes edges links connections workflow prompt data flows components graph path dsl kind app version id type wires z
    class_type schema_version steps pipelines template rev json $ fromNode toNode inputParams cells
"""
_keys = st.sampled_from(_KEYS.split())
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)


@given(_values)
def test_sniffing_any_json_gives_a_name_or_says_that_there_is_none(data):
    try:
        name = formats.sniff(data)
    except UnknownFormat as error:
        assert len(str(error)) < 500  # noqa: PT017 - either outcome is right
    else:
        assert name in formats.names()
