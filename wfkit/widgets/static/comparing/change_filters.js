// @ts-check
/// <reference path="../words.js" />
/// <reference path="changes.js" />
/// <reference path="choice.js" />

/** @type {[string, string, string][]} */
const CHANGE_KINDS = [
  ["added", "added", "Nodes added"], ["removed", "removed", "Nodes removed"], ["changed", "changed", "Nodes changed"],
  ["moved", "moved or renamed", "Nodes moved or renamed"], ["edges", "edge", "Edges"], ["workflow", "workflow", "Settings of the workflow"],
];
/** @type {["layout" | "noise", string][]} */
const HIDDEN_FACETS = [["layout", "places, sizes, colours and notes"], ["noise", "what the tool rewrites by itself"]];

/** The kinds of changes with their numbers, to narrow the list down; and the legend of the pictures by that. */
class ChangeFilters {
  /** @param {(state: {kinds: string[]} | {facets: string[]}) => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.kinds = element("div", { class: "wfkit-change-kinds", role: "group", "aria-label": "Kinds of changes" });
    this.facets = element("div", { class: "wfkit-change-kinds", role: "group", "aria-label": "Layout and noise" });
    this.drawn = "";
  }

  /**
   * @param {Group[]} groups Those of which something is told. @param {{layout: number, noise: number}} counts
   * @param {{kinds: string[], facets: string[]}} state
   */
  draw(groups, counts, state) {
    const numbers = CHANGE_KINDS.map(([kind]) => groups.filter((group) => group.kinds.includes(kind)).length);
    const wanted = JSON.stringify([numbers, counts, state.kinds, state.facets]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const held = /** @type {HTMLElement | null} */ (focusNow());
    const box = [this.kinds, this.facets].find((each) => each.contains(held));
    const name = held?.dataset.filter;
    this.kinds.replaceChildren(...CHANGE_KINDS.flatMap((kind, place) => this.kind(kind, numbers[place], state.kinds)));
    this.facets.replaceChildren(...HIDDEN_FACETS.flatMap((facet) => this.facet(facet, counts, state.facets)));
    // What took the place of the button that was pressed takes its focus, too.
    box?.querySelector(`[data-filter="${name}"]`)?.focus();
  }

  /** @param {[string, string, string]} kind @param {number} count @param {string[]} kinds */
  kind([kind, words, title], count, kinds) {
    const isOn = kinds.includes(kind);
    if (!count && !isOn) return [];
    const sign = kind === "edges" || kind === "workflow" ? [] : [signOf(kind)];
    const label = {
      edges: [`${count.toLocaleString("en")} ${words}${count === 1 ? "" : "s"}`],
      workflow: [words],
    }[kind] ?? [`${count}`, element("span", { class: "wfkit-change-toggle-words" }, words)];
    return [this.toggle(kind, [...sign, ...label], title, isOn, () => this.changed({ kinds: without(kinds, kind, isOn) }))];
  }

  /** @param {["layout" | "noise", string]} facet @param {{layout: number, noise: number}} counts @param {string[]} facets */
  facet([facet, about], counts, facets) {
    const isOn = facets.includes(facet);
    if (!counts[facet]) return [];
    const title = `${isOn ? "Hide" : "Show"} changes of ${facet}: ${about}`;
    const made = this.toggle(facet, [`${counts[facet].toLocaleString("en")} ${facet}`], title, isOn, () => this.changed({ facets: without(facets, facet, isOn) }));
    made.classList.add("is-facet");
    return [made];
  }

  /** @param {string} name @param {(Node | string)[]} content @param {string} title @param {boolean} isOn @param {() => void} act @returns {HTMLElement} */
  toggle(name, content, title, isOn, act) {
    const button = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined wfkit-change-toggle", "aria-pressed": String(isOn), title, "data-filter": name }, ...content);
    button.addEventListener("click", act);
    return button;
  }
}

/** @param {string[]} values @param {string} value @param {boolean} isOn @returns {string[]} With the value the other way round. */
function without(values, value, isOn) {
  return isOn ? values.filter((other) => other !== value) : [...values, value];
}
