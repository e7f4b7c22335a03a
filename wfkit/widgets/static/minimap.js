// @ts-check
/// <reference path="viewport.js" />

const MINIMAP_FROM = 100;
const MINIMAP_PX = { width: 180, height: 120 };
// So much of the width of its frame at most.
const MINIMAP_SHARE = 0.4;

/**
 * A small map of a large graph, with what is in sight marked; a click moves there. The keyboard has the search instead.
 * @param {Viewport} viewport
 * @param {Map<string, {box: Box, card: Element}>} places
 */
function minimapOf(viewport, places) {
  const { width, height } = viewport.size;
  const scale = Math.min(MINIMAP_PX.width / width, (MINIMAP_SHARE * viewport.width || MINIMAP_PX.width) / width, MINIMAP_PX.height / height);
  const view = shape("rect", { class: "wfkit-minimap-view" });
  const map = shape("svg", {
    class: "wfkit-minimap", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true",
    width: Math.max(24, width * scale), height: Math.max(24, height * scale),
  });
  /** @type {Map<string, SVGElement>} */
  const marks = new Map();
  for (const [key, { box, card }] of places) {
    // A card may be less than a pixel high here.
    const mark = shape("rect", { ...box, height: Math.max(box.height, 1.5 / scale), class: `wfkit-minimap-node ${card.matches(".wf-group") ? "is-group" : ""}` });
    marks.set(key, mark);
    map.append(mark);
  }
  map.append(view);
  const refresh = () => setAll(view, { ...viewport.seen });
  /** @param {PointerEvent} event */
  const go = (event) => {
    event.stopPropagation();
    if (!event.buttons) return;
    const corner = map.getBoundingClientRect();
    const x = ((event.clientX - corner.left) / corner.width) * width;
    const y = ((event.clientY - corner.top) / corner.height) * height;
    viewport.centre({ x, y, width: 0, height: 0 });
  };
  map.addEventListener("pointerdown", go);
  map.addEventListener("pointermove", go);
  map.addEventListener("click", (/** @type {Event} */ event) => event.stopPropagation());
  /** @param {string} name @param {Set<string>} keys */
  const mark = (name, keys) => marks.forEach((part, key) => part.classList.toggle(name, keys.has(key)));
  refresh();
  return { map, refresh, mark };
}
