// @ts-check
/// <reference path="../view.js" />
/// <reference path="../controls.js" />
/// <reference path="chosen.js" />

/**
 * What JupyterLab gives the sidebar: a way to ask the server, and the notebook that code goes to.
 * @typedef {{ask: (path: string, query?: Record<string, any>) => Promise<any>, notebook: Notebook, el: HTMLElement}} Given
 */

const LOOK_AGAIN_MS = 3000;
const ANY_FORMAT = "Any format";
const REFRESH = "M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3";
/** @type {Record<string, string>} */
const TROUBLES = {
  "not-found": "No registry yet",
  busy: "The registry is busy",
  "too-new": "A newer wfkit wrote this registry",
  "too-old": "The registry is of an older wfkit",
  unusable: "This is no registry",
  offline: "No answer",
};
/** @type {Record<string, string>} */
const ADVICE = {
  "not-found": "It is made by the first line of Python that opens it:",
  busy: "A kernel holds it; it will be shown when that is done.",
  "too-new": "Upgrade wfkit where the Jupyter server runs.",
  "too-old": "This line of Python brings it up to date; looking at it here changes nothing:",
};
/** @type {Model} There is no Python object behind the sidebar. */
const NO_MODEL = { get: () => null, set: () => {}, on: () => {}, off: () => {}, save_changes: () => {}, send: () => {} };

/** The workflows of a registry, one under the other, and below them the one that was chosen. */
class SidebarView extends View {
  /** @param {Given} given */
  constructor({ ask, notebook, el }) {
    super(NO_MODEL, el, "wfkit-dock");
    this.server = ask;
    this.notebook = notebook;
    this.page = 1;
    this.stamp = "";
    this.round = 0;
    /** @type {string | null} */
    this.chosen = null;
    /** @type {Map<string, string>} The code that opens each registry. */
    this.codes = new Map();
    this.registry = selectOf("Registry");
    this.search = element("input", { type: "search", class: "wfkit-input", placeholder: "Search workflows", "aria-label": "Search workflows" });
    this.kind = selectOf("Kind", [["", "All"], ["workflows", "Workflows"], ["templates", "Templates"]]);
    this.format = selectOf("Format", [["", ANY_FORMAT]]);
    this.list = element("ul", { class: "wfkit-dock-list", "aria-label": "Workflows" });
    this.roving = letRove(this.list, ".wfkit-dock-row");
    this.nothing = element("div", { hidden: true });
    this.count = element("span", { class: "wfkit-quiet", role: "status" });
    this.previous = signButton("Previous page", "M10 4l-4 4 4 4");
    this.next = signButton("Next page", "M6 4l4 4-4 4");
    this.details = new Chosen(this);
    const scroll = element("div", { class: "wfkit-dock-scroll" }, this.list, this.nothing);
    const pager = element("div", { class: "wfkit-dock-pager" }, this.count, this.previous, this.next);
    this.root.append(this.bar(), this.fault.box, scroll, pager, this.details.root, this.status.box);
    this.listen();
    this.start();
  }

  bar() {
    const refresh = signButton("Refresh", REFRESH, () => this.guarded(() => this.refresh()));
    const first = element("div", { class: "wfkit-dock-line" }, this.registry, refresh);
    const filters = element("div", { class: "wfkit-dock-line" }, this.kind, this.format);
    return element("div", { class: "wfkit-dock-bar" }, first, this.search, filters);
  }

  listen() {
    const again = () => this.guarded(() => this.turn(1));
    const typed = debounced(again);
    this.search.addEventListener("input", typed);
    this.stops.push(typed.stop);
    for (const select of [this.kind, this.format]) select.addEventListener("change", again);
    this.registry.addEventListener("change", () => {
      this.choose(null);
      again();
    });
    this.previous.addEventListener("click", () => this.guarded(() => this.turn(this.page - 1)));
    this.next.addEventListener("click", () => this.guarded(() => this.turn(this.page + 1)));
    this.notebook.onChange(() => this.guarded(() => this.details.offer()));
  }

  /** The sidebar came into sight. */
  shown() {
    this.hidden();
    this.guarded(() => this.refresh());
    this.timer = window.setInterval(() => this.guarded(() => this.look()), LOOK_AGAIN_MS);
  }

  /** It is out of sight: nothing is asked for. */
  hidden() {
    clearInterval(this.timer);
  }

  /** Shows anew what there is, where it was. */
  async refresh() {
    await this.showRegistries();
    await this.turn(this.page);
    if (this.chosen !== null) await this.details.show(this.chosen, true);
  }

  /** Refreshes when the registry has changed since. */
  async look() {
    if (document.hidden || this.isLooking) return;
    this.isLooking = true;
    try {
      const stamp = await this.server("stamp", { registry: this.registry.value }).catch(() => this.stamp);
      const isNew = stamp !== this.stamp;
      this.stamp = stamp;
      if (isNew) await this.refresh();
    } finally {
      this.isLooking = false;
    }
  }

  async showRegistries() {
    const chosen = this.registry.value;
    /** @type {{key: string, name: string, path: string, code: string}[]} */
    const found = await this.server("registries", { beside: this.notebook.folder() }).catch(() => []);
    this.codes = new Map(found.map(({ key, code }) => [key, code]));
    const options = found.map(({ key, name, path }) => element("option", { value: key, title: path }, name));
    this.registry.replaceChildren(...options);
    this.registry.value = found.some(({ key }) => key === chosen) ? chosen : "";
    this.registry.title = this.registry.selectedOptions[0]?.title ?? "";
    // Where there is one registry, there is nothing to choose.
    this.registry.disabled = found.length < 2;
  }

  /** Shows a page of what is asked for. @param {number} page @returns {Promise<void>} */
  async turn(page) {
    const round = ++this.round;
    const query = { search: this.search.value.trim(), kind: this.kind.value, format: this.format.value };
    const wait = window.setTimeout(() => this.root.classList.add("is-busy"), BUSY_AFTER_MS);
    try {
      const stamp = await this.server("stamp", { registry: this.registry.value });
      const found = await this.server("workflows", { ...query, registry: this.registry.value, page });
      if (round !== this.round) return;
      if (!found.rows.length && page > 1) return this.turn(Math.max(1, Math.ceil(found.total / found.limit)));
      this.stamp = stamp;
      this.page = page;
      this.fill(found, Object.values(query).some(Boolean));
    } catch (error) {
      if (round === this.round) this.refused(error);
    } finally {
      clearTimeout(wait);
      this.root.classList.remove("is-busy");
    }
  }

  /** @param {{rows: any[], total: number, limit: number, formats: [string, number][]}} found @param {boolean} isFiltered */
  fill({ rows, total, limit, formats }, isFiltered) {
    this.offerFormats(formats);
    const focused = /** @type {HTMLElement | null} */ (focusNow()?.closest(".wfkit-dock-row"))?.dataset.id;
    this.list.replaceChildren(...rows.map((row) => this.row(row)));
    const kept = focused === undefined ? null : this.rowOf(focused);
    this.roving.enter(kept ?? this.rowOf(this.chosen ?? ""));
    kept?.focus({ preventScroll: true });
    const first = (this.page - 1) * limit + 1;
    const whole = total.toLocaleString("en");
    this.count.textContent = total > limit ? `${first.toLocaleString("en")}–${(first + rows.length - 1).toLocaleString("en")} of ${whole}` : counted(total, "workflow");
    this.previous.hidden = this.next.hidden = total <= limit;
    this.previous.disabled = this.page <= 1;
    this.next.disabled = first + rows.length > total;
    this.tell(rows.length ? null : isFiltered ? this.notFound() : this.empty());
  }

  /** The formats that there are, and the one that is chosen. @param {[string, number][]} formats */
  offerFormats(formats) {
    const chosen = this.format.value;
    const known = formats.some(([name]) => name === chosen) || !chosen ? formats : [...formats, /** @type {[string, number]} */ ([chosen, 0])];
    const options = known.map(([name, count]) => element("option", { value: name }, `${name} (${count.toLocaleString("en")})`));
    this.format.replaceChildren(element("option", { value: "" }, ANY_FORMAT), ...options);
    this.format.value = chosen;
  }

  /** @param {string} id @returns {HTMLElement | null} */
  rowOf(id) {
    return this.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** @param {any} row @returns {HTMLElement} */
  row({ id, name, format, version, is_template, updated_at, tags, description }) {
    const about = [format, `v${version}`, ...(is_template ? ["template"] : [])].join(" · ");
    const second = element("span", { class: "wfkit-dock-about wfkit-quiet" }, `${about} · `, timeOf(updated_at));
    const title = element("span", { class: "wfkit-dock-name" }, name);
    const button = element("button", {
      type: "button", class: "wfkit-dock-row", "data-id": id, tabindex: -1, title: [name, description].filter(Boolean).join("\n"),
      "aria-current": id === this.chosen ? "true" : undefined,
    }, title, second);
    if (tags.length) button.append(chips(tags));
    button.addEventListener("click", () => this.choose(id));
    return element("li", {}, button);
  }

  /** @param {HTMLElement | null} words In place of the list. */
  tell(words) {
    this.list.hidden = words !== null;
    this.nothing.hidden = words === null;
    this.nothing.replaceChildren(...(words ? [words] : []));
  }

  notFound() {
    const clear = wordButton("Clear search and filters");
    clear.addEventListener("click", () => {
      this.search.value = this.kind.value = this.format.value = "";
      this.search.focus();
      this.guarded(() => this.turn(1));
    });
    return emptyState("Nothing found", "No workflow of this registry fits the search and the filters.", clear);
  }

  empty() {
    return emptyState("No workflows yet", "They are shown here as soon as they are there. Two ways to begin:",
      ...["use_template(\"Simple RAG\")", "import_files(\"flows/\")"].map((call) => this.codeOf(`.${call}`)));
  }

  /** @param {string} call What is done with the registry. @returns {HTMLElement} */
  codeOf(call) {
    return codeLine(`import wfkit\n${this.codes.get(this.registry.value) || "wfkit.open()"}${call}`);
  }

  /** @param {any} error */
  refused(error) {
    const title = TROUBLES[error.kind];
    if (title === undefined) throw error;
    const again = wordButton("Try again", () => this.guarded(() => this.refresh()));
    this.count.textContent = "";
    this.previous.hidden = this.next.hidden = true;
    const code = ["not-found", "too-old"].includes(error.kind) ? [this.codeOf(error.kind === "not-found" ? ".use_template(\"Simple RAG\")" : "")] : [];
    const words = [`${error.message[0].toUpperCase()}${error.message.slice(1)}.`, ADVICE[error.kind] ?? ""].join(" ");
    this.tell(emptyState(title, words, ...code, again));
  }

  /** Shows a workflow below the list, or none. @param {string | null} id */
  choose(id) {
    this.chosen = id;
    for (const row of this.roving.items()) {
      if (row.dataset.id === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.guarded(async () => {
      await this.details.show(id);
      // The list is shorter now.
      this.rowOf(id ?? "")?.scrollIntoView({ block: "nearest" });
    });
  }

  /** Closes the details, and goes back to their row. */
  leave() {
    const row = this.rowOf(this.chosen ?? "");
    this.choose(null);
    (row ?? this.search).focus();
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.details.canvas.paint(dark);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (this.details.canvas.pressed(event)) return true;
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape" && this.details.root.contains(target)) this.leave();
    else if (event.key === "/" && !target.matches("input, select")) this.search.focus();
    else if (event.key === "ArrowDown" && target === this.search) this.roving.items()[0]?.focus();
    else return false;
    return true;
  }

  stop() {
    this.hidden();
    this.details.canvas.stop();
    super.stop();
  }
}

/** @param {Given} given */
export default (given) => new SidebarView(given);
