// @ts-check
/// <reference path="comparison_actions.js" />
/// <reference path="pair.js" />
/// <reference path="changes.js" />
/// <reference path="change_filters.js" />

const NARROW_PX = 640;

/**
 * Two versions beside each other or in one, and the list of what changed between them.
 * Data comes in through `show`, what is looked at through `apply`; what people do goes out through `changed`.
 */
class ComparisonView {
  /** @param {ComparisonActions} actions */
  constructor(actions) {
    this.actions = actions;
    /** @type {ComparisonState} */
    this.state = { view: "auto", facets: [], kinds: [], query: "", selected: null, current: null };
    /** @type {Comparison | null} */
    this.data = null;
    /** @type {Map<string, Record<string, string>>} */
    this.pictures = new Map();
    /** @type {number[]} The groups that are listed, in order. */
    this.listed = [];
    /** @type {number[]} The groups of which something is told, whatever the filter. */
    this.told = [];
    /** @type {Set<number> | null} Those that the search found. */
    this.found = null;
    this.search = debounced(() => this.actions.guarded(() => this.searched()));
    this.pair = new Pair({
      choose: (key, byKeyboard) => this.chooseNode(key, byKeyboard),
      chooseEdge: (name) => this.chooseEdge(name),
      slash: () => this.input.focus(),
    });
    this.list = new ChangeList({
      choose: (number) => this.choose(number),
      changes: actions.changes,
      whole: actions.whole,
      guarded: actions.guarded,
    });
    this.views = choiceOf("View", [["pair", "Side by side"], ["overlay", "Overlay"]], (view) => {
      keepView(view);
      this.patch({ view });
    });
    this.filters = new ChangeFilters((state) => this.patch(state));
    this.input = element("input", { type: "search", class: "wfkit-input wfkit-comparison-search", placeholder: "Filter changes", "aria-label": "Filter changes by text" });
    this.count = element("span", { class: "wfkit-quiet wfkit-comparison-count", role: "status" });
    this.previous = signButton("Previous change (p)", "M4 10l4-4 4 4");
    this.next = signButton("Next change (n)", "M4 6l4 4 4-4");
    // Either the list or the node is shown.
    this.tabs = choiceOf("What is listed", [["changes", "Changes"], ["node", "Node"]], (tab) => this.showTab(tab), true);
    this.tab = "changes";
    this.details = element("div", { class: "wfkit-comparison-details wfkit-details", role: "tabpanel", "aria-label": "Node", hidden: true });
    this.aside = element("div", { class: "wfkit-comparison-aside" }, this.tabs.box, this.list.root, this.details);
    setAll(this.list.root, { role: "tabpanel", "aria-label": "Changes" });
    const main = element("div", { class: "wfkit-comparison-main" }, this.pair.root, this.aside);
    this.root = element("div", { class: "wfkit-comparison" }, this.bar(), main);
    this.showTab(this.tab);
    const watcher = new ResizeObserver(() => this.actions.guarded(() => this.draw()));
    watcher.observe(this.root);
    this.stopWatching = () => watcher.disconnect();
  }

  /** The line of filters above pictures and list; the kinds are the legend, too. */
  bar() {
    this.input.addEventListener("input", () => this.search());
    this.previous.addEventListener("click", () => this.step(-1));
    this.next.addEventListener("click", () => this.step(1));
    const steps = element("div", { class: "wfkit-controls wfkit-comparison-steps", role: "group", "aria-label": "Go through the changes" }, this.previous, this.count, this.next);
    return element("div", { class: "wfkit-bar wfkit-comparison-bar" }, this.views.box, this.filters.kinds, this.filters.facets, this.input, steps);
  }

  /** Shows another comparison. @param {Comparison} data @param {{stays?: boolean}} [how] `stays`: the place in the pictures. */
  show(data, { stays = false } = {}) {
    this.data = data;
    this.stays = stays;
    this.pictures.clear();
    this.found = null;
    this.list.show(data.groups);
    this.root.classList.toggle("has-no-nodes", !data.nodes.length);
    this.state = { ...this.state, current: null };
    this.apply({});
    if (this.state.query) this.search.now();
  }

  /** Shows what is looked at now. @param {Partial<ComparisonState>} state */
  apply(state) {
    const before = this.state;
    this.state = { ...before, ...state };
    if (!this.data) return;
    if (focusNow() !== this.input) this.input.value = this.state.query;
    if (state.query !== undefined && state.query !== before.query) this.search.now();
    this.narrow();
    this.mark();
    this.actions.guarded(() => this.draw());
    if (state.selected !== undefined || state.current !== undefined) this.follow();
  }

  /** Takes what was done here, and tells it. @param {Partial<ComparisonState>} state */
  patch(state) {
    this.apply(state);
    this.actions.changed(state);
  }

  get view() {
    if (this.state.view !== "auto") return this.state.view;
    return this.root.clientWidth < NARROW_PX ? "overlay" : keptView();
  }

  /** Lists what the filters leave. */
  narrow() {
    const { data, state } = this;
    if (!data) return;
    const facets = new Set(["logic", ...state.facets]);
    const isTold = data.groups.map((group) => FACETS.some((facet) => facets.has(facet) && group.facets[facet] > 0));
    const told = data.groups.flatMap((_, number) => (isTold[number] ? [number] : []));
    const isKind = (/** @type {Group} */ group) => !state.kinds.length || group.kinds.some((kind) => state.kinds.includes(kind));
    this.listed = told.filter((number) => isKind(data.groups[number]) && (!this.found || this.found.has(number)));
    this.told = told;
    this.filters.draw(told.map((number) => data.groups[number]), data.counts, state);
    this.list.list(this.listed, facets, this.otherwise(told.length));
    if (state.current !== null && !this.listed.includes(state.current)) this.state.current = null;
    this.drawCount();
  }

  /** @param {number} told @returns {HTMLElement | null} What the list says besides changes. */
  otherwise(told) {
    const data = /** @type {Comparison} */ (this.data);
    const left = `${data.leftOut.toLocaleString("en")} more nodes and edges changed than are listed here; diff.to_frame() has all of them.`;
    if (this.listed.length) return data.leftOut ? element("p", { class: "wfkit-quiet wfkit-change-remark" }, left) : null;
    if (told) return emptyState("Nothing matches the filter", "", wordButton("Show all changes", () => this.clear()));
    const hidden = /** @type {const} */ (["layout", "noise"]).filter((facet) => data.counts[facet] && !this.state.facets.includes(facet));
    if (!hidden.length) return emptyState("No changes", "The two versions are alike: nodes, edges, settings and layout.");
    const words = hidden.map((facet) => `${counted(data.counts[facet], "change")} of ${facet}`).join(" and ");
    return emptyState(`Only ${hidden.join(" and ")} changed`, "What the workflow does is as it was.", wordButton(`Show ${words}`, () => this.patch({ facets: hidden })));
  }

  clear() {
    this.input.value = "";
    this.found = null;
    this.patch({ kinds: [], query: "" });
  }

  drawCount() {
    const { current } = this.state;
    const count = this.listed.length;
    const place = current === null ? -1 : this.listed.indexOf(current);
    this.count.textContent = !count ? "none" : place < 0 ? counted(count, "change") : `${place + 1} of ${count}`;
    this.previous.disabled = this.next.disabled = !count;
    this.tabs.words("changes", `Changes ${count}`);
  }

  /** Shows the pictures of the view; they are asked for once. */
  async draw() {
    const { data, view } = this;
    // How wide it is decides on the view.
    if (!data || !data.nodes.length || !this.root.clientWidth) return;
    this.views.choose(view);
    if (this.drawn === `${data.name} ${view}`) return;
    this.drawn = `${data.name} ${view}`;
    const pictures = this.pictures.get(view) ?? await this.actions.pictures(view);
    if (data !== this.data || view !== this.view) return;
    this.pictures.set(view, pictures);
    const first = this.told.map((number) => data.groups[number].keys[0]).find(Boolean) ?? null;
    /** @type {Map<string, string>} */
    const marks = new Map(data.groups.filter((group) => group.section === "nodes").map((group) => [group.keys[0], group.mark]));
    this.pair.show(view, pictures, data.nodes, { sides: data.sides, stays: this.stays ?? false, first, label: data.summary, marks });
    this.stays = true;
    this.mark();
    this.pair.reveal(this.chosen());
  }

  /** @returns {string[]} The nodes that are looked at. */
  chosen() {
    const { state, data } = this;
    const group = state.current === null ? undefined : data?.groups[state.current];
    if (group?.keys.length) return group.keys;
    return state.selected === null ? [] : [state.selected];
  }

  /** Marks in the pictures what is chosen and what is listed. */
  mark() {
    const { data, state, told } = this;
    if (!data) return;
    const group = state.current === null ? undefined : data.groups[state.current];
    this.pair.choose(this.chosen(), group?.edges ?? []);
    const isFiltered = state.kinds.length > 0 || this.found !== null;
    const keys = told.filter((number) => data.groups[number].section === "nodes").flatMap((number) => data.groups[number].keys);
    this.pair.filter(new Set(keys), isFiltered ? this.listed.map((number) => data.groups[number]) : null);
  }

  /** Brings what is chosen into sight: in the pictures, in the list, and in the table of the node. */
  follow() {
    const { state, data } = this;
    if (!data) return;
    this.pair.reveal(this.chosen());
    this.list.choose(state.current);
    this.drawCount();
    this.tabs.words("node", state.selected === null ? "Node" : `Node: ${data.nodes.find(({ key }) => key === state.selected)?.label ?? state.selected}`);
    if (state.selected === null) this.showTab("changes");
    else this.showTab(state.current === null ? "node" : this.tab);
  }

  /** @param {number} number */
  choose(number) {
    const group = this.data?.groups[number];
    if (group) this.patch({ current: number, selected: group.section === "nodes" ? group.keys[0] : null });
  }

  /** @param {string | null} key @param {boolean} [byKeyboard] */
  chooseNode(key, byKeyboard = false) {
    const number = key === null ? undefined : this.listed.find((each) => this.data?.groups[each].section === "nodes" && this.data.groups[each].keys.includes(key));
    this.patch({ selected: key, current: number ?? null });
    if (byKeyboard && number !== undefined && this.tab === "changes") this.list.choose(number, true);
  }

  /** @param {string} name */
  chooseEdge(name) {
    const number = this.listed.find((each) => this.data?.groups[each].edges.includes(name));
    if (number !== undefined) this.choose(number);
  }

  /** @param {number} by */
  step(by) {
    const { listed, state } = this;
    if (!listed.length) return;
    const place = state.current === null ? (by > 0 ? -1 : 0) : listed.indexOf(state.current);
    this.showTab("changes");
    this.choose(listed[(place + by + listed.length) % listed.length]);
  }

  /** @param {string} tab */
  showTab(tab) {
    this.tab = tab;
    this.tabs.choose(tab);
    this.list.root.hidden = tab !== "changes";
    this.details.hidden = tab !== "node";
    if (tab === "changes") this.list.choose(this.state.current);
    else this.actions.guarded(() => this.drawDetails());
  }

  async drawDetails() {
    const { data, state: { selected } } = this;
    if (!data || selected === null) {
      this.details.replaceChildren(emptyState("No node is selected", "Click a node in the picture, or a change in the list, to see its settings in both versions."));
      return;
    }
    const found = await this.actions.details(selected);
    if (data !== this.data || selected !== this.state.selected) return;
    const change = data.groups.find((group) => group.section === "nodes" && group.keys[0] === selected);
    const chips = change ? found.chips : [...found.chips, "not changed"];
    this.details.replaceChildren(...detailsOf({ ...found, key: selected, chips }, {
      close: () => this.showTab("changes"),
      select: (key) => this.chooseNode(key),
      fold: () => {},
    }));
    this.details.scrollTop = 0;
  }

  async searched() {
    const query = this.input.value.trim();
    const { data } = this;
    if (query !== this.state.query) this.actions.changed({ query });
    this.state.query = query;
    const found = query && data ? new Set(await this.actions.find(query)) : null;
    if (data !== this.data || query !== this.input.value.trim()) return;
    this.found = found;
    this.narrow();
    this.mark();
  }

  /** @param {boolean} dark */
  paint(dark) {
    this.pair.paint(dark);
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target === this.input && event.key === "Escape" && this.input.value) {
      this.clear();
      return true;
    }
    if (target.matches("input, select, textarea")) return false;
    if (event.key === "n") this.step(1);
    else if (event.key === "p") this.step(-1);
    else if (event.key === "/") this.input.focus();
    else if (event.key === "Escape" && this.tab === "node" && this.details.contains(target)) this.showTab("changes");
    else return this.pair.pressed(event);
    return true;
  }

  stop() {
    this.stopWatching();
    this.search.stop();
    this.list.stop();
    this.pair.stop();
  }
}
