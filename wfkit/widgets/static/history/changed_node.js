// @ts-check
/// <reference path="../view.js" />

let filters = 0;

/** A field for the name of a node: then only the versions that changed it are listed. */
class ChangedNode {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.turn = 0;
    /** @type {Promise<boolean> | null} */
    this.reading = null;
    const id = `wfkit-nodes-${filters++}`;
    this.options = element("datalist", { id });
    this.input = element("input", { class: "wfkit-input", list: id, placeholder: "Changed node", title: "Only versions that changed this node", "aria-label": "Only versions that changed this node", autocomplete: "off", spellcheck: "false" });
    this.box = element("div", { class: "wfkit-node-filter" }, this.input, this.options);
    this.words = element("span", { role: "status" });
    this.clear = element("button", { type: "button", class: "wfkit-link" }, "Show all versions");
    this.banner = element("div", { class: "wfkit-node-banner", hidden: true }, this.words, this.clear);
    this.clear.addEventListener("click", () => this.end());
    this.input.addEventListener("focus", () => view.guarded(() => this.read()));
    this.input.addEventListener("change", () => this.typed());
    this.input.addEventListener("input", (/** @type {InputEvent} */ event) => {
      // What was picked from the list comes in one piece.
      if (event.inputType === "insertReplacementText" || !event.inputType) this.typed();
    });
    this.input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !(this.input.value || this.isActive)) return;
      event.preventDefault();
      this.end();
    });
    view.on("change:names", () => this.list());
    this.list();
  }

  get isActive() {
    return Boolean(this.view.model.get("node"));
  }

  typed() {
    const name = this.input.value.trim();
    if (name === this.view.model.get("node_label")) return;
    if (name) this.view.guarded(() => this.follow(name));
    else this.end();
  }

  /** Lists only what changed this node. @param {string} node Its id or its label. */
  async follow(node) {
    const turn = ++this.turn;
    this.input.value = node;
    if (!(await this.read((done, of) => this.tell(`Reading the history: ${done.toLocaleString("en")} of ${of.toLocaleString("en")} versions`, "Stop"), turn))) return;
    const { words } = await this.view.ask("follow", { node });
    if (turn !== this.turn) return;
    if (words) this.tell(words, "Clear");
    else this.show(this.view.model.get("node_label"), this.view.model.get("found"));
  }

  /**
   * Reads the history on, piece by piece: all names of nodes are known then.
   * @param {(done: number, of: number) => void} [tell] @param {number} [turn] When another one begins, this one is over.
   * @returns {Promise<boolean>} Whether all of it is read.
   */
  async read(tell, turn) {
    for (;;) {
      const { left, of } = await this.view.ask("read_on");
      if (!left) return true;
      if (turn === undefined ? focusNow() !== this.input : turn !== this.turn) return false;
      tell?.(of - left, of);
    }
  }

  /** Shows all versions again. */
  end() {
    this.turn++;
    this.input.value = "";
    this.banner.hidden = true;
    if (this.isActive) this.view.set({ node: "" });
    this.input.focus();
  }

  /** @param {string} words @param {string} offer */
  tell(words, offer) {
    this.banner.hidden = false;
    this.words.textContent = words;
    this.clear.textContent = offer;
  }

  /** Says which node is followed. @param {string} node @param {number} found */
  show(node, found) {
    if (node && this.shown !== `${node} ${found}`) {
      this.tell(`${counted(found, "version")} changed ${node}`, "Show all versions");
      this.input.value = node;
    } else if (!node && this.shown) this.banner.hidden = true;
    this.shown = node && `${node} ${found}`;
  }

  list() {
    this.options.replaceChildren(...this.view.model.get("names").map((/** @type {string} */ name) => element("option", { value: name })));
  }

  stop() {
    this.turn++;
  }
}
