// @ts-check
/// <reference path="../view.js" />
/// <reference path="../words.js" />
/// <reference path="../details.js" />

/**
 * What one side of a conflict holds.
 * @typedef {{name: string, words: Stretch[]}} MergeChange
 * @typedef {{kind: "nothing" | "secret" | "words" | "table", note: string, words: Stretch[], rows: Row[], changes: MergeChange[]}} MergeSide
 * @typedef {"base" | "ours" | "theirs"} SideName
 * @typedef {{kind: "" | "text" | "json", text: string, refusal: string}} OwnValue
 * @typedef {{what: string, label: string, setting: string, kind: string}} MergeListing
 * @typedef {MergeListing & {
 *   place: number, path: string, words: string, sides: Record<SideName, MergeSide>, labels: Record<SideName, string>,
 *   has_both: boolean, choice: string, result: MergeSide | null, own: OwnValue, line: string,
 * }} ConflictDetail
 */

/**
 * What can be done about a conflict.
 * @typedef {{isDone: boolean, choose: (choice: string) => void, edit: () => void, reopen: () => void}} ConflictActions
 */

/** @type {SideName[]} */
const SIDE_NAMES = ["base", "ours", "theirs"];
/** @type {Record<SideName, string>} */
const SIDE_TITLES = { base: "Base", ours: "Ours", theirs: "Theirs" };
/** @type {Record<string, string>} */
const CHOICE_KEYS = { ours: "O", theirs: "T", base: "B", both: "2" };

/**
 * What the three sides hold, with the buttons that take one of them.
 * @param {ConflictDetail} detail
 * @param {Record<SideName, string>} titles What people call each side.
 * @param {ConflictActions} actions
 */
function sidesOf(detail, titles, { isDone, choose }) {
  const cards = SIDE_NAMES.map((name) => {
    const take = choiceButton(detail.labels[name], name, detail.choice, choose);
    take.disabled = isDone;
    const heading = element("h4", { class: "wfkit-merge-side-title" }, SIDE_TITLES[name]);
    if (titles[name]) heading.append(" ", element("span", { class: "wfkit-quiet" }, titles[name]));
    const head = element("div", { class: "wfkit-merge-side-head" }, heading, take);
    const body = sideBody(detail.sides[name], `${SIDE_TITLES[name]}: ${detail.setting || detail.label}`, detail.kind === "deleted" && name !== "base");
    const look = `wfkit-merge-side is-${name}${detail.choice === name ? " is-chosen" : ""}`;
    return element("section", { class: look, "aria-label": SIDE_TITLES[name] }, head, body);
  });
  return element("div", { class: "wfkit-merge-sides" }, ...cards);
}

/** @param {string} words @param {string} choice @param {string} chosen @param {(choice: string) => void} choose */
function choiceButton(words, choice, chosen, choose) {
  const button = wordButton(words);
  const key = CHOICE_KEYS[choice];
  setAll(button, { "aria-pressed": String(chosen === choice), "aria-keyshortcuts": key, title: `${words} (${key})`, "data-choice": choice });
  button.append(element("kbd", { "aria-hidden": "true" }, key.toLowerCase()));
  button.addEventListener("click", () => choose(choice));
  return button;
}

/** @param {MergeSide} side @param {string} label @param {boolean} isDeletion @returns {HTMLElement} */
function sideBody(side, label, isDeletion) {
  const body = element("div", { class: "wfkit-merge-side-body" });
  if (side.kind === "nothing") body.append(quietLine(isDeletion ? "Deleted it" : "Has nothing here"));
  else if (side.kind === "secret") body.append(quietLine("A secret, which is not sent here"));
  else if (side.kind === "words") body.append(side.words.length ? wordsOf(side.words, label) : quietLine("An empty text"));
  else body.append(...structured(side, label));
  if (side.note && side.kind !== "secret") body.append(quietLine(side.note));
  return body;
}

/** @param {string} words */
function quietLine(words) {
  return element("p", { class: "wfkit-quiet wfkit-merge-quiet" }, words);
}

/** An object or a list: what became of it first, all of it on demand. @param {MergeSide} side @param {string} label */
function structured(side, label) {
  const table = element("div", { class: "wfkit-merge-table", tabindex: 0, role: "group", "aria-label": label }, tableOf({ title: label, rows: side.rows }));
  if (!side.changes.length) return [table];
  return [changesOf(side.changes), element("details", {}, element("summary", {}, "All of it"), table)];
}

/** @param {MergeChange[]} changes */
function changesOf(changes) {
  const lines = changes.map(({ name, words }) => {
    const line = element("li", {}, element("span", { class: "wfkit-merge-change-name" }, name));
    if (words.length) line.append(wordsOf(words, name));
    return line;
  });
  return element("ul", { class: "wfkit-merge-changes" }, ...lines);
}
