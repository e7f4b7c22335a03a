// @ts-check
/// <reference path="../canvas.js" />
/// <reference path="sides.js" />

/**
 * @typedef {{looks: string[], first: number, places: number[]}} MergeMark `first` is the first open conflict in it, -1 for none.
 * @typedef {{label: string, key: string, lines: MergeChange[]}} TakenGroup
 * @typedef {{count: number, groups: TakenGroup[], remark: string}} TakenSide
 */

/** @type {Record<string, {sign: string, words: string, one: string}>} */
const LOOKS_OF_MARKS = {
  ours: { sign: "O", words: "from ours", one: "changed by ours" },
  theirs: { sign: "T", words: "from theirs", one: "changed by theirs" },
  gone: { sign: "−", words: "deleted", one: "deleted" },
  open: { sign: "!", words: "with an open conflict", one: "conflict, open" },
  decided: { sign: "✓", words: "with a decided conflict", one: "conflict, decided" },
};
const BADGE_PX = 20;

/** The picture of what the merge makes, with the conflicts in it. */
class ResultPicture {
  /** @param {Model} model @param {(place: number, byKeyboard: boolean) => void} choose Told which conflict the node has that was clicked. */
  constructor(model, choose) {
    this.model = model;
    this.canvas = new Canvas({
      choose: (key, byKeyboard) => {
        const first = key === null ? -1 : this.marks[key]?.first ?? -1;
        this.canvas.select(key);
        if (first >= 0) choose(first, byKeyboard);
      },
      moved: () => growSigns(this.canvas.stage, this.canvas.view.scale),
    });
    this.legend = element("div", { class: "wfkit-merge-legend" });
    const bar = element("div", { class: "wfkit-merge-row wfkit-merge-picture-bar" }, element("h3", {}, "Result"), this.legend, this.canvas.controls);
    this.root = element("section", { class: "wfkit-merge-picture", "aria-label": "Picture of the result" }, bar, element("div", { class: "wfkit-merge-canvas" }, this.canvas.root));
  }

  /** @returns {Record<string, MergeMark>} */
  get marks() {
    return this.model.get("marks");
  }

  show() {
    const picture = this.model.get("picture");
    if (!picture) return;
    const isFirst = this.canvas.svg === undefined;
    this.canvas.show(picture, this.model.get("nodes"), { label: "The result of the merge", stays: !isFirst });
    this.mark();
    this.canvas.beginning = this.canvas.places.get(this.canvas.selected ?? "")?.box;
    if (isFirst && this.canvas.isFitted) this.canvas.open();
  }

  mark() {
    showMarks(this.canvas, this.marks);
    growSigns(this.canvas.stage, this.canvas.view.scale);
    this.legend.replaceChildren(...legendOf(this.marks));
    this.canvas.select(this.keyOf(this.model.get("current")));
  }

  /** Selects the node of a conflict, and brings it into sight. @param {number} place */
  reveal(place) {
    const key = this.keyOf(place);
    this.canvas.select(key);
    if (key !== null) this.canvas.reveal(key, this.canvas.view.scale < SMALL ? LEGIBLE : 0);
  }

  /** @param {number} place @returns {string | null} The node of a conflict in the picture. */
  keyOf(place) {
    return Object.entries(this.marks).find(([, { places }]) => places.includes(place))?.[0] ?? null;
  }
}

/**
 * Puts the signs of the marks on the cards of a picture.
 * @param {Canvas} canvas @param {Record<string, MergeMark>} marks
 */
function showMarks(canvas, marks) {
  for (const name of Object.keys(LOOKS_OF_MARKS)) {
    canvas.mark(`is-from-${name}`, new Set(Object.keys(marks).filter((key) => marks[key].looks.includes(name))));
  }
  for (const { key, card, box, listed } of canvas.places.values()) {
    for (const before of card.querySelectorAll("[data-badge]")) before.remove();
    const looks = marks[key]?.looks ?? [];
    const badges = [...looks].reverse().map((name, place) => badgeOf(name, -place * (BADGE_PX + 3)));
    card.append(shape("g", { "data-badge": key, transform: `translate(${box.width - 9 - BADGE_PX} -10)` }, ...badges));
    const words = [listed.label, listed.role === "node" ? listed.type : listed.role, ...looks.map((name) => LOOKS_OF_MARKS[name].one)];
    card.setAttribute("aria-label", words.filter(Boolean).join(", "));
  }
}

/** @param {string} name @param {number} x */
function badgeOf(name, x) {
  return shape("g", { class: `wfkit-merge-badge is-${name}`, transform: `translate(${x} 0)` },
    shape("rect", { width: BADGE_PX, height: BADGE_PX, rx: 6 }),
    shape("text", { x: BADGE_PX / 2, y: 15 }, LOOKS_OF_MARKS[name].sign));
}

/** What the signs mean, with numbers. @param {Record<string, MergeMark>} marks */
function legendOf(marks) {
  const all = Object.values(marks);
  return Object.entries(LOOKS_OF_MARKS).flatMap(([name, { sign, words }]) => {
    const count = all.filter(({ looks }) => looks.includes(name)).length;
    if (!count) return [];
    return [element("span", { class: "wfkit-merge-legend-entry" }, element("span", { class: `wfkit-merge-legend-sign is-${name}`, "aria-hidden": "true" }, sign), ` ${count} ${words}`)];
  });
}

/**
 * What was taken without a question, folded.
 * @param {{ours: TakenSide, theirs: TakenSide, notes: string[]}} taken
 * @param {(key: string) => void} reveal
 */
function takenOf(taken, reveal) {
  const parts = /** @type {("ours" | "theirs")[]} */ (["ours", "theirs"]).map((name) => {
    const { count, groups, remark } = taken[name];
    const summary = element("summary", {}, element("span", { class: `wfkit-merge-legend-sign is-${name}`, "aria-hidden": "true" }, LOOKS_OF_MARKS[name].sign),
      ` ${count ? `${count} ${count === 1 ? "change" : "changes"}` : "No change of logic"} taken from ${name} without a question`);
    const lists = groups.map((group) => element("section", {}, groupTitle(group, reveal), changesOf(group.lines)));
    const rest = remark ? [quietLine(`Besides: ${remark}.`)] : [];
    return element("details", { class: "wfkit-merge-taken" }, summary, ...lists, ...rest);
  });
  if (taken.notes.length) parts.push(element("ul", { class: "wfkit-merge-notes wfkit-quiet" }, ...taken.notes.map((note) => element("li", {}, note))));
  return parts;
}

/** @param {TakenGroup} group @param {(key: string) => void} reveal */
function groupTitle({ label, key }, reveal) {
  if (!key) return element("h5", {}, label);
  const link = element("button", { type: "button", class: "wfkit-link", title: "Show it in the picture" }, label);
  link.addEventListener("click", () => reveal(key));
  return element("h5", {}, link);
}
