// @ts-check
/// <reference path="panel.js" />

/**
 * A stretch of a text, and whether both have it, only the old or only the new one; `…` says what is left out.
 * @typedef {[sign: string, text: string]} Stretch
 */

const CONTEXT = 120;

/**
 * A text with what was changed in it, word by word; long stretches that did not change are folded.
 * @param {Stretch[]} stretches
 * @param {string} label What a screen reader calls it.
 * @returns {HTMLPreElement}
 */
function wordsOf(stretches, label) {
  const last = stretches.length - 1;
  const isChanged = stretches.some(([sign]) => sign === "-" || sign === "+");
  const parts = stretches.flatMap(([sign, text], place) =>
    sign === " " && isChanged ? unchanged(text, place === 0, place === last) : [stretchOf(sign, text)]);
  return element("pre", { class: "wfkit-code wfkit-words", tabindex: 0, "aria-label": label }, ...parts);
}

/** @param {string} sign @param {string} text @returns {Node} */
function stretchOf(sign, text) {
  if (sign === "-") return element("del", {}, shownBreaks(text));
  if (sign === "+") return element("ins", {}, shownBreaks(text));
  if (sign === "…") return element("span", { class: "wfkit-quiet" }, ` … ${text}`);
  return document.createTextNode(text);
}

/** What changed may be a line break alone, which nobody would see. @param {string} text */
function shownBreaks(text) {
  return text.trim() ? text : text.replaceAll("\n", "↵\n");
}

/** @param {string} text @param {boolean} isFirst @param {boolean} isLast @returns {Node[]} Its ends, as far as a change is beside them. */
function unchanged(text, isFirst, isLast) {
  const before = isFirst ? "" : headOf(text);
  const after = isLast ? "" : tailOf(text.slice(before.length));
  const middle = text.slice(before.length, text.length - after.length);
  if (middle.length <= CONTEXT) return [document.createTextNode(text)];
  const fold = element("button", { type: "button", class: "wfkit-unchanged" }, `⋯ ${middle.length.toLocaleString("en")} characters unchanged`);
  fold.addEventListener("click", () => {
    const words = element("span", { tabindex: -1 }, middle);
    fold.replaceWith(words);
    words.focus();
  });
  return [document.createTextNode(before), fold, document.createTextNode(after)];
}

/** @param {string} text @returns {string} Its beginning, up to the end of a line or of a word. */
function headOf(text) {
  const kept = text.slice(0, CONTEXT);
  return kept.slice(0, Math.max(kept.lastIndexOf("\n"), kept.lastIndexOf(" ")) + 1) || kept;
}

/** @param {string} text @returns {string} Its end, from the beginning of a line or of a word on. */
function tailOf(text) {
  const kept = text.slice(-CONTEXT);
  const starts = [kept.indexOf("\n"), kept.indexOf(" ")].filter((place) => place >= 0);
  return text.length <= CONTEXT || !starts.length ? kept : kept.slice(Math.min(...starts) + 1);
}
