// @ts-check
/// <reference path="../canvas.js" />
/// <reference path="../controls.js" />
/// <reference path="../view.js" />

/**
 * The notebook that code goes to.
 * @typedef {{isOpen: () => boolean, folder: () => string | undefined, onChange: (heard: () => void) => void, insert: (code: string, isRun: boolean) => Promise<void>}} Notebook
 * @typedef {View & {notebook: Notebook, registry: HTMLSelectElement, server: (path: string, query?: Record<string, any>) => Promise<any>, choose: (id: string | null) => void, leave: () => void}} Side
 */

/** What the sidebar shows of one workflow: its picture, its versions, and code to put into a notebook. */
class Chosen {
  /** @param {Side} side */
  constructor(side) {
    this.side = side;
    this.round = 0;
    this.drawing = 0;
    /** @type {any} */
    this.shown = null;
    /** @type {number | null} The version that is looked at, None for the newest. */
    this.version = null;
    this.title = element("h3", { class: "wfkit-dock-title", tabindex: -1 });
    this.about = element("div", { class: "wfkit-quiet" });
    this.description = element("p", { class: "wfkit-dock-description" });
    this.canvas = new Canvas({ choose: (key) => this.canvas.select(key) }, { hasMap: false });
    this.noPicture = element("p", { class: "wfkit-dock-description wfkit-quiet", hidden: true });
    this.code = element("div", { class: "wfkit-dock-code" });
    this.put = wordButton("Insert into notebook");
    this.panels = element("div", { class: "wfkit-dock-buttons", role: "group", "aria-label": "Panels" });
    this.versions = element("ul", { class: "wfkit-dock-list", "aria-label": "Versions" });
    this.roving = letRove(this.versions, ".wfkit-dock-row");
    this.root = element("section", { class: "wfkit-dock-details", "aria-label": "Selected workflow", hidden: true });
    this.build();
  }

  build() {
    const close = signButton("Close", "M4 4l8 8M12 4l-8 8", () => this.side.leave());
    this.put.addEventListener("click", () => this.insert(this.lines().join("\n"), false, "Put into the notebook"));
    for (const [name, title] of [["graph", "Graph"], ["history", "History"], ["diff", "Compare"]]) {
      const button = wordButton(title, () => this.insert(`${this.lines().join("\n")}\n${this.call(name)}`, true, `${title} opened in the notebook`));
      this.panels.append(button);
    }
    const heading = element("div", { class: "wfkit-dock-line" }, this.title, close);
    this.frame = element("div", { class: "wfkit-dock-picture" }, this.canvas.root);
    this.root.append(heading, this.about, this.description, this.frame, this.noPicture, this.code, this.panels, element("h4", { class: "wfkit-dock-subtitle" }, "Versions"), this.versions);
  }

  /** Shows a workflow, or none. @param {string | null} id @param {boolean} [isSame] The one that is shown already, as it is now. */
  async show(id, isSame = false) {
    const round = ++this.round;
    if (id === null) {
      this.shown = null;
      this.root.hidden = true;
      return;
    }
    if (!isSame) this.version = null;
    let found;
    try {
      found = await this.side.server("workflow", { id, registry: this.side.registry.value, beside: this.side.notebook.folder() });
    } catch (error) {
      if (round !== this.round) return;
      // Whoever deleted it knows; the list says so already.
      if (isSame && /** @type {any} */ (error).kind === "not-found") return this.side.choose(null);
      throw error;
    }
    if (round !== this.round) return;
    const isChanged = JSON.stringify(found) !== JSON.stringify(this.shown);
    this.shown = found;
    this.root.hidden = false;
    if (!isChanged && isSame) return;
    this.describe();
    await this.draw();
  }

  describe() {
    const { name, format, version, updated_at, tags, description } = this.shown;
    this.title.textContent = this.title.title = name;
    this.about.replaceChildren(`${format} · version ${version} · `, timeOf(updated_at), ...(tags.length ? [chips(tags)] : []));
    this.description.textContent = description;
    this.description.hidden = !description;
    this.offer();
    this.list();
  }

  /** Shows the code, and what can be done with it: more while a notebook is open. */
  offer() {
    if (!this.shown) return;
    const line = codeLine(this.lines().join("\n"));
    line.append(this.put);
    this.code.replaceChildren(line);
    const isOpen = this.side.notebook.isOpen();
    for (const button of [this.put, ...this.panels.querySelectorAll("button")]) {
      button.disabled = !isOpen;
      button.title = isOpen ? "" : "Open a notebook first";
    }
  }

  list() {
    const { versions, total, version: newest } = this.shown;
    const rows = versions.map((/** @type {any} */ row) => this.row(row, row.version === (this.version ?? newest)));
    const rest = total - versions.length;
    const more = rest > 0 ? [element("li", { class: "wfkit-quiet wfkit-dock-more" }, `${rest.toLocaleString("en")} older: wf.versions() lists them`)] : [];
    this.versions.replaceChildren(...rows, ...more);
    this.roving.enter(this.versions.querySelector("[aria-current]"));
  }

  /** @param {any} row @param {boolean} isCurrent */
  row({ version, message, author, created_at, tags }, isCurrent) {
    const title = element("span", { class: "wfkit-dock-name" }, `${version}`, message ? ` · ${message}` : "");
    const about = element("span", { class: "wfkit-dock-about wfkit-quiet" }, `${author} · `, timeOf(created_at));
    const button = element("button", { type: "button", class: "wfkit-dock-row", tabindex: -1, title: message, "aria-current": isCurrent ? "true" : undefined, "data-version": version }, title, about);
    if (tags.length) button.append(chips(tags));
    button.addEventListener("click", () => this.side.guarded(() => this.look(version)));
    return element("li", {}, button);
  }

  /** Looks at one version. @param {number} version */
  async look(version) {
    this.version = version === this.shown.version ? null : version;
    for (const row of this.roving.items()) {
      if (row.dataset.version === String(version)) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.offer();
    await this.draw();
  }

  async draw() {
    const drawing = ++this.drawing;
    const { id, name, version: newest } = this.shown;
    const query = { id, version: this.version ?? newest, registry: this.side.registry.value };
    const found = await this.side.server("picture", query).catch((error) => ({ error }));
    if (drawing !== this.drawing) return;
    this.frame.hidden = Boolean(found.error);
    this.noPicture.hidden = !found.error;
    if (found.error) this.noPicture.textContent = `No picture: ${found.error.message}`;
    else this.canvas.show(found.picture, found.nodes, { label: `${name}, version ${found.version}` });
  }

  /** @returns {string[]} The code that gets what is looked at. */
  lines() {
    return ["import wfkit", `wf = ${this.shown.code}`, ...(this.version === null ? [] : [`version = wf.at(${this.version})`])];
  }

  /** @param {string} name Of a panel. */
  call(name) {
    const { version: newest } = this.shown;
    if (name === "graph") return `wfkit.ui.graph(${this.version === null ? "wf" : "version"})`;
    if (name === "history") return "wfkit.ui.history(wf)";
    const old = this.version ?? Math.max(1, newest - 1);
    return `wfkit.ui.diff(wf, ${old}, ${newest})`;
  }

  /** @param {string} code @param {boolean} isRun @param {string} words */
  insert(code, isRun, words) {
    this.side.guarded(async () => {
      await this.side.notebook.insert(code, isRun);
      this.side.status.say(words);
      clearTimeout(this.silence);
      this.silence = window.setTimeout(() => this.side.status.say(""), 4000);
    });
  }
}

/** @param {string[]} words @returns {HTMLElement} */
function chips(words) {
  return element("span", { class: "wfkit-dock-chips" }, ...words.map((word) => element("span", { class: "wfkit-dock-chip" }, word)));
}
