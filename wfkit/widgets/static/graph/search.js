// @ts-check
/// <reference path="../picture.js" />
/// <reference path="../controls.js" />

/**
 * A box to search in, and the way through what it finds.
 *
 * Names are looked through here at once, and all settings by Python as soon as it answers.
 * @param {Model} model
 * @param {{places: () => Map<string, Place>, show: (keys: string[], current: string | undefined) => void, leave: () => void}} actions
 */
function searchBox(model, actions) {
  const input = element("input", { type: "search", class: "wfkit-input", placeholder: "Search", title: "Search names and settings", "aria-label": "Search in the graph" });
  const count = element("span", { class: "wfkit-search-count wfkit-quiet", role: "status" });
  const previous = signButton("Previous match", "M4 10l4-4 4 4");
  const next = signButton("Next match", "M4 6l4 4 4-4");
  const box = element("div", { class: "wfkit-search", role: "search" }, input, count, previous, next);
  /** @type {string[]} */
  let found = [];
  let current = -1;

  const tell = () => {
    const has = found.length > 0;
    previous.disabled = next.disabled = !has;
    count.textContent = !input.value.trim() ? "" : has ? `${current + 1} of ${found.length}` : "none";
    actions.show(found, found[current]);
  };
  /** @param {string[]} keys */
  const take = (keys) => {
    const kept = found[current];
    const places = actions.places();
    found = keys.filter((key) => places.has(key));
    current = found.length ? Math.max(0, found.indexOf(kept)) : -1;
    tell();
  };
  /** @param {number} by */
  const step = (by) => {
    if (!found.length) return;
    current = (current + by + found.length) % found.length;
    tell();
  };
  const ask = debounced(() => {
    model.set("query", input.value.trim());
    model.save_changes();
  });
  const typed = () => {
    const words = input.value.trim().toLowerCase();
    const named = [...actions.places().values()].filter(({ listed: { label, type, key } }) =>
      [label, type, key].some((text) => text.toLowerCase().includes(words)));
    take(words ? named.map(({ key }) => key) : []);
    ask();
  };
  const answered = () => {
    const { query, keys } = model.get("matches");
    if (query === input.value.trim() && query) take(keys);
  };
  input.addEventListener("input", typed);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      typed();
    } else if (event.key === "Escape") actions.leave();
    else return;
    event.preventDefault();
  });
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  model.on("change:matches", answered);
  input.value = model.get("query");
  return {
    box,
    input,
    /** Searches again, in another picture. */
    again: () => {
      take(found);
      answered();
    },
    stop: () => {
      ask.stop();
      model.off("change:matches", answered);
    },
  };
}
