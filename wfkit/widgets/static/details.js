// @ts-check
/// <reference path="controls.js" />
/// <reference path="words.js" />

/**
 * A `sign` says that only one of two versions has it: `-` the old one, `+` the new one; `spans` are both in one.
 * @typedef {{name: string, depth: number, kind: string, text: string, note: string, sign?: string, spans?: Stretch[]}} Row
 * @typedef {{title: string, rows: Row[]}} Section
 * @typedef {{key: string, label: string, port: string, sign?: string}} Neighbour
 * @typedef {{
 *   key: string, label: string, chips: string[], remark: string, sections: Section[],
 *   sources: Neighbour[], targets: Neighbour[], fold: string,
 * }} Details
 */

const FOLDED_FROM = { characters: 600, lines: 12 };

/**
 * What is known of a node.
 * @param {Details} details
 * @param {{close: () => void, select: (key: string) => void, fold: () => void}} actions
 * @returns {Node[]}
 */
function detailsOf(details, actions) {
  const close = signButton("Close details", "M4 4l8 8M12 4l-8 8", actions.close);
  const heading = element("h3", { tabindex: -1, class: "wfkit-details-title" }, details.label);
  const parts = [element("div", { class: "wfkit-details-head" }, heading, close)];
  const chips = details.chips.map((words) => chipOf(words));
  if (details.remark) chips.push(chipOf(details.remark, "wfkit-chip--alarm"));
  parts.push(element("div", { class: "wfkit-chips" }, ...chips));
  if (details.fold) parts.push(foldButton(details.fold, actions.fold));
  for (const section of details.sections) {
    parts.push(element("h4", {}, section.title), tableOf(section));
  }
  parts.push(...linksOf("Comes from", details.sources, actions.select), ...linksOf("Goes to", details.targets, actions.select));
  return parts;
}

/** @param {string} words @param {() => void} act */
function foldButton(words, act) {
  const button = wordButton(words);
  button.style.marginTop = "12px";
  button.addEventListener("click", act);
  return button;
}

/** @param {Section} section */
function tableOf(section) {
  const table = element("table", { class: "wfkit-table", "aria-label": section.title });
  for (const row of section.rows) table.append(...linesOf(row));
  return table;
}

/** @param {Row} row @returns {HTMLTableRowElement[]} A row; long texts have one of their own below their name. */
function linesOf(row) {
  const isBlock = row.kind === "block";
  const head = element("th", { scope: "row", colspan: isBlock || row.kind === "head" ? 2 : undefined }, row.name);
  head.style.setProperty("--depth", String(row.depth));
  if (row.note) head.append(" ", element("span", { class: "wfkit-quiet" }, row.note));
  const look = lookOf(row.sign);
  if (row.sign) head.prepend(signOfSide(row.sign));
  const line = element("tr", { class: look }, head);
  if (row.kind === "head") return [line];
  if (isBlock) {
    const cell = element("td", { colspan: 2, class: "is-block" }, row.spans ? wordsOf(row.spans, row.name) : blockOf(row));
    cell.style.setProperty("--depth", String(row.depth));
    return [line, element("tr", { class: `is-joined ${look ?? ""}` }, cell)];
  }
  const looks = { mono: "is-mono", hidden: "wfkit-quiet", remark: "wfkit-quiet" };
  line.append(element("td", { class: looks[/** @type {"mono"} */ (row.kind)] }, row.text));
  return [line];
}

/** @param {string | undefined} sign */
function lookOf(sign) {
  return { "+": "is-added", "-": "is-removed", "~": "is-changed" }[sign ?? ""];
}

/** @param {string} sign @returns {HTMLElement} */
function signOfSide(sign) {
  const [shown, spoken] = { "+": ["+ ", "now: "], "-": ["\u2212 ", "before: "] }[sign] ?? ["~ ", "changed: "];
  return element("span", { class: "wfkit-side-sign" }, element("span", { "aria-hidden": "true" }, shown), element("span", { class: "wfkit-hidden-words" }, spoken));
}

/** @param {Row} row */
function blockOf(row) {
  const code = element("pre", { class: "wfkit-code", tabindex: 0, "aria-label": row.name }, row.text);
  const lines = row.text.split("\n");
  if (row.text.length <= FOLDED_FROM.characters && lines.length <= FOLDED_FROM.lines) return code;
  const first = (lines.find((line) => line.trim()) ?? "").trim();
  const words = element("span", { class: "wfkit-first-words" }, first.length > 60 ? `${first.slice(0, 60)}…` : first);
  return element("details", {}, element("summary", {}, words), code);
}

/** @param {string} title @param {Neighbour[]} neighbours @param {(key: string) => void} select */
function linksOf(title, neighbours, select) {
  if (!neighbours.length) return [];
  const links = neighbours.map(({ key, label, port, sign }) => {
    const link = element("button", { type: "button", class: `wfkit-link ${lookOf(sign) ?? ""}` }, label);
    if (sign) link.prepend(signOfSide(sign));
    if (port) link.append(" ", element("span", { class: "wfkit-quiet" }, port));
    link.addEventListener("click", () => select(key));
    return link;
  });
  return [element("h4", {}, title), element("div", { class: "wfkit-links" }, ...links)];
}
