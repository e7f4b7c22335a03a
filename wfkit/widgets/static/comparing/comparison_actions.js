// @ts-check
/// <reference path="../view.js" />
/// <reference path="changes.js" />
/// <reference path="../details.js" />

/**
 * A comparison as `widgets.comparing.Comparison.data` gives it. `name` is what more of it is asked by; `sides` are the
 * titles of the old and the new version; `nodes` are those of both.
 * @typedef {{
 *   name: string, summary: string, sides: [string, string], format: string,
 *   counts: {logic: number, layout: number, noise: number},
 *   nodes: Listed[], groups: Group[], leftOut: number, isTruncated: boolean,
 * }} Comparison
 *
 * What is looked at: `view` is `auto`, `pair` or `overlay`; `facets` are those shown besides logic; `kinds` those that
 * the list is narrowed to, none for all; `selected` the key of a node, `current` the number of a group.
 * @typedef {{
 *   view: string, facets: string[], kinds: string[], query: string, selected: string | null, current: number | null,
 * }} ComparisonState
 *
 * @typedef {{
 *   pictures: (view: string) => Promise<Record<string, string>>,
 *   changes: (groups: number[]) => Promise<Change[][]>,
 *   whole: (group: number, place: number) => Promise<Change>,
 *   find: (query: string) => Promise<number[]>,
 *   details: (key: string) => Promise<Details>,
 *   changed: (state: Partial<ComparisonState>) => void,
 *   guarded: (act: () => any) => void,
 * }} ComparisonActions
 */

const KEPT_VIEW = "wfkit.comparison.view";

/**
 * What a view of a panel needs for a comparison: each question goes to the acts of `ComparingPanel`.
 * @param {View} view @param {() => string} name Of the comparison that is shown. @param {(state: Partial<ComparisonState>) => void} changed
 * @returns {ComparisonActions}
 */
function comparisonActions(view, name, changed) {
  return {
    pictures: (shown) => view.ask("pictures", { of: name(), view: shown }),
    changes: (groups) => view.ask("changes", { of: name(), groups }),
    whole: (group, place) => view.ask("whole_change", { of: name(), group, place }),
    find: (query) => view.ask("find_changes", { of: name(), query }),
    details: (key) => view.ask("node_details", { of: name(), key }),
    guarded: (act) => view.guarded(act),
    changed,
  };
}

/** @param {string} view */
function keepView(view) {
  try {
    localStorage.setItem(KEPT_VIEW, view);
  } catch {
    // A page may not be allowed to keep anything.
  }
}

/** @returns {string} The view that was chosen last. */
function keptView() {
  try {
    return localStorage.getItem(KEPT_VIEW) === "overlay" ? "overlay" : "pair";
  } catch {
    return "pair";
  }
}
