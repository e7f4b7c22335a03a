// @ts-check
/// <reference path="view.js" />
/// <reference path="tags.js" />

/** @typedef {{format: Facet[], template: Facet[], tag: Facet[], more_tags: number}} Facets */

const SORTS = { updated_at: "Modified", name: "Name", created_at: "Created", version: "Versions", runs: "Runs" };
const NONE = { query: "", contents: false, tags: [], template: null, format: null, deleted: false, page: 1 };

/**
 * What is looked for: a search and filters that follow the model, and set it.
 * @param {View} view
 */
function filterBar(view) {
  const { model } = view;
  /** @param {Record<string, any>} traits */
  const set = (traits) => view.set({ ...traits, page: 1 });
  const input = element("input", { type: "search", class: "wfkit-input", "aria-label": "Search workflows", title: "Search names, descriptions and tags (/)", maxlength: 1000 });
  const contents = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined", title: "Search in the texts of the documents too" }, "In contents");
  const search = element("div", { class: "wfkit-browser-search", role: "search" }, input, contents);
  const kind = selectOf("Which workflows");
  const format = selectOf("Format");
  const order = selectOf("Sort by");
  order.classList.add("wfkit-order");
  const picker = tagPicker((value) => toggle(value));
  const chips = element("div", { class: "wfkit-browser-chips" });
  const clear = wordButton("Clear filters");
  const box = element("div", { class: "wfkit-browser-filters", role: "group", "aria-label": "Filters" }, kind, format, picker.root, chips, clear, order);
  const typed = debounced(() => set({ query: input.value }));

  /** @param {string} value */
  const toggle = (value) => {
    const tags = model.get("tags");
    set({ tags: tags.includes(value) ? tags.filter((/** @type {string} */ tag) => tag !== value) : [...tags, value] });
  };
  input.addEventListener("input", typed);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !input.value) return;
    input.value = "";
    typed.now();
    event.preventDefault();
  });
  contents.addEventListener("click", () => set({ contents: !model.get("contents") }));
  kind.addEventListener("change", () => set(WHICH[/** @type {"all"} */ (kind.value)]));
  format.addEventListener("change", () => set({ format: format.value || null }));
  order.addEventListener("change", () => set({ sort: order.value }));
  const clearAll = () => {
    typed.stop();
    input.value = "";
    set({ ...NONE, deleted: model.get("deleted") });
    input.focus();
  };
  clear.addEventListener("click", clearAll);

  const show = () => {
    /** @type {Facets} */
    const facets = model.get("facets");
    const { all, deleted } = model.get("place");
    /** @type {string[]} */
    const tags = model.get("tags");
    if (document.activeElement !== input) input.value = model.get("query");
    contents.setAttribute("aria-pressed", String(model.get("contents")));
    input.placeholder = model.get("contents") ? "Search names, tags and contents" : "Search names and tags";
    fill(kind, kindOf(model), [
      ["all", "All workflows", model.get("deleted") ? all : undefined],
      ["templates", "Templates", countOf(facets.template, "true", model)],
      ["others", "Not templates", countOf(facets.template, "false", model)],
      ["deleted", "Deleted", deleted],
    ]);
    fill(format, model.get("format") ?? "", [["", "All formats", undefined], ...facets.format.map(({ value, label, count }) => /** @type {Choice} */ ([value, label, count]))]);
    fill(order, model.get("sort"), sortChoices(model.get("sort")));
    picker.show(facets.tag, tags, facets.more_tags);
    const labels = new Map(facets.tag.map(({ value, label }) => [value, label]));
    const hadFocus = chips.contains(document.activeElement);
    chips.replaceChildren(...tags.map((tag) => removableChip(labels.get(tag) ?? tag, `Do not filter by the tag ${tag}`, () => toggle(tag))));
    if (hadFocus) (chips.querySelector("button") ?? input).focus();
    clear.hidden = !isNarrowed(model);
  };
  for (const name of ["facets", "place", "query", "contents", "tags", "template", "format", "deleted", "sort"]) view.on(`change:${name}`, show);
  return { search, box, input, show, toggle, clear: clearAll, stop: () => {
    typed.stop();
    picker.stop();
  } };
}

const WHICH = {
  all: { template: null, deleted: false },
  templates: { template: true, deleted: false },
  others: { template: false, deleted: false },
  deleted: { template: null, deleted: true },
};

/** @param {Model} model @returns {string} */
function kindOf(model) {
  if (model.get("deleted")) return "deleted";
  const template = model.get("template");
  return template === null ? "all" : template ? "templates" : "others";
}

/** @param {Model} model @returns {boolean} Whether any filter is set, that of deleted ones apart. */
function isNarrowed(model) {
  return Boolean(model.get("query").trim() || model.get("tags").length || model.get("format") || model.get("template") !== null);
}

/** @param {Facet[]} facets @param {string} value @param {Model} model */
function countOf(facets, value, model) {
  if (model.get("deleted")) return undefined;
  return facets.find((facet) => facet.value === value)?.count ?? 0;
}

/** @typedef {[string, string, number | undefined]} Choice */

/** @param {string} sort @returns {Choice[]} */
function sortChoices(sort) {
  const choices = Object.entries(SORTS).flatMap(([column, words]) => {
    const [up, down] = column === "name" ? ["A to Z", "Z to A"] : column.endsWith("_at") ? ["oldest first", "newest first"] : ["fewest first", "most first"];
    return /** @type {Choice[]} */ ([[`-${column}`, `${words}, ${down}`, undefined], [column, `${words}, ${up}`, undefined]]);
  });
  return choices.some(([value]) => value === sort) ? choices : [...choices, [sort, sort, undefined]];
}

/** @param {string} name @returns {HTMLSelectElement} */
function selectOf(name) {
  return element("select", { class: "wfkit-select", "aria-label": name, title: name });
}

/** @param {HTMLSelectElement} select @param {string} value @param {Choice[]} choices */
function fill(select, value, choices) {
  // One that is open would close when its choices are replaced by the same.
  const key = JSON.stringify([value, choices]);
  if (select.dataset.filled === key) return;
  select.dataset.filled = key;
  select.replaceChildren(...choices.map(([name, label, count]) =>
    element("option", { value: name }, count === undefined ? label : `${label} (${count.toLocaleString("en")})`)));
  if (!choices.some(([name]) => name === value)) select.append(element("option", { value }, `${value} (0)`));
  select.value = value;
  select.classList.toggle("is-set", choices[0]?.[0] !== value && !select.matches(".wfkit-order"));
}
