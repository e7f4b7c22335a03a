// @ts-check
/// <reference path="../controls.js" />
/// <reference path="tags.js" />
/// <reference path="rows.js" />

/**
 * @typedef {{number: number, message: string, author: string, tags: string[], at: string, is_valid: boolean}} LatestVersion
 * @typedef {{status: string, version: number, at: string, duration_s: number | null, cost: number | null}} LatestRun
 * @typedef {{
 *   id: string, name: string, description: string, tags: Tag[], format: string, owner: string, is_template: boolean,
 *   created_at: string, updated_at: string, deleted_at: string | null, problems: {words: string}[],
 *   versions: {rows: LatestVersion[], total: number}, runs: {rows: LatestRun[], total: number, cost: number},
 *   lines: {get: string, history: string},
 * }} Profile
 * @typedef {{id: string, version: number, picture?: string, nodes?: Listed[], words?: string, offer?: string}} LatestPicture
 */

const RUN_SIGNS = { completed: "✓", failed: "✕", running: "▸", pending: "…" };
const NOT_TO_WRITE = "The registry is read-only: make its file writable, or open a copy of it";

/** @param {string} name @param {() => void} close */
function headOfProfile(name, close) {
  const cross = signButton("Close details", "M4 4l8 8M12 4l-8 8", close);
  return element("div", { class: "wfkit-details-head" }, element("h3", { tabindex: -1, class: "wfkit-details-title", title: name }, element("bdi", {}, name)), cross);
}

/** @param {Profile} known @returns {HTMLElement} The line below the name. */
function aboutOf(known) {
  const about = element("div", { class: "wfkit-quiet wfkit-profile-about" }, `${known.format} · ${counted(known.versions.total, "version")} · modified `, timeOf(known.updated_at));
  if (known.is_template) about.append(chipOf("template", "wfkit-chip--accent"));
  if (known.problems.length) about.append(chipOf(counted(known.problems.length, "error"), "wfkit-chip--alarm"));
  if (known.deleted_at) about.append(chipOf("deleted", "wfkit-chip--alarm"));
  return about;
}

/** @param {Tag[]} tags @param {(value: string) => void} filter @returns {HTMLElement} */
function tagButtons(tags, filter) {
  return element("div", { class: "wfkit-chips" }, ...tags.map(({ value, label }) => {
    const chip = element("button", { type: "button", class: "wfkit-chip wfkit-chip--button", title: `Filter by the tag ${label}` }, element("bdi", {}, label));
    chip.addEventListener("click", () => filter(value));
    return chip;
  }));
}

/** @param {Profile} known @returns {HTMLElement[]} */
function restOf(known) {
  const parts = [];
  if (known.problems.length) {
    parts.push(element("h4", {}, "Errors"), element("ul", { class: "wfkit-profile-problems" }, ...known.problems.map(({ words }) => element("li", {}, element("bdi", {}, words)))));
  }
  parts.push(element("h4", {}, `Versions · ${known.versions.total.toLocaleString("en")}`));
  if (known.deleted_at) parts.push(element("div", { class: "wfkit-quiet" }, "Restore it to see its versions."));
  else parts.push(element("ol", { class: "wfkit-profile-list" }, ...known.versions.rows.map(versionOf)), codeLine(known.lines.history));
  const { rows, total, cost } = known.runs;
  const sum = cost ? ` · cost ${costOf(cost)}` : "";
  parts.push(element("h4", {}, `Runs · ${total.toLocaleString("en")}${sum}`));
  if (rows.length) parts.push(element("ol", { class: "wfkit-profile-list" }, ...rows.map(runOf)));
  else parts.push(element("div", { class: "wfkit-quiet" }, "No run is recorded yet."));
  const facts = element("div", { class: "wfkit-profile-facts wfkit-quiet" }, "Created ", timeOf(known.created_at), " by ", element("bdi", {}, known.owner),
    element("br"), "id ", element("code", {}, known.id));
  return [...parts, facts];
}

/** @param {LatestVersion} version */
function versionOf({ number, message, author, tags, at, is_valid }) {
  const words = element("span", { class: `wfkit-profile-line ${message ? "" : "wfkit-quiet"}` }, element("bdi", { title: message }, message || "no message"));
  const marks = tags.map((tag) => chipOf(tag, "wfkit-chip--accent"));
  if (!is_valid) marks.push(chipOf("errors", "wfkit-chip--alarm"));
  return element("li", {}, element("span", { class: "wfkit-profile-number" }, String(number)), words, ...marks,
    element("span", { class: "wfkit-quiet" }, element("bdi", {}, author), " · ", timeOf(at)));
}

/** @param {LatestRun} run */
function runOf({ status, version, at, duration_s, cost }) {
  const sign = element("span", { class: `wfkit-run-sign is-${status}`, "aria-hidden": "true" }, RUN_SIGNS[/** @type {"failed"} */ (status)] ?? "·");
  const facts = [`version ${version}`, duration_s === null ? "" : durationOf(duration_s), cost === null ? "" : costOf(cost)].filter(Boolean).join(" · ");
  return element("li", {}, sign, element("span", { class: "wfkit-profile-line" }, status), element("span", { class: "wfkit-quiet" }, facts, " · ", timeOf(at)));
}

/** @param {number} seconds */
function durationOf(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toLocaleString("en", { maximumSignificantDigits: 3 })} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** @param {number} cost */
function costOf(cost) {
  return cost.toLocaleString("en", cost && cost < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 });
}
