// @ts-check
/// <reference path="../controls.js" />

/**
 * @typedef {{value: string, label: string}} Tag
 * @typedef {{value: string, label: string, count: number}} Facet
 */

const FIND_FROM = 12;

/** @param {string} label @param {string} [kind] What it is, where the colour says it too. @returns {HTMLElement} */
function chipOf(label, kind = "") {
  return element("span", { class: `wfkit-chip ${kind}` }, element("bdi", {}, label));
}

/** @param {string} label @param {string} name What a click does. @param {() => void} act @returns {HTMLButtonElement} A chip with a cross. */
function removableChip(label, name, act) {
  const cross = iconOf("M4.5 4.5l7 7M11.5 4.5l-7 7", "wfkit-icon--small");
  const button = element("button", { type: "button", class: "wfkit-chip wfkit-chip--button", "aria-label": name, title: name }, element("bdi", {}, label), cross);
  button.addEventListener("click", act);
  return button;
}

/**
 * A button that opens a list of tags to choose from.
 * @param {(value: string) => void} toggle Told which tag was clicked.
 */
function tagPicker(toggle) {
  const button = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined wfkit-tags-button", "aria-expanded": "false" }, "Tags");
  const find = element("input", { type: "search", class: "wfkit-input", placeholder: "Find a tag", "aria-label": "Find a tag" });
  const list = element("div", { class: "wfkit-tags-list", role: "group", "aria-label": "Tags" });
  const box = element("div", { class: "wfkit-tags-box", hidden: true }, find, list);
  const root = element("div", { class: "wfkit-tags" }, button, box);
  const rove = letRove(list, ".wfkit-tag-choice");
  /** @type {Facet[]} */
  let known = [];
  /** @type {Set<string>} */
  let chosen = new Set();
  let more = 0;

  const draw = () => {
    const words = find.value.trim().toLowerCase();
    const had = list.contains(focusNow()) ? focusNow()?.getAttribute("data-tag") : undefined;
    const shown = known.filter(({ label }) => label.toLowerCase().includes(words));
    list.replaceChildren(...shown.map(choiceOf));
    if (!shown.length) list.append(element("div", { class: "wfkit-quiet" }, known.length ? "no such tag" : "no tags yet"));
    if (more) list.append(element("div", { class: "wfkit-quiet" }, `and ${more.toLocaleString("en")} more: the search finds them too`));
    const kept = rove.items().find((item) => item.dataset.tag === had);
    rove.enter(kept);
    kept?.focus();
  };
  /** @param {Facet} facet */
  const choiceOf = ({ value, label, count }) => {
    const choice = element("button", { type: "button", class: "wfkit-tag-choice", "aria-pressed": String(chosen.has(value)) },
      element("span", { class: "wfkit-tag-sign", "aria-hidden": "true" }, chosen.has(value) ? "✓" : ""),
      element("bdi", {}, label), element("span", { class: "wfkit-quiet" }, count.toLocaleString("en")));
    choice.dataset.tag = value;
    choice.addEventListener("click", () => toggle(value));
    return choice;
  };
  /** @param {boolean} isOpen */
  const open = (isOpen) => {
    box.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    find.value = "";
    find.hidden = known.length < FIND_FROM;
    draw();
    (find.hidden ? rove.items()[0] ?? button : find).focus();
  };
  /** @param {Event} event */
  const outside = (event) => {
    if (!box.hidden && !root.contains(/** @type {Node} */ (event.target))) open(false);
  };
  button.addEventListener("click", () => open(box.hidden));
  find.addEventListener("input", draw);
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !box.hidden) {
      open(false);
      button.focus();
    } else if (event.key === "ArrowDown" && event.target === find) rove.items()[0]?.focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("pointerdown", outside);
  return {
    root,
    /** @param {Facet[]} facets @param {string[]} tags @param {number} left */
    show: (facets, tags, left) => {
      chosen = new Set(tags);
      const missing = tags.filter((tag) => !facets.some(({ value }) => value === tag)).map((tag) => ({ value: tag, label: tag, count: 0 }));
      known = [...missing, ...facets];
      more = left;
      if (!box.hidden) draw();
    },
    stop: () => document.removeEventListener("pointerdown", outside),
  };
}

/**
 * Tags to be edited: each has a cross, and what is typed becomes one with Enter or a comma.
 * @param {string[]} tags
 * @param {string[]} known To be offered.
 * @returns {{root: HTMLElement, tags: () => string[]}}
 */
function tagField(tags, known) {
  let held = [...tags];
  const id = `wfkit-tags-${performance.now()}`;
  const input = element("input", { class: "wfkit-input", placeholder: "Add a tag", "aria-label": "Add a tag", list: id, maxlength: 100 });
  const offers = element("datalist", { id }, ...known.slice(0, 50).map((tag) => element("option", { value: tag })));
  const chips = element("div", { class: "wfkit-chips" });
  const root = element("div", { class: "wfkit-tag-field" }, chips, input, offers);
  const draw = () => chips.replaceChildren(...held.map((tag) => removableChip(tag, `Remove the tag ${tag}`, () => {
    held = held.filter((other) => other !== tag);
    draw();
    input.focus();
  })));
  const take = () => {
    const tag = input.value.trim();
    if (tag && !held.includes(tag)) held.push(tag);
    input.value = "";
    draw();
  };
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Backspace" && !input.value && held.length) {
      held.pop();
      draw();
    } else if ((event.key === "Enter" && input.value.trim()) || event.key === ",") take();
    else return;
    event.preventDefault();
  });
  draw();
  return { root, tags: () => {
    take();
    return held;
  } };
}
