// @ts-check
/// <reference path="search.js" />
/// <reference path="minimap.js" />
/// <reference path="details.js" />

const PAN_PX = 60;
const ZOOM_STEP = 1.25;
const LEGIBLE = 0.6;
// Smaller than this, all of a graph is no more than dust: then its beginning is shown, and the map says where it is.
const DUST = 0.1;
const HELP = "Arrow keys move the picture, plus and minus zoom, 0 shows all, slash searches. " +
  "Enter goes to the nodes: there arrow keys go from node to node, Enter shows details, Escape leaves.";

/** One view of a graph panel. */
class GraphView {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    this.model = model;
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {string | null} */
    this.kept = null;
    this.isFitted = false;
    this.title = element("div", { class: "wfkit-title" });
    this.about = element("div", { class: "wfkit-quiet" });
    this.foldAll = wordButton("");
    this.sheet = element("style");
    this.stage = element("div", { class: "wfkit-stage" });
    this.hint = element("div", { class: "wfkit-hint wfkit-quiet", hidden: true }, "Click the graph, or hold Ctrl, to zoom with the wheel");
    this.empty = element("div", { class: "wfkit-empty", hidden: true }, "There is nothing to draw yet: this workflow has no nodes.");
    this.canvas = element("div", { class: "wfkit-canvas", tabindex: 0, role: "group", "aria-roledescription": "graph" }, this.stage, this.empty, this.hint);
    this.aside = element("aside", { class: "wfkit-details", "aria-label": "Details of the node", hidden: true });
    this.main = element("div", { class: "wfkit-graph-main" }, this.canvas, this.aside);
    this.view = new Viewport(this.canvas, this.stage, () => this.moved());
    this.search = searchBox(model, {
      places: () => this.places,
      show: (keys, current) => this.showMatches(keys, current),
      leave: () => this.canvas.focus(),
    });
    this.fault = faultBox(model);
    this.root = element("section", { class: "wfkit-panel wfkit-graph", "data-lm-suppress-shortcuts": true }, this.sheet, this.bar(), this.fault.box, this.main);
    this.stops = [this.search.stop, this.fault.stop, followTheme((dark) => this.paint(dark)), this.listen()];
    host.append(this.root);
    this.guarded(() => {
      this.draw();
      this.showDetails();
    });
  }

  /** The line above the picture. */
  bar() {
    const heading = element("div", { class: "wfkit-heading" }, this.title, this.about);
    this.level = element("span", { class: "wfkit-zoom-level wfkit-quiet", title: "Zoom" });
    this.foldAll.addEventListener("click", () => this.setFolded(this.foldedNow().length ? [] : this.foldable()));
    const smaller = signButton("Zoom out", "M3.5 8h9");
    const larger = signButton("Zoom in", "M3.5 8h9M8 3.5v9");
    const fit = signButton("Show all", "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10");
    smaller.addEventListener("click", () => this.view.zoom(1 / ZOOM_STEP));
    larger.addEventListener("click", () => this.view.zoom(ZOOM_STEP));
    fit.addEventListener("click", () => this.view.fit());
    const controls = element("div", { class: "wfkit-controls", role: "group", "aria-label": "Zoom" }, smaller, this.level, larger, fit);
    return element("div", { class: "wfkit-bar" }, heading, this.search.box, this.foldAll, controls);
  }

  /** @returns {() => void} Stops all listening. */
  listen() {
    const { model } = this;
    /** @type {Record<string, () => void>} */
    const heard = {
      "change:picture": () => this.guarded(() => this.draw()),
      "change:details": () => this.guarded(() => this.showDetails()),
      "change:selected": () => this.guarded(() => this.showDetails()),
      "change:height_px": () => this.resize(),
    };
    for (const [event, act] of Object.entries(heard)) model.on(event, act);
    const moves = letMove(this.view, () => this.explainWheel());
    this.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (!moves.wasDragged()) this.select(this.keyAt(event.target) ?? null);
    });
    this.canvas.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.focused(this.keyAt(event.target)));
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.pressed(event));
    const watcher = new ResizeObserver(() => {
      if (!this.canvas.clientWidth) return;
      const place = this.places.get(this.model.get("selected"));
      if (place && this.isFitted) this.view.reveal(place.box);
      else if (!this.isFitted) this.open();
      else if (this.view.isWhole) this.view.fit(false);
      else this.moved();
      this.isFitted = true;
    });
    watcher.observe(this.canvas);
    return () => {
      watcher.disconnect();
      clearTimeout(this.hintTimer);
      for (const [event, act] of Object.entries(heard)) model.off(event, act);
    };
  }

  /** Shows the picture of the model. */
  draw() {
    const { model } = this;
    this.resize();
    this.title.textContent = this.title.title = model.get("title");
    this.about.textContent = model.get("about");
    this.canvas.setAttribute("aria-label", `${model.get("title")}: ${model.get("about")}. ${HELP}`);
    const svg = pictureOf(model.get("picture"));
    this.view.size = { width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) };
    this.stage.replaceChildren(svg);
    this.svg = svg;
    this.places = placesOf(svg, model.get("nodes"));
    this.first()?.card.setAttribute("tabindex", "0");
    this.empty.hidden = this.places.size > 0;
    this.drawMap();
    const foldable = this.foldable();
    this.foldAll.hidden = !foldable.length;
    this.foldAll.textContent = this.foldedNow().length ? "Expand groups" : "Collapse groups";
    this.paint(isDark());
    const kept = this.kept === null ? undefined : this.places.get(this.kept);
    if (kept) this.view.centre(kept.box);
    else if (this.canvas.clientWidth) this.view.fit();
    this.kept = null;
    this.search.again();
    this.markSelected();
  }

  /** Shows the picture for the first time: only now is it certain to be in the page. */
  open() {
    this.paint(isDark());
    this.view.fit(false);
    const first = this.first();
    if (this.view.scale < DUST && first) this.view.centre(first.box, LEGIBLE);
  }

  drawMap() {
    this.map?.map.remove();
    this.map = this.places.size >= MINIMAP_FROM ? minimapOf(this.view, this.places) : undefined;
    if (this.map) this.canvas.append(this.map.map);
  }

  /** @param {boolean} dark */
  paint(dark) {
    this.root.classList.toggle("is-dark", dark);
    this.sheet.textContent = this.model.get("sheets")[dark ? "dark" : "light"];
    if (!this.svg) return;
    this.svg.setAttribute("class", `wfkit wfkit-${dark ? "dark" : "light"}`);
    const paper = this.svg.querySelector(".wf-paper");
    if (paper) this.canvas.style.background = getComputedStyle(paper).fill;
  }

  resize() {
    const height = `${this.model.get("height_px")}px`;
    this.main.style.height = height;
    this.main.style.setProperty("--wfkit-canvas-height", height);
  }

  moved() {
    if (!this.level) return;
    this.level.textContent = `${Math.round(this.view.scale * 100)} %`;
    this.map?.refresh();
  }

  /** @param {string[]} keys @param {string | undefined} current */
  showMatches(keys, current) {
    this.stage.classList.toggle("is-searching", keys.length > 0);
    this.mark("is-match", new Set(keys));
    this.mark("is-current", new Set(current === undefined ? [] : [current]));
    const place = current === undefined ? undefined : this.places.get(current);
    if (place) this.view.reveal(place.box, LEGIBLE);
  }

  /** @param {string} name @param {Set<string>} keys */
  mark(name, keys) {
    for (const { key, parts } of this.places.values()) {
      for (const part of parts) part.classList.toggle(name, keys.has(key));
    }
    this.map?.mark(name, keys);
  }

  markSelected() {
    const key = this.model.get("selected");
    this.mark("is-selected", new Set(key === null ? [] : [key]));
    return key;
  }

  /** Shows what Python says of the selected node; its name until it does. */
  showDetails() {
    const { model } = this;
    const key = this.markSelected();
    const place = this.places.get(key);
    const isOpen = key !== null;
    const hadFocus = this.aside.contains(document.activeElement);
    this.aside.hidden = !isOpen;
    if (!isOpen) return this.aside.replaceChildren();
    const known = model.get("details");
    const isThere = known && known.key === key;
    const label = place?.listed.label ?? key;
    const shown = isThere ? known : { key, label, chips: ["…"], remark: "", sections: [], sources: [], targets: [], fold: "" };
    this.aside.replaceChildren(...detailsOf(shown, {
      close: () => this.close(),
      select: (other) => this.select(other, true),
      fold: () => this.fold(key),
    }));
    this.aside.scrollTop = 0;
    if (hadFocus || this.wantsFocus) this.aside.querySelector("h3").focus({ preventScroll: true });
    if (isThere) this.wantsFocus = false;
    if (place) this.view.reveal(place.box);
  }

  /** @param {string | null} key @param {boolean} [byKeyboard] The details get the focus. */
  select(key, byKeyboard = false) {
    this.wantsFocus = byKeyboard && key !== null;
    if (this.model.get("selected") === key) {
      if (this.wantsFocus) this.showDetails();
      return;
    }
    this.model.set("selected", key);
    this.model.save_changes();
  }

  /** Closes the details, and goes back to their node. */
  close() {
    const place = this.places.get(this.model.get("selected"));
    this.select(null);
    if (place) this.focus(place);
    else this.canvas.focus();
  }

  /** Collapses a group, or expands it; it stays in sight. @param {string} key */
  fold(key) {
    const now = this.foldedNow();
    this.kept = key;
    this.setFolded(now.includes(key) ? now.filter((other) => other !== key) : [...now, key]);
  }

  /** @param {string[]} keys */
  setFolded(keys) {
    this.model.set("folded", keys);
    this.model.save_changes();
  }

  /** @returns {string[]} */
  foldable() {
    return this.model.get("groups");
  }

  /** @returns {string[]} */
  foldedNow() {
    return this.model.get("folded");
  }

  /** @param {EventTarget | null} target @returns {string | undefined} */
  keyAt(target) {
    const part = /** @type {SVGElement | null} */ (target instanceof Element ? target.closest("[data-node]") : null);
    return part?.dataset.node;
  }

  /** @returns {Place | undefined} Where the keyboard enters: the selected node, else the first. */
  first() {
    return this.places.get(this.model.get("selected")) ?? [...this.places.values()].find(({ card }) => !card.matches(".wf-group")) ?? [...this.places.values()][0];
  }

  /** @param {Place | undefined} place */
  focus(place) {
    if (!place) return;
    place.card.focus({ preventScroll: true });
    this.view.reveal(place.box);
  }

  /** One node at a time can be reached by Tab. @param {string | undefined} key */
  focused(key) {
    // A browser scrolls what has the focus into sight; here that is done by moving the picture.
    this.canvas.scrollTo(0, 0);
    const place = key === undefined ? undefined : this.places.get(key);
    if (!place) return;
    for (const { card } of this.places.values()) card.setAttribute("tabindex", card === place.card ? "0" : "-1");
    if (place.card.matches(":focus-visible")) this.view.reveal(place.box, FAR);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // In a notebook single letters are commands, and `d d` deletes the cell.
    event.stopPropagation();
    if (event.defaultPrevented) return;
    const isInside = this.canvas.contains(event.target);
    const place = this.places.get(this.keyAt(event.target) ?? "");
    const isDone = isInside ? this.moveBy(event.key) || (place ? this.pressedOn(place, event.key) : this.pressedOff(event.key)) : this.pressedAside(event);
    if (isDone) event.preventDefault();
  }

  /** @param {string} key @returns {boolean} Whether the key means something wherever the focus is in the picture. */
  moveBy(key) {
    if (key === "+" || key === "=") this.view.zoom(ZOOM_STEP);
    else if (key === "-" || key === "_") this.view.zoom(1 / ZOOM_STEP);
    else if (key === "0") this.view.fit();
    else if (key === "/") this.search.input.focus();
    else return false;
    return true;
  }

  /** @param {string} key @returns {boolean} */
  pressedOff(key) {
    /** @type {Record<string, [number, number]>} */
    const moves = { ArrowLeft: [PAN_PX, 0], ArrowRight: [-PAN_PX, 0], ArrowUp: [0, PAN_PX], ArrowDown: [0, -PAN_PX] };
    const move = moves[key];
    if (move) this.view.pan(...move);
    else if (key === "Enter") this.focus(this.first());
    else if (key === "Escape") this.select(null);
    else return false;
    return true;
  }

  /** @param {Place} place @param {string} key @returns {boolean} */
  pressedOn(place, key) {
    const all = [...this.places.values()];
    if (key.startsWith("Arrow")) this.focus(neighbourOf(all, place, key));
    else if (key === "Home") this.focus(all[0]);
    else if (key === "End") this.focus(all[all.length - 1]);
    else if (key === "Enter" || key === " ") this.select(place.key, true);
    else if (key === "Escape") this.canvas.focus();
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressedAside(event) {
    if (event.key !== "Escape" || !this.aside.contains(/** @type {Node} */ (event.target))) return false;
    this.close();
    return true;
  }

  explainWheel() {
    this.hint.hidden = false;
    clearTimeout(this.hintTimer);
    this.hintTimer = window.setTimeout(() => { this.hint.hidden = true; }, 1600);
  }

  /** @param {() => void} act */
  guarded(act) {
    try {
      act();
    } catch (error) {
      this.fault.say(error);
    }
  }

  stop() {
    for (const stop of this.stops) stop();
    this.root.remove();
  }
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new GraphView(model, el);
    return () => view.stop();
  },
};
