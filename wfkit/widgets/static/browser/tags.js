// @ts-check
/// <reference path="../controls.js" />

/**
 * @typedef {{value: string, label: string}} Tag
 * @typedef {{value: string, label: string, count: number}} Facet
 */

/** @param {string} label @param {string} name What a click does. @param {() => void} act @returns {HTMLButtonElement} A chip with a cross. */
function removableChip(label, name, act) {
  const cross = iconOf("M4.5 4.5l7 7M11.5 4.5l-7 7", "wfkit-icon--small");
  const button = element("button", { type: "button", class: "wfkit-chip wfkit-chip--button", "aria-label": name, title: name }, element("bdi", {}, label), cross);
  button.addEventListener("click", act);
  return button;
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
