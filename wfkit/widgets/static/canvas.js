// @ts-check
/// <reference path="looks.d.ts" />
/// <reference path="picture.js" />
/// <reference path="minimap.js" />

const PAN_PX = 60;
const PAPER = /\.wf-paper\{fill:([^;}]+)/;
const ZOOM_STEP = 1.25;
const LEGIBLE = 0.6;
const COMFORTABLE = 0.8;
// Smaller than this, all of a graph is no more than dust: then its beginning is shown, and the map says where it is.
const DUST = 0.1;
// In a narrow frame not even the shape of what cannot be read is worth its place.
const NARROW = { px: 480, dust: 0.45 };
const WIDE = { px: 1200, dust: DUST };
// Where there is a place to begin at, that is shown rather than all of a graph in which no word can be read.
const SMALL = 0.2;
const KEYS = "Arrow keys move the picture, plus and minus zoom, 0 shows all. " +
  "Enter goes to the nodes: there arrow keys go from node to node, Enter selects one, Escape leaves.";

/**
 * The picture of a workflow to move about in: by mouse, by touch and by keyboard.
 *
 * `root` is the picture and `controls` the buttons that zoom. Keys reach it through `pressed`.
 */
class Canvas {
  /**
   * @param {{choose: (key: string | null, byKeyboard: boolean) => void, moved?: () => void, slash?: () => void}} actions
   *   `choose` is told which node was clicked, None for the ground; `moved` of every move; `slash` of the key that searches.
   * @param {{empty?: string, hasMap?: boolean, dust?: (width: number) => number}} [looks]
   *   Where all of the picture would be smaller than `dust` says for the width of the frame, its beginning is shown.
   */
  constructor(actions, { empty = "There is nothing to draw yet: this workflow has no nodes.", hasMap = true, dust = () => DUST } = {}) {
    this.actions = actions;
    this.dust = dust;
    this.hasMap = hasMap;
    this.isAtBeginning = false;
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {string | null} */
    this.selected = null;
    this.isFitted = false;
    /** @type {Box | undefined} What to begin at, where all is too small. */
    this.beginning = undefined;
    /** @type {{svg: SVGSVGElement, theme: string} | undefined} */
    this.painted = undefined;
    this.sheet = element("style");
    this.stage = element("div", { class: "wfkit-stage" });
    this.hint = element("div", { class: "wfkit-hint wfkit-quiet", hidden: true }, "Click the graph, or hold Ctrl, to zoom with the wheel");
    this.empty = element("div", { class: "wfkit-empty", hidden: true }, empty);
    this.root = element("div", { class: "wfkit-canvas", tabindex: 0, role: "group", "aria-roledescription": "graph" }, this.sheet, this.stage, this.empty, this.hint);
    this.view = new Viewport(this.root, this.stage, () => this.moved());
    this.controls = this.zoomButtons();
    this.stopWatching = this.listen();
  }

  zoomButtons() {
    this.level = element("span", { class: "wfkit-zoom-level wfkit-quiet", title: "Zoom" });
    const smaller = signButton("Zoom out", "M3.5 8h9");
    const larger = signButton("Zoom in", "M3.5 8h9M8 3.5v9");
    const fit = signButton("Show all", "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10");
    smaller.addEventListener("click", () => this.view.zoom(1 / ZOOM_STEP));
    larger.addEventListener("click", () => this.view.zoom(ZOOM_STEP));
    fit.addEventListener("click", () => this.view.fit());
    return element("div", { class: "wfkit-controls", role: "group", "aria-label": "Zoom" }, smaller, this.level, larger, fit);
  }

  /** @returns {() => void} */
  listen() {
    const moves = letMove(this.view, () => this.explainWheel());
    this.root.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (!moves.wasDragged()) this.actions.choose(this.keyAt(event.target) ?? null, false);
    });
    this.root.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.focused(this.keyAt(event.target)));
    const watcher = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect));
    watcher.observe(this.root);
    return () => watcher.disconnect();
  }

  /**
   * Shows a picture in place of the one before.
   * @param {string} picture SVG, as `render` draws it.
   * @param {Listed[]} nodes What is in it.
   * @param {{label: string, kept?: string | null, stays?: boolean}} about `kept` is a node to stay in sight; `stays` leaves place and zoom as they are.
   */
  show(picture, nodes, { label, kept = null, stays = false }) {
    this.root.setAttribute("aria-label", `${label}. ${KEYS}${this.actions.slash ? " Slash searches." : ""}`);
    const svg = pictureOf(picture);
    this.view.size = { width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) };
    this.stage.replaceChildren(svg);
    this.svg = svg;
    this.places = placesOf(svg, nodes);
    this.first()?.card.setAttribute("tabindex", "0");
    this.empty.hidden = this.places.size > 0;
    this.paint(isDark());
    this.isAtBeginning &&= stays;
    this.drawMap();
    this.select(this.selected);
    const place = kept === null ? undefined : this.places.get(kept);
    if (place) this.view.centre(place.box);
    else if (this.isFitted && !stays) this.open();
    else if (this.isFitted && this.view.isWhole) this.view.fit(false);
    else if (this.isFitted) this.view.pan(0, 0);
  }

  /** Shows the picture from its beginning: only once it is in the page. */
  open() {
    // Who follows its moves does so from the first on.
    this.isFitted = true;
    this.view.fit(false);
    const box = this.beginning ?? this.first()?.box;
    if (!box || this.view.scale >= (this.beginning ? SMALL : this.dust(this.view.width))) return;
    const scale = Math.min(COMFORTABLE, Math.max(LEGIBLE, this.view.scaleToHeight));
    this.view.centre(box, scale, false);
    this.isAtBeginning = true;
    this.drawMap();
  }

  /** @param {{width: number, height: number}} frame */
  resized({ width, height }) {
    if (!width) return;
    this.view.width = Math.round(width);
    this.view.height = Math.round(height);
    const place = this.places.get(this.selected ?? "");
    if (!this.isFitted) this.open();
    else if (place) this.view.reveal(place.box);
    else if (this.view.isWhole) this.view.fit(false);
    else this.moved();
  }

  drawMap() {
    this.map?.map.remove();
    const isWanted = this.isAtBeginning || this.places.size >= MINIMAP_FROM;
    this.map = this.hasMap && isWanted ? minimapOf(this.view, this.places) : undefined;
    if (this.map) this.root.append(this.map.map);
  }

  /** @param {boolean} dark */
  paint(dark) {
    const theme = dark ? "dark" : "light";
    // A style sheet that is written has the browser look at every element again, even with the same text.
    if (!this.svg || (this.painted?.svg === this.svg && this.painted.theme === theme)) return;
    if (this.painted?.theme !== theme) this.sheet.textContent = LOOKS[theme];
    this.svg.setAttribute("class", `wfkit wfkit-${theme}`);
    this.root.style.background = LOOKS[theme].match(PAPER)?.[1] ?? "";
    this.painted = { svg: this.svg, theme };
  }

  moved() {
    if (!this.level) return;
    this.level.textContent = `${Math.round(this.view.scale * 100)} %`;
    this.map?.refresh();
    this.actions.moved?.();
  }

  /** Gives the nodes of these keys a class, and takes it from all others. @param {string} name @param {Set<string>} keys */
  mark(name, keys) {
    for (const { key, parts } of this.places.values()) {
      for (const part of parts) part.classList.toggle(name, keys.has(key));
    }
    this.map?.mark(name, keys);
  }

  /** Marks what was found; the current one comes into sight. @param {string[]} keys @param {string | undefined} current */
  showMatches(keys, current) {
    this.stage.classList.toggle("is-searching", keys.length > 0);
    this.mark("is-match", new Set(keys));
    this.mark("is-current", new Set(current === undefined ? [] : [current]));
    if (current !== undefined) this.reveal(current, LEGIBLE);
  }

  /** Marks one node as selected. @param {string | null} key */
  select(key) {
    this.selected = key;
    this.mark("is-selected", new Set(key === null ? [] : [key]));
  }

  /** Brings a node into sight. @param {string} key @param {number} [least] The scale at least. */
  reveal(key, least = 0) {
    const place = this.places.get(key);
    if (place) this.view.reveal(place.box, least);
  }

  /** @param {EventTarget | null} target @returns {string | undefined} */
  keyAt(target) {
    const part = /** @type {SVGElement | null} */ (target instanceof Element ? target.closest("[data-node]") : null);
    return part?.dataset.node;
  }

  /** @returns {Place | undefined} Where the keyboard enters: the selected node, else where the graph begins. */
  first() {
    return this.places.get(this.selected ?? "") ?? beginningOf([...this.places.values()]);
  }

  /** Gives the focus to a node, else to the picture. @param {Place | undefined} place */
  focus(place) {
    if (!place) return this.root.focus();
    place.card.focus({ preventScroll: true });
    this.view.reveal(place.box);
  }

  /** One node at a time can be reached by Tab. @param {string | undefined} key */
  focused(key) {
    // A browser scrolls what has the focus into sight; here that is done by moving the picture.
    this.root.scrollTo(0, 0);
    const place = this.places.get(key ?? "");
    if (!place) return;
    for (const { card } of this.places.values()) card.setAttribute("tabindex", card === place.card ? "0" : "-1");
    if (place.card.matches(":focus-visible")) this.view.reveal(place.box, FAR);
  }

  /** @param {KeyboardEvent} event @returns {boolean} Whether it meant something here. */
  pressed(event) {
    if (!this.root.contains(/** @type {Node} */ (event.target))) return false;
    const place = this.places.get(this.keyAt(event.target) ?? "");
    return this.pressedAnywhere(event.key) || (place ? this.pressedOn(place, event.key) : this.pressedOff(event.key));
  }

  /** @param {string} key */
  pressedAnywhere(key) {
    if (key === "+" || key === "=") this.view.zoom(ZOOM_STEP);
    else if (key === "-" || key === "_") this.view.zoom(1 / ZOOM_STEP);
    else if (key === "0") this.view.fit();
    else if (key === "/" && this.actions.slash) this.actions.slash();
    else return false;
    return true;
  }

  /** @param {string} key */
  pressedOff(key) {
    /** @type {Record<string, [number, number]>} */
    const moves = { ArrowLeft: [PAN_PX, 0], ArrowRight: [-PAN_PX, 0], ArrowUp: [0, PAN_PX], ArrowDown: [0, -PAN_PX] };
    const move = moves[key];
    if (move) this.view.pan(...move);
    else if (key === "Enter") this.focus(this.first());
    else if (key === "Escape" && this.selected !== null) this.actions.choose(null, true);
    else return false;
    return true;
  }

  /** @param {Place} place @param {string} key */
  pressedOn(place, key) {
    const all = [...this.places.values()];
    if (key.startsWith("Arrow")) this.focus(neighbourOf(all, place, key) ?? place);
    else if (key === "Home") this.focus(all[0]);
    else if (key === "End") this.focus(all[all.length - 1]);
    else if (key === "Enter" || key === " ") this.actions.choose(place.key, true);
    else if (key === "Escape") this.root.focus();
    else return false;
    return true;
  }

  explainWheel() {
    this.hint.hidden = false;
    clearTimeout(this.hintTimer);
    this.hintTimer = window.setTimeout(() => { this.hint.hidden = true; }, 1600);
  }

  stop() {
    this.stopWatching();
    clearTimeout(this.hintTimer);
  }
}

/** @param {number} width Of the frame. @returns {number} The scale below which a graph is better read from its beginning than seen at once. */
function dustAt(width) {
  const share = Math.min(1, Math.max(0, (width - NARROW.px) / (WIDE.px - NARROW.px)));
  return NARROW.dust + share * (WIDE.dust - NARROW.dust);
}
