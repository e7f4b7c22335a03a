from __future__ import annotations

import pytest

from wfkit import nodetypes
from wfkit.render import _icons, _themes
from wfkit.render._kinds import KINDS, kind_of, short_type

# The catalogue's categories, and the types that a picture sorts more finely.
OF_CATEGORY = {
    "loading": "source",
    "text": "text",
    "indexing": "index",
    "retrieval": "retrieval",
    "generation": "model",
    "control": "control",
}
FINER = {"python_function": "code", "output": "output", "foreign": "other"}


@pytest.mark.parametrize("node_type", nodetypes.catalogue().values(), ids=lambda node_type: node_type.key)
def test_a_native_type_is_of_the_kind_that_its_category_says(node_type):
    assert kind_of(node_type.key) == FINER.get(node_type.key, OF_CATEGORY[node_type.category])


@pytest.mark.parametrize(
    ("node_type", "kind"),
    [
        ("n8n-nodes-base.httpRequest", "service"),
        ("n8n-nodes-base.if", "control"),
        ("n8n-nodes-base.code", "code"),
        ("@n8n/n8n-nodes-langchain.lmChatOpenAi", "model"),
        ("@n8n/n8n-nodes-langchain.chatTrigger", "source"),
        ("@n8n/n8n-nodes-langchain.embeddingsOpenAi", "index"),
        ("n8n-nodes-base.respondToWebhook", "output"),
        ("KSampler", "image"),
        ("VAEDecode", "image"),
        ("SaveImage", "output"),
        ("http in", "source"),
        ("debug", "output"),
        ("if-else", "control"),
        ("knowledge-retrieval", "retrieval"),
        ("ChatInput", "source"),
        ("haystack.components.generators.openai.OpenAIGenerator", "model"),
        ("", "other"),
        ("Frobnicate", "other"),
        ("工作流", "other"),
    ],
)
def test_the_words_of_a_type_say_its_kind(node_type, kind):
    assert kind_of(node_type) == kind


@pytest.mark.parametrize(
    ("node_type", "short"),
    [
        ("n8n-nodes-base.httpRequest", "httpRequest"),
        ("vector_store_write", "vector store write"),
        ("toolshed.g2.bx.psu.edu/repos/devteam/bwa/bwa_mem/0.7.17+galaxy1", "bwa mem"),
        ("haystack.components.generators.openai.OpenAIGenerator", "OpenAIGenerator"),
        ("http in", "http in"),
        ("1.2.3", "1.2.3"),
        ("", ""),
        ("x" * 1000, "x" * 200),
    ],
)
def test_a_long_type_is_shown_by_what_names_it(node_type, short):
    assert short_type(node_type) == short


def test_every_kind_has_a_sign_of_its_own_and_a_colour_in_both_themes():
    signs = [_icons.ICONS[kind] for kind in KINDS]
    assert len(set(signs)) == len(signs)
    for palette in (_themes.LIGHT, _themes.DARK):
        assert set(palette.kinds) == {*KINDS, "missing", "group"}
