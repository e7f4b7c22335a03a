"""What Langflow keeps of one component: a form of fields, and around it what its schema and the editor say.

Read off `lfx/inputs/input_mixin.py` of Langflow 1.x, and exports from 2023 on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.formats._foreign import first_words, take_mapping, take_text
from wfkit.formats._react_flow_reader import port
from wfkit.formats._shares import Shares, joined, nest, settle, share, table, take_label
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Node, Port
    from wfkit.formats._foreign import Reading
    from wfkit.formats._react_flow_reader import Shell

NOTE = "noteNode"
# The type of a component that has none of its own yet, for a user is writing it.
CUSTOM = "CustomComponent"

# A switch that is off says no more than one that is left out, as older versions do.
_SWITCHES = ("edited", "frozen", "pinned", "tool_mode")
# Some of it are copies of what `node` says, and marks of the editor.
_DATA = table(
    read=("type", "node"),
    layout=("showNode", "selected_output", "selected_output_type"),
    noise=("id", "description", "display_name", "value", "_connectionMode", "buildStatus"),
)
_COMPONENT = table(
    read=("template", "display_name", "flow"),
    layout=("minimized",),
    noise=(
        "base_classes", "beta", "category", "conditional_paths", "custom_fields", "description", "documentation",
        "error", "field_formatters", "field_order", "full_path", "i18n_key", "icon", "is_composition", "is_input",
        "is_output", "key", "last_updated", "legacy", "lf_version", "metadata", "name", "official", "output_types",
        "outputs", "priority", "replacement", "score",
    ),
)  # fmt: skip
_NOTE = _COMPONENT | table(read=("description",))
_FIELD_SWITCHES = frozenset({"file_path", "load_from_db"})
_FIELD_KEYS = frozenset(
    {
        "value", "file_path", "load_from_db",
        "_input_type", "advanced", "ai_enabled", "api_editable", "auth_tooltip", "button_metadata", "combobox",
        "conditional_options",
        "connection_link", "copy_field", "dialog_inputs", "display_name", "dynamic", "external_options", "field_type",
        "fileTypes", "file_types", "filters", "helper_text", "helper_text_metadata", "icon", "info", "input_types",
        "is_list", "limit", "list", "list_add_label", "max_label", "max_label_icon", "min_label", "min_label_icon",
        "model_type", "multiline", "name", "options", "options_metadata", "override_skip", "password", "placeholder",
        "range_spec", "real_time_refresh", "refresh_button", "refresh_button_text", "required", "search_category",
        "separator", "show", "slider_buttons", "slider_buttons_options", "slider_input", "table_icon", "table_options",
        "table_schema", "temp_file", "text", "title_case", "toggle", "toggle_disable", "tool_mode", "trace_as_input",
        "trace_as_metadata", "track_in_telemetry", "trigger_icon", "trigger_text", "type",
    }
)  # fmt: skip
# What stands in a template beside its fields.
_NO_FIELDS = frozenset({"_type", "is_refresh"})
# Where on the server the flow lies.
_SERVER_FIELDS = frozenset({"_frontend_node_flow_id", "_frontend_node_folder_id"})
# Templates whose `code` is the source of the component. Older ones have fields of that name.
_WITH_SOURCE = frozenset({"Component", "CustomComponent"})
_OWN_MODULE = "custom_components"
_EXPECTED = {
    **dict.fromkeys(("type", "display_name", "description"), "a string"),
    **dict.fromkeys(("node", "template"), "an object"),
}


def component_node(shell: Shell, reading: Reading, flow: Shares | None = None) -> Node:
    """The node of a component or note.

    Args:
        shell: What stands around it.
        reading: What else comes up.
        flow: What a flow that it holds says besides its nodes and edges.
    """
    data = share(shell.data, _DATA)
    node_type = take_text(data.read, "type")
    is_note = shell.kind == NOTE
    component = share(take_mapping(data.read, "node"), _NOTE if is_note else _COMPONENT)
    template = take_mapping(component.read, "template")
    keeps_code = _keeps_code(node_type, template, component.noise.get("metadata"), component.settings, data.settings)
    config, inputs = _read_template(template, component, keeps_code=keeps_code)
    if is_note:
        config = {**config, "description": take_text(component.read, "description")}
    fallback = (first_words(config["description"]) if is_note else "") or node_type or shell.kind
    label = take_label(component, "display_name", fallback)
    for switch in _SWITCHES:
        if component.settings.get(switch) is False:
            component.noise[switch] = component.settings.pop(switch)
    if flow is not None:
        del component.read["flow"]
        nest(component, "flow", flow)
    if not node_type:
        data.settings["type"] = None
        message = "the node has no 'data.type'; it must be the name of a component"
        reading.report("warning", "missing-type", message, shell.pointer, shell.id)
    pointer = f"{shell.pointer}/data"
    settle(data, _EXPECTED, pointer, reading, shell.id)
    settle(component, _EXPECTED, f"{pointer}/node", reading, shell.id)
    node_type = node_type or shell.kind
    return shell.node(
        node_type,
        label,
        config,
        joined(data, component, "node"),
        config_pointer=f"{pointer}/node/template",
        role="note" if is_note else "node",
        inputs=inputs,
        outputs=tuple(_outputs(component.noise.get("outputs"))),
    )


# Files of the releases say what tells the two apart: the editor marks a component as `edited` when its user saves code,
# and calls the module of new ones `custom_components`. `code_hash` and `lf_version` do not: the hash is that of the
# source, but upgrades of Langflow's own flows rewrite the source and leave both as they are.
def _keeps_code(node_type: str, template: Mapping[str, Any], metadata: Any, *settings: Mapping[str, Any]) -> bool:
    """Whether the field `code` is the user's own, rather than the source that came with the component."""
    kind = template.get("_type")
    has_source = isinstance(kind, str) and kind in _WITH_SOURCE
    if not has_source or node_type == CUSTOM or any(part.get("edited") is True for part in settings):
        return True
    module = child(metadata, "module")
    return isinstance(module, str) and module.startswith(_OWN_MODULE)


def _read_template(
    template: Mapping[str, Any], component: Shares, *, keeps_code: bool
) -> tuple[dict[str, Any], tuple[Port, ...]]:
    """The values of the fields, and those that take edges; the rest of each goes to the component's other parts."""
    config: dict[str, Any] = {}
    inputs: list[Port] = []
    parts = Shares({}, {}, {}, {})
    for name, field in template.items():
        if type(field) is not dict:
            place = parts.layout if name == "backgroundColor" else parts.noise if name in _NO_FIELDS else parts.settings
            place[name] = field
            continue
        rest = parts.noise[name] = field.copy()
        if "value" in field and (name != "code" or keeps_code) and name not in _SERVER_FIELDS:
            config[name] = rest.pop("value")
        # Fields have some twenty keys each, nearly all of them noise: looking at each of them took twice as long.
        if field.get("load_from_db") or field.get("file_path") or not _FIELD_KEYS.issuperset(field):
            _take_settings(name, rest, parts.settings)
        if types := field.get("input_types"):
            inputs.append(
                port(name, _union(types), required=field.get("required") is True, multiple=field.get("list") is True)
            )
    nest(component, "template", parts)
    return config, tuple(inputs)


def _take_settings(name: str, rest: dict[str, Any], settings: dict[str, Any]) -> None:
    """Move what a user sets of a field, and what nobody knows, to the settings."""
    for key in list(rest):
        if (key in _FIELD_SWITCHES and rest[key]) or key not in _FIELD_KEYS:
            settings.setdefault(name, {})[key] = rest.pop(key)


def _outputs(outputs: Any) -> Iterator[Port]:
    for output in outputs if isinstance(outputs, list) else ():
        name = child(output, "name")
        if name and isinstance(name, str):
            yield port(name, _union(output.get("types")))


def _union(types: Any) -> str:
    names = [name for name in types if isinstance(name, str)] if isinstance(types, list) else []
    return "|".join(names) or "any"
