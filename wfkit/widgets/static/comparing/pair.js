// @ts-check
/// <reference path="../words.js" />
/// <reference path="../canvas.js" />

const STACKED_BELOW_PX = 560;
const NEAR = 0.75;
// Side by side is easier to compare, so that the other way has to show more to be taken.
const PREFERENCE = 1.2;

/** @typedef {{mark: string, keys: string[], edges: string[]}} Marked */

/**
 * The pictures of two versions, in one or in two canvases that move together.
 */
class Pair {
  /**
   * @param {{choose: (key: string | null, byKeyboard: boolean) => void, chooseEdge: (name: string) => void, slash: () => void}} actions
   */
  constructor(actions) {
    this.actions = actions;
    this.view = "overlay";
    /** @type {Record<string, Canvas>} */
    this.canvases = {};
    this.figures = {};
    for (const side of ["overlay", "old", "new"]) this.canvases[side] = this.canvas(side);
    this.captions = { old: element("figcaption", { class: "wfkit-caption" }), new: element("figcaption", { class: "wfkit-caption" }) };
    const { overlay } = this.canvases;
    this.zoom = element("div", { class: "wfkit-pair-zoom" }, overlay.controls, this.canvases.new.controls);
    this.root = element("div", { class: "wfkit-pair" },
      element("figure", { class: "wfkit-side is-overlay" }, overlay.root),
      element("figure", { class: "wfkit-side is-old" }, this.captions.old, this.canvases.old.root),
      element("figure", { class: "wfkit-side is-new" }, this.captions.new, this.canvases.new.root),
      this.zoom);
    this.size = { width: 1, height: 1 };
    this.frame = { width: 0, height: 0 };
    const watcher = new ResizeObserver(([{ contentRect }]) => {
      this.frame = contentRect;
      this.arrange();
    });
    watcher.observe(this.root);
    this.stopWatching = () => watcher.disconnect();
  }

  /** @param {string} side @returns {Canvas} */
  canvas(side) {
    /** @type {Canvas} */
    const made = new Canvas({
      choose: (key, byKeyboard) => {
        if (!this.edgeClicked) this.actions.choose(key, byKeyboard);
      },
      moved: () => {
        growSigns(made.stage, made.view.scale);
        this.follow(side);
      },
      slash: this.actions.slash,
    }, { empty: side === "overlay" ? undefined : "This version has no nodes." });
    made.root.addEventListener("click", (/** @type {Event} */ event) => this.clicked(event), true);
    return made;
  }

  /** A click on an edge that changed is no click on the ground. @param {Event} event */
  clicked(event) {
    const wire = event.target instanceof Element ? event.target.closest("[class*='wf-edge-']") : null;
    const name = wire?.getAttribute("class")?.match(/wf-edge-(\S+)/)?.[1];
    this.edgeClicked = name !== undefined;
    if (name) this.actions.chooseEdge(name);
  }

  /** @returns {string[]} Which canvases are shown. */
  get sides() {
    return this.view === "pair" ? ["old", "new"] : ["overlay"];
  }

  /** Lets the other picture show the same place. @param {string} side */
  follow(side) {
    if (this.view !== "pair" || this.isFollowing || !this.sides.includes(side)) return;
    const from = this.canvases[side];
    const to = this.canvases[side === "old" ? "new" : "old"];
    if (!from.isFitted) return;
    this.isFollowing = true;
    to.view.follow(from.view);
    this.isFollowing = false;
  }

  /**
   * @param {string} view @param {Record<string, string>} pictures @param {Listed[]} nodes
   * @param {{sides: string[], stays: boolean, first: string | null, label: string, marks: Map<string, string>}} about `first` is the node to begin at, where all is too small to see.
   */
  show(view, pictures, nodes, { sides, stays, first, label, marks }) {
    const from = stays && this.view !== view ? this.canvases[this.sides[0]] : null;
    this.view = view;
    this.size = sizeOf(pictures[this.sides[0]]);
    // Before anything is drawn: later it would have to be laid out twice.
    this.arrange();
    this.captions.old.textContent = this.captions.old.title = sides[0];
    this.captions.new.textContent = this.captions.new.title = sides[1];
    for (const side of this.sides) {
      const canvas = this.canvases[side];
      const title = side === "overlay" ? `${label}: both versions in one` : `${label}: ${sides[side === "old" ? 0 : 1]}`;
      canvas.show(pictures[side], nodes, { label: title, stays: stays && canvas.svg !== undefined });
      sayMarks(canvas, marks);
    }
    if (from) this.take(from.view);
    else if (!stays) this.begin(first);
    else if (first) this.reveal([first], 0);
    this.follow(this.sides[this.sides.length - 1]);
  }

  /** Shows what was shown in the other view. @param {Viewport} view */
  take(view) {
    for (const canvas of this.shown()) {
      canvas.isFitted = canvas.view.width > 0;
      canvas.view.take(view);
    }
  }

  /** Shows all, or where that is too small, this node: all pictures have it in the same place. @param {string | null} first */
  begin(first) {
    const box = this.shown().map((canvas) => canvas.places.get(first ?? "")?.box).find(Boolean);
    for (const canvas of this.shown()) {
      canvas.beginning = box;
      if (canvas.isFitted) canvas.open();
    }
  }

  /** Puts two pictures side by side, or one above the other where more of them is to be seen then. */
  arrange() {
    const { width, height } = this.frame;
    if (!width) return;
    const across = Math.min((width / 2 - 40) / this.size.width, (height - 70) / this.size.height, 1);
    const stacked = Math.min((width - 40) / this.size.width, (height / 2 - 70) / this.size.height, 1);
    const isStacked = this.view === "pair" && (width < STACKED_BELOW_PX || stacked > PREFERENCE * across);
    const arrangement = `wfkit-pair ${this.view === "pair" ? "is-pair" : ""} ${isStacked ? "is-stacked" : ""}`;
    if (this.root.className === arrangement) return;
    this.root.className = arrangement;
    for (const canvas of this.shown()) canvas.view.measure();
  }

  /** Brings these nodes into sight. @param {string[]} keys @param {number} [least] */
  reveal(keys, least = NEAR) {
    for (const side of [...this.sides].reverse()) {
      const places = keys.flatMap((key) => this.canvases[side].places.get(key) ?? []);
      if (!places.length) continue;
      const { view } = this.canvases[side];
      const box = around(places.map((place) => place.box));
      const room = Math.min((view.width - 2 * MARGIN_PX) / box.width, (view.height - 2 * MARGIN_PX) / box.height);
      return view.reveal(room < least ? places[0].box : box, least);
    }
  }

  /** Shows which nodes and edges are chosen. @param {string[]} keys @param {string[]} edges */
  choose(keys, edges) {
    for (const canvas of this.shown()) {
      canvas.select(keys[0] ?? null);
      canvas.mark("is-selected", new Set(keys));
      this.markEdges(canvas, "is-chosen", new Set(edges));
    }
  }

  /**
   * Shows which changes are listed: the signs of the others go, and with a filter all else fades.
   * @param {Set<string>} told Nodes of which a change is listed, whatever the filter. @param {Marked[] | null} found Those that a filter leaves; None without one.
   */
  filter(told, found) {
    const keys = new Set(found?.flatMap((group) => group.keys));
    for (const canvas of this.shown()) {
      canvas.stage.classList.toggle("is-filtered", found !== null);
      canvas.mark("is-found", keys);
      this.markEdges(canvas, "is-found", new Set(found?.flatMap((group) => group.edges)));
      for (const badge of /** @type {NodeListOf<SVGElement>} */ (canvas.stage.querySelectorAll("[data-badge]"))) {
        const key = badge.dataset.badge ?? "";
        badge.classList.toggle("is-untold", !told.has(key));
        badge.classList.toggle("is-found", keys.has(key));
      }
      for (const { key, parts } of canvas.places.values()) {
        for (const part of parts) part.classList.toggle("is-untold", !told.has(key));
      }
    }
  }

  /** @param {Canvas} canvas @param {string} name @param {Set<string>} edges */
  markEdges(canvas, name, edges) {
    for (const wire of canvas.stage.querySelectorAll("[class*='wf-edge-']")) {
      wire.classList.toggle(name, edges.has(wire.getAttribute("class")?.match(/wf-edge-(\S+)/)?.[1] ?? ""));
    }
  }

  shown() {
    return this.sides.map((side) => this.canvases[side]);
  }

  /** @param {boolean} dark */
  paint(dark) {
    for (const canvas of Object.values(this.canvases)) canvas.paint(dark);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    return this.shown().some((canvas) => canvas.pressed(event));
  }

  stop() {
    this.stopWatching();
    for (const canvas of Object.values(this.canvases)) canvas.stop();
  }
}

/** Says what became of each node by its name, too. @param {Canvas} canvas @param {Map<string, string>} marks */
function sayMarks(canvas, marks) {
  for (const { key, card } of canvas.places.values()) {
    const mark = marks.get(key);
    if (mark) card.setAttribute("aria-label", `${card.getAttribute("aria-label")}, ${mark}`);
  }
}

/** @param {string} picture */
function sizeOf(picture) {
  const [width, height] = [...picture.slice(0, 400).matchAll(/ (?:width|height)="(\d+)"/g)].map(([, digits]) => Number(digits));
  return { width: width || 1, height: height || 1 };
}

/** @param {Box[]} boxes @returns {Box} The box round all of them. */
function around(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
