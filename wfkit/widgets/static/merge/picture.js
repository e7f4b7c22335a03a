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

/**
 * Puts the signs of the marks on the cards of a picture.
 * @param {Canvas} canvas @param {Record<string, MergeMark>} marks
 */
function showMarks(canvas, marks) {
  for (const [name] of Object.entries(LOOKS_OF_MARKS)) {
    canvas.mark(`is-from-${name}`, new Set(Object.keys(marks).filter((key) => marks[key].looks.includes(name))));
  }
  for (const { key, card, box, listed } of canvas.places.values()) {
    for (const before of card.querySelectorAll(".wfkit-merge-badge")) before.remove();
    const looks = marks[key]?.looks ?? [];
    [...looks].reverse().forEach((name, place) => card.append(badgeOf(name, box.width - 6 - (place + 1) * (BADGE_PX + 3))));
    const words = [listed.label, listed.role === "node" ? listed.type : listed.role, ...looks.map((name) => LOOKS_OF_MARKS[name].one)];
    card.setAttribute("aria-label", words.filter(Boolean).join(", "));
  }
}

/** @param {string} name @param {number} x */
function badgeOf(name, x) {
  return shape("g", { class: `wfkit-merge-badge is-${name}`, transform: `translate(${x} -10)` },
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
