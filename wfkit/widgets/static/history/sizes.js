// @ts-check
/// <reference path="../panel.js" />
/// <reference path="../comparing/choice.js" />

/**
 * How much a version changed.
 * @typedef {{
 *   number: number, node: string, words: string, added: number, removed: number, changed: number, edges: number,
 *   workflow: number, layout: number, noise: number,
 * }} Size
 */

const BLOCKS = 5;
/** @type {["added" | "removed" | "changed", string][]} */
const SIGN_OF = [["added", "+"], ["removed", "−"], ["changed", "~"]];

/** @param {Size} size @returns {string} The size in words. */
function sizeWords({ number, added, removed, changed, edges, workflow, layout, noise }) {
  if (number === 1) return `began with ${counted(added, "node")}`;
  const parts = [
    added && `${counted(added, "node")} added`,
    removed && `${counted(removed, "node")} removed`,
    changed && `${counted(changed, "node")} changed`,
    edges && counted(edges, "edge"),
    workflow && `${counted(workflow, "value")} of the workflow`,
  ].filter(Boolean);
  if (parts.length) return parts.join(", ");
  return layout ? "layout only" : noise ? "noise only" : "no changes";
}

/** @param {Size} size @returns {HTMLElement} The size as a picture: signs with numbers, and blocks in proportion. */
function sizeBar(size) {
  const words = sizeWords(size);
  const nodes = size.added + size.removed + size.changed;
  if (size.number === 1 || !nodes) {
    const short = size.edges ? counted(size.edges, "edge") : size.workflow ? "settings" : words;
    return element("span", { class: "wfkit-size", title: words }, element("span", { class: "wfkit-size-words" }, size.number === 1 ? counted(size.added, "node") : short));
  }
  const signs = SIGN_OF.filter(([kind]) => size[kind]).map(([kind, sign]) =>
    element("span", { class: `is-${kind}` }, `${sign}${size[kind]}`));
  const blocks = element("span", { class: "wfkit-size-blocks" }, ...blocksOf(size).map((kind) => element("i", { class: kind ? `is-${kind}` : undefined })));
  return element("span", { class: "wfkit-size", role: "img", "aria-label": words, title: words }, ...signs, blocks);
}

/** @param {Size} size @returns {string[]} The kind of each block, "" for those that are left: one for a single change, all from five on. */
function blocksOf(size) {
  const nodes = size.added + size.removed + size.changed;
  const filled = Math.min(BLOCKS, nodes);
  /** @type {string[]} */
  const kinds = [];
  for (const [kind] of SIGN_OF) {
    const share = Math.max(size[kind] ? 1 : 0, Math.round((size[kind] / nodes) * filled));
    kinds.push(...Array(share).fill(kind));
  }
  return [...kinds, ...Array(BLOCKS).fill("")].slice(0, BLOCKS);
}
