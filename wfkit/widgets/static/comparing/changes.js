// @ts-check
/// <reference path="../words.js" />
/// <reference path="../controls.js" />

/**
 * One change, as `grouping.Naming.changes` says it.
 * @typedef {{
 *   place: number, facet: "logic" | "layout" | "noise", name: string, form: "words" | "values" | "facts",
 *   spans?: Stretch[], old?: string | null, new?: string | null, facts?: [string, string][], cut?: boolean, note?: string,
 * }} Change
 *
 * All that happened to one node, one edge, or the workflow itself. `keys` are nodes of the picture and `edges` the
 * names of its wires; `changes` is None where they have to be asked for.
 * @typedef {{
 *   section: "nodes" | "edges" | "workflow", mark: "added" | "removed" | "changed" | "moved", kinds: string[],
 *   facets: {logic: number, layout: number, noise: number}, keys: string[], edges: string[],
 *   label: string, about: string, changes: Change[] | null,
 * }} Group
 */

const FACETS = /** @type {const} */ (["logic", "layout", "noise"]);
const HEADINGS = { nodes: "Nodes", edges: "Edges", workflow: "Workflow" };
const SPOKEN = { added: "added", removed: "removed", changed: "changed", moved: "moved" };

/** The list of changes, grouped by what they are about. */
class ChangeList {
  /**
   * @param {{choose: (group: number) => void, changes: (groups: number[]) => Promise<Change[][]>, whole: (group: number, place: number) => Promise<Change>, guarded: (act: () => any) => void}} actions
   */
  constructor(actions) {
    this.actions = actions;
    this.root = element("div", { class: "wfkit-change-list" });
    this.roving = letRove(this.root, ".wfkit-change-head");
    /** @type {Group[]} */
    this.groups = [];
    /** @type {Map<number, HTMLElement>} */
    this.items = new Map();
    /** @type {Set<string>} */
    this.facets = new Set(["logic"]);
    this.listed = "";
    this.watcher = new IntersectionObserver((seen) => this.load(seen), { root: this.root, rootMargin: "400px" });
  }

  /** @param {Group[]} groups */
  show(groups) {
    this.groups = groups;
    this.listed = "";
    this.root.scrollTop = 0;
    this.items.clear();
    this.watcher.disconnect();
  }

  /**
   * Lists some of the groups, and of each the changes of some facets.
   * @param {number[]} numbers @param {Set<string>} facets @param {HTMLElement | null} otherwise What stands there when there are none.
   */
  list(numbers, facets, otherwise) {
    const wanted = [[...facets].sort().join(), numbers.join(), otherwise?.textContent].join("|");
    if (wanted === this.listed) return;
    this.listed = wanted;
    if ([...facets].join() !== [...this.facets].join()) this.items.clear();
    this.facets = facets;
    const held = this.root.contains(focusNow()) ? /** @type {HTMLElement} */ (focusNow()) : null;
    const { scrollTop } = this.root;
    const parts = [];
    let section = "";
    for (const number of numbers) {
      const group = this.groups[number];
      if (group.section !== section) {
        section = group.section;
        parts.push(element("h4", { class: "wfkit-change-section" }, HEADINGS[group.section]));
      }
      parts.push(this.item(number));
    }
    if (otherwise) parts.push(otherwise);
    this.root.replaceChildren(...parts);
    this.roving.enter();
    // What is put anew into the page has lost the focus and its place.
    this.root.scrollTop = scrollTop;
    if (held?.isConnected) held.focus({ preventScroll: true });
  }

  /** @param {number} number @returns {HTMLElement} */
  item(number) {
    const made = this.items.get(number) ?? this.made(number);
    this.items.set(number, made);
    return made;
  }

  /** @param {number} number */
  made(number) {
    const { mark, label, about, changes } = this.groups[number];
    const name = element("span", { class: "wfkit-change-label" }, element("bdi", {}, label));
    const words = [label, SPOKEN[mark], about].filter(Boolean).join(", ");
    const head = element("button", { type: "button", class: "wfkit-change-head", "aria-label": words }, signOf(mark), name);
    if (about) head.append(element("span", { class: "wfkit-quiet" }, about));
    head.addEventListener("click", () => this.actions.choose(number));
    const body = element("div", { class: "wfkit-change-body" });
    const item = element("div", { class: `wfkit-change is-${mark}`, "data-group": number }, head, body);
    if (changes) body.append(...this.rows(number, changes));
    else this.watcher.observe(item);
    return item;
  }

  /** Asks for the changes of what comes into sight. @param {IntersectionObserverEntry[]} seen */
  load(seen) {
    const numbers = seen.filter((entry) => entry.isIntersecting).map(({ target }) => Number(/** @type {HTMLElement} */ (target).dataset.group));
    for (const { target, isIntersecting } of seen) if (isIntersecting) this.watcher.unobserve(target);
    if (!numbers.length) return;
    const { groups } = this;
    this.actions.guarded(async () => {
      const found = await this.actions.changes(numbers);
      numbers.forEach((number, place) => {
        groups[number].changes = found[place];
        if (groups === this.groups) this.items.get(number)?.querySelector(".wfkit-change-body")?.replaceChildren(...this.rows(number, found[place]));
      });
    });
  }

  /** @param {number} number @param {Change[]} changes @returns {Node[]} */
  rows(number, changes) {
    return changes.filter(({ facet }) => this.facets.has(facet)).map((change) => this.row(number, change));
  }

  /** @param {number} number @param {Change} change @returns {HTMLElement} */
  row(number, change) {
    const { form, name, note, facet, cut } = change;
    if (form === "facts") return factsOf(change.facts ?? []);
    const head = element("span", { class: "wfkit-change-name" }, name || "all of it");
    const row = element("div", { class: `wfkit-change-row is-${facet}` }, head);
    if (facet !== "logic") head.append(" ", chipOf(facet));
    if (form === "words") row.append(wordsOf(change.spans ?? [], name));
    else row.append(...valuesOf(change.old ?? null, change.new ?? null, name));
    if (note) row.append(element("span", { class: "wfkit-quiet wfkit-change-note" }, note));
    if (cut) row.append(this.more(number, change, row));
    return row;
  }

  /** @param {number} number @param {Change} change @param {HTMLElement} row */
  more(number, change, row) {
    const button = element("button", { type: "button", class: "wfkit-unchanged" }, "Show the whole text");
    button.addEventListener("click", () => this.actions.guarded(async () => {
      button.disabled = true;
      const whole = await this.actions.whole(number, change.place);
      row.replaceWith(this.row(number, { ...whole, cut: false, note: whole.cut ? "only its beginning: it is very long" : whole.note }));
    }));
    return button;
  }

  /** Marks the group that is looked at, and scrolls to it. @param {number | null} number @param {boolean} [hasFocus] It gets the focus. */
  choose(number, hasFocus = false) {
    for (const [other, item] of this.items) {
      item.classList.toggle("is-current", other === number);
      item.firstElementChild?.toggleAttribute("aria-current", other === number);
    }
    const item = number === null ? undefined : this.items.get(number);
    if (!item?.isConnected) return;
    const head = /** @type {HTMLElement} */ (item.firstElementChild);
    this.roving.enter(head);
    if (hasFocus) head.focus({ preventScroll: true });
    // `scrollIntoView` would scroll the notebook, too.
    const top = item.offsetTop - this.root.offsetTop;
    const { scrollTop, clientHeight } = this.root;
    const isSeen = top >= scrollTop + 24 && top + Math.min(item.offsetHeight, clientHeight / 2) <= scrollTop + clientHeight;
    if (!isSeen) this.root.scrollTop = top - 34;
  }

  stop() {
    this.watcher.disconnect();
  }
}

/** @param {[string, string][]} facts The settings that tell most about a node. */
function factsOf(facts) {
  const list = element("dl", { class: "wfkit-facts" });
  for (const [name, value] of facts) list.append(element("dt", {}, name), element("dd", {}, element("bdi", {}, value)));
  return list;
}
