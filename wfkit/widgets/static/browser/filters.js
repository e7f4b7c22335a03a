// @ts-check
/// <reference path="../view.js" />
/// <reference path="tag_picker.js" />

/** @typedef {{format: Facet[], template: Facet[], tag: Facet[], more_tags: number}} Facets */

const SORTS = { updated_at: "Modified", name: "Name", created_at: "Created", version: "Versions", runs: "Runs" };
const NONE = { query: "", contents: false, tags: [], template: null, format: null, deleted: false, page: 1 };

/** What is looked for: a search and filters that follow the model, and set it. */
class FilterBar {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.model = view.model;
    this.input = element("input", { type: "search", class: "wfkit-input", "aria-label": "Search workflows", title: "Search names, descriptions and tags (/)", maxlength: 1000 });
    this.contents = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined", title: "Search in the texts of the documents too" }, "In contents");
    this.search = element("div", { class: "wfkit-browser-search", role: "search" }, this.input, this.contents);
    this.kind = selectOf("Which workflows");
    this.format = selectOf("Format");
    this.order = selectOf("Sort by");
    this.order.classList.add("wfkit-order");
    this.picker = new TagPicker((value) => this.toggle(value));
    this.chips = element("div", { class: "wfkit-browser-chips" });
    this.clearAll = wordButton("Clear filters");
    this.box = element("div", { class: "wfkit-browser-filters", role: "group", "aria-label": "Filters" },
      this.kind, this.format, this.picker.root, this.chips, this.clearAll, this.order);
    this.typed = debounced(() => this.set({ query: this.input.value }));
    this.listen();
    for (const name of ["facets", "place", "query", "contents", "tags", "template", "format", "deleted", "sort"]) view.on(`change:${name}`, () => this.show());
  }

  listen() {
    this.input.addEventListener("input", this.typed);
    this.input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !this.input.value) return;
      this.input.value = "";
      this.typed.now();
      event.preventDefault();
    });
    this.contents.addEventListener("click", () => this.set({ contents: !this.model.get("contents") }));
    this.kind.addEventListener("change", () => this.set(WHICH[/** @type {"all"} */ (this.kind.value)]));
    this.format.addEventListener("change", () => this.set({ format: this.format.value || null }));
    this.order.addEventListener("change", () => this.set({ sort: this.order.value }));
    this.clearAll.addEventListener("click", () => this.clear());
  }

  /** @param {Record<string, any>} traits */
  set(traits) {
    this.view.set({ ...traits, page: 1 });
  }

  /** Filters by a tag, or no longer. @param {string} value */
  toggle(value) {
    const tags = this.model.get("tags");
    this.set({ tags: tags.includes(value) ? tags.filter((/** @type {string} */ tag) => tag !== value) : [...tags, value] });
  }

  clear() {
    this.typed.stop();
    this.input.value = "";
    this.set({ ...NONE, deleted: this.model.get("deleted") });
    this.input.focus();
  }

  show() {
    const { model } = this;
    /** @type {Facets} */
    const facets = model.get("facets");
    const { all, deleted } = model.get("place");
    if (focusNow() !== this.input) this.input.value = model.get("query");
    this.contents.setAttribute("aria-pressed", String(model.get("contents")));
    this.input.placeholder = model.get("contents") ? "Search names, tags and contents" : "Search names and tags";
    fill(this.kind, kindOf(model), [
      ["all", "All workflows", model.get("deleted") ? all : undefined],
      ["templates", "Templates", countOf(facets.template, "true", model)],
      ["others", "Not templates", countOf(facets.template, "false", model)],
      ["deleted", "Deleted", deleted],
    ]);
    fill(this.format, model.get("format") ?? "", [["", "All formats", undefined], ...facets.format.map(({ value, label, count }) => /** @type {Choice} */ ([value, label, count]))]);
    fill(this.order, model.get("sort"), sortChoices(model.get("sort")));
    this.showTags(facets);
    this.clearAll.hidden = !isNarrowed(model);
  }

  /** @param {Facets} facets */
  showTags(facets) {
    /** @type {string[]} */
    const tags = this.model.get("tags");
    const labels = new Map(facets.tag.map(({ value, label }) => [value, label]));
    const hadFocus = this.chips.contains(focusNow());
    this.picker.show(facets.tag, tags, facets.more_tags);
    this.chips.replaceChildren(...tags.map((tag) => removableChip(labels.get(tag) ?? tag, `Do not filter by the tag ${tag}`, () => this.toggle(tag))));
    if (hadFocus) (this.chips.querySelector("button") ?? this.input).focus();
  }

  stop() {
    this.typed.stop();
    this.picker.stop();
  }
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
