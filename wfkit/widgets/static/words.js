// @ts-check
/// <reference path="panel.js" />

/**
 * A stretch of a text, and whether both have it, only the old or only the new one; `…` says what is left out.
 * @typedef {[sign: string, text: string]} Stretch
 */

const SIGNS = { added: "+", removed: "\u2212", changed: "~", moved: "\u2194" };
const MINUS = "\u2212";
// Lines that both texts share: so many are shown beside a change, and fewer than so many are never folded.
const NEAR_LINES = 2;
const FOLDED_LINES = 8;
const NEAR_CHARACTERS = 120;
const FOLDED_CHARACTERS = 420;
const BLOCK_LINES = 10;

/** @param {string} mark `added`, `removed`, `changed` or `moved`. @returns {HTMLElement} Its sign, as pictures have it. */
function signOf(mark) {
  return element("span", { class: `wfkit-sign is-${mark}`, "aria-hidden": "true" }, SIGNS[/** @type {"added"} */ (mark)]);
}

/**
 * A text with what was changed in it, word by word: line by line, each with its sign; what did not change far from what did is folded.
 * @param {Stretch[]} stretches
 * @param {string} label What a screen reader calls it.
 * @returns {HTMLElement}
 */
function wordsOf(stretches, label) {
  const lines = linesOfText(stretches);
  const isChanged = lines.some(({ sign }) => sign !== " ");
  const box = element("div", { class: "wfkit-words", role: "group", "aria-label": label, tabindex: 0 });
  const near = lines.map((line, place) => line.sign !== " " || lines.slice(Math.max(0, place - NEAR_LINES), place + NEAR_LINES + 1).some(({ sign }) => sign !== " "));
  for (let start = 0; start < lines.length;) {
    let stop = start;
    while (stop < lines.length && near[stop] === near[start]) stop += 1;
    const made = lines.slice(start, stop).map(lineOf);
    const isFolded = isChanged && !near[start] && made.length >= FOLDED_LINES - 2 * NEAR_LINES;
    box.append(...(isFolded ? [foldOf(`${made.length} lines unchanged`, made)] : made));
    start = stop;
  }
  return box;
}

/** @param {Stretch[]} stretches @returns {{sign: string, stretches: Stretch[]}[]} */
function linesOfText(stretches) {
  /** @type {Stretch[][]} */
  const lines = [[]];
  for (const [sign, text] of stretches) {
    const pieces = sign === "…" ? [text] : text.split("\n");
    pieces.forEach((piece, place) => {
      if (place) lines.push([]);
      // An empty piece tells what happened to the line break itself.
      if (piece || place < pieces.length - 1) lines[lines.length - 1].push([sign, piece]);
    });
  }
  if (!lines[lines.length - 1].length) lines.pop();
  const signs = lines.map((line) => signOfLine(line.filter(([, text]) => text)));
  // Where a line was put below a last one, that one has a line break now, which is worth a sign only where nothing else is.
  const isBreakAlone = signs.every((sign) => sign === " ");
  return lines.map((line, place) => ({ sign: isBreakAlone || !line.some(([, text]) => text) ? signOfLine(line) : signs[place], stretches: line }));
}

/** @param {Stretch[]} line */
function signOfLine(line) {
  const signs = new Set(line.map(([sign]) => sign));
  if (signs.has("…")) return "…";
  return signs.size === 1 ? [...signs][0] : signs.size ? "~" : " ";
}

/** @param {{sign: string, stretches: Stretch[]}} line */
function lineOf({ sign, stretches }) {
  const looks = { "+": "is-added", "-": "is-removed", "~": "is-changed", "…": "is-left-out" };
  const shown = { "+": "+", "-": MINUS, "~": "~" }[sign] ?? "";
  const words = element("span", { class: "wfkit-line-words" }, ...stretches.flatMap((stretch) => pieceOf(stretch, sign)));
  return element("div", { class: `wfkit-line ${looks[/** @type {"+"} */ (sign)] ?? ""}` }, element("span", { class: "wfkit-line-sign" }, shown), words);
}

/** @param {Stretch} stretch @param {string} line The sign of its line. @returns {Node[]} */
function pieceOf([sign, text], line) {
  if (sign === "…") return [element("span", { class: "wfkit-quiet" }, `⋯ ${text} ⋯`)];
  if (sign === "+") return [element(line === "+" ? "span" : "ins", {}, text)];
  if (sign === "-") return [element(line === "-" ? "span" : "del", {}, text)];
  if (text.length <= FOLDED_CHARACTERS) return [document.createTextNode(text)];
  const between = text.slice(NEAR_CHARACTERS, -NEAR_CHARACTERS);
  const fold = foldOf(`${between.length.toLocaleString("en")} characters unchanged`, [document.createTextNode(between)]);
  return [document.createTextNode(text.slice(0, NEAR_CHARACTERS)), fold, document.createTextNode(text.slice(-NEAR_CHARACTERS))];
}

/** @param {string} words @param {Node[]} content @returns {HTMLElement} A button that what is folded comes in place of. */
function foldOf(words, content) {
  const button = element("button", { type: "button", class: "wfkit-unchanged", title: "Show" }, `⋯ ${words}`);
  button.addEventListener("click", () => button.replaceWith(...content));
  return button;
}

/**
 * A long text that came or went.
 * @param {string} sign `+` or `-`. @param {string} text @param {string} name
 */
function blockOfSide(sign, text, name) {
  const lines = text.split("\n").map((line) => lineOf({ sign, stretches: [[sign, line]] }));
  const kept = lines.length > BLOCK_LINES + 3 ? BLOCK_LINES : lines.length;
  const words = `${name} ${sign === "+" ? "now" : "before"}`;
  const box = element("div", { class: "wfkit-words", role: "group", "aria-label": words, tabindex: 0 }, ...lines.slice(0, kept));
  if (kept < lines.length) box.append(foldOf(`${lines.length - kept} more lines`, lines.slice(kept)));
  return box;
}

/** @param {string | null} old @param {string | null} now @param {string} name @returns {Node[]} What was and what is. */
function valuesOf(old, now, name) {
  const isLong = [old, now].some((text) => text !== null && (text.length > 100 || text.includes("\n")));
  if (isLong) {
    const sides = /** @type {[string, string | null][]} */ ([["-", old], ["+", now]]);
    return sides.flatMap(([sign, text]) => (text === null ? [] : [blockOfSide(sign, text, name)]));
  }
  const words = element("span", { class: "wfkit-values" });
  if (old !== null) words.append(element("del", {}, element("span", { class: "wfkit-hidden-words" }, "was "), element("bdi", {}, old)));
  if (old !== null && now !== null) words.append(element("span", { class: "wfkit-arrow", "aria-hidden": "true" }, " → "));
  if (now !== null) words.append(element("ins", {}, element("span", { class: "wfkit-hidden-words" }, old === null ? "added " : " now "), element("bdi", {}, now)));
  return [words];
}
