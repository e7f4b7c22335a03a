// @ts-check
/// <reference path="../view.js" />
/// <reference path="../canvas.js" />
/// <reference path="search.js" />
/// <reference path="../details.js" />

/** One view of a graph panel. */
class GraphView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-graph");
    /** @type {string | null} */
    this.kept = null;
    this.title = element("div", { class: "wfkit-title" });
    this.about = element("div", { class: "wfkit-quiet" });
    this.foldAll = wordButton("");
    this.foldAll.classList.add("wfkit-fold-all");
    this.canvas = new Canvas({
      choose: (key, byKeyboard) => this.select(key, byKeyboard),
      slash: () => this.search.input.focus(),
    }, { dust: dustAt });
    this.aside = element("aside", { class: "wfkit-details", "aria-label": "Details of the node", hidden: true });
    this.main = element("div", { class: "wfkit-graph-main" }, this.canvas.root, this.aside);
    this.search = searchBox(model, {
      places: () => this.canvas.places,
      show: (keys, current) => this.canvas.showMatches(keys, current),
      leave: () => this.canvas.root.focus(),
    });
    this.root.append(this.bar(), this.fault.box, this.main);
    this.stops.push(this.search.stop, () => this.canvas.stop());
    this.on("change:picture", () => this.draw());
    this.on("change:details", () => this.showDetails());
    this.on("change:selected", () => this.showDetails());
    this.on("change:height_px", () => this.resize());
    this.start();
    this.guarded(() => {
      this.draw();
      this.showDetails();
    });
  }

  /** The line above the picture. */
  bar() {
    const heading = element("div", { class: "wfkit-heading" }, this.title, this.about);
    this.foldAll.addEventListener("click", () => this.setFolded(this.foldedNow().length ? [] : this.foldable()));
    return element("div", { class: "wfkit-bar" }, heading, this.search.box, this.foldAll, this.canvas.controls);
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.canvas.paint(dark);
  }

  /** Shows the picture of the model. */
  draw() {
    const { model } = this;
    this.resize();
    this.title.textContent = this.title.title = model.get("title");
    this.about.textContent = model.get("about");
    this.canvas.show(model.get("picture"), model.get("nodes"), {
      label: `${model.get("title")}: ${model.get("about")}`, kept: this.kept,
    });
    this.kept = null;
    this.foldAll.hidden = !this.foldable().length;
    this.foldAll.replaceChildren(this.foldedNow().length ? "Expand" : "Collapse", element("span", { class: "wfkit-fold-noun" }, " groups"));
    this.search.again();
  }

  resize() {
    const height = `${this.model.get("height_px")}px`;
    this.main.style.height = height;
    this.main.style.setProperty("--wfkit-canvas-height", height);
  }

  /** Shows what Python says of the selected node; its name until it does. */
  showDetails() {
    const { model } = this;
    const key = model.get("selected");
    this.canvas.select(key);
    const hadFocus = this.aside.contains(focusNow());
    this.aside.hidden = key === null;
    if (key === null) return this.aside.replaceChildren();
    const known = model.get("details");
    const isThere = known && known.key === key;
    const label = this.canvas.places.get(key)?.listed.label ?? key;
    const shown = isThere ? known : { key, label, chips: ["…"], remark: "", sections: [], sources: [], targets: [], fold: "" };
    this.aside.replaceChildren(...detailsOf(shown, {
      close: () => this.close(),
      select: (other) => this.select(other, true),
      fold: () => this.fold(key),
    }));
    this.aside.scrollTop = 0;
    if (hadFocus || this.wantsFocus) this.aside.querySelector("h3").focus({ preventScroll: true });
    if (isThere) this.wantsFocus = false;
    this.canvas.reveal(key);
  }

  /** @param {string | null} key @param {boolean} [byKeyboard] The details get the focus. */
  select(key, byKeyboard = false) {
    this.wantsFocus = byKeyboard && key !== null;
    if (this.model.get("selected") === key) {
      if (this.wantsFocus) this.showDetails();
      return;
    }
    this.set({ selected: key });
  }

  /** Closes the details, and goes back to their node. */
  close() {
    const place = this.canvas.places.get(this.model.get("selected"));
    this.select(null);
    this.canvas.focus(place);
  }

  /** Collapses a group, or expands it; it stays in sight. @param {string} key */
  fold(key) {
    const now = this.foldedNow();
    this.kept = key;
    this.setFolded(now.includes(key) ? now.filter((other) => other !== key) : [...now, key]);
  }

  /** @param {string[]} keys */
  setFolded(keys) {
    this.set({ folded: keys });
  }

  /** @returns {string[]} */
  foldable() {
    return this.model.get("groups");
  }

  /** @returns {string[]} */
  foldedNow() {
    return this.model.get("folded");
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    if (event.key === "Escape" && this.aside.contains(/** @type {Node} */ (event.target))) {
      this.close();
      return true;
    }
    return this.canvas.pressed(event);
  }
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new GraphView(model, el);
    return () => view.stop();
  },
};
