// @ts-check
/// <reference path="viewport.js" />

// Smaller than this a sign on a card cannot be read.
const SIGN_SCALE = 0.62;
const SIGN_MIDDLE = 10;
const SIGN_STEPS = [1, 1.5, 2.2, 3.2, 4.8, 7];

/**
 * @typedef {{key: string, label: string, type: string, role: string}} Listed
 * @typedef {{key: string, parts: SVGElement[], card: SVGElement, box: Box, listed: Listed}} Place
 */

/**
 * The nodes of a picture, made into things to be clicked and focused.
 * @param {SVGSVGElement} svg
 * @param {Listed[]} listed
 * @returns {Map<string, Place>}
 */
function placesOf(svg, listed) {
  const known = new Map(listed.map((node) => [node.key, node]));
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const part of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll("[data-node]"))) {
    const key = part.dataset.node ?? "";
    const before = places.get(key);
    const node = known.get(key) ?? { key, label: key, type: "missing", role: "missing" };
    // A node that holds others may be a frame and a card: the card comes later and stands for it.
    places.set(key, { key, parts: [...(before?.parts ?? []), part], card: part, box: boxOf(part), listed: node });
  }
  for (const { card, listed: node } of places.values()) {
    const kind = node.role === "node" ? node.type : node.role;
    setAll(card, { tabindex: -1, role: "button", "aria-label": [node.label, kind].filter(Boolean).join(", ") });
  }
  // What may be clicked is no part of an image.
  setAll(svg, { role: "group" });
  return places;
}

/** @param {SVGElement} part @returns {Box} */
function boxOf(part) {
  const [x, y] = (part.getAttribute("transform") ?? "").match(/-?[\d.]+/g) ?? ["0", "0"];
  const rect = part.querySelector("rect");
  return { x: Number(x), y: Number(y), width: Number(rect?.getAttribute("width")), height: Number(rect?.getAttribute("height")) };
}

/** @param {Place[]} places @returns {Place | undefined} Where a picture begins: the node furthest left, the upper one of several; not a note, nor what holds others. */
function beginningOf(places) {
  const nodes = places.filter(({ card, listed: { role } }) => role !== "note" && !card.matches(".wf-group"));
  return (nodes.length ? nodes : places).reduce((/** @type {Place | undefined} */ best, place) => {
    const ahead = best ? place.box.x - best.box.x : -1;
    return ahead < 0 || (ahead === 0 && best && place.box.y < best.box.y) ? place : best;
  }, undefined);
}

/**
 * The place nearest in a direction, None when there is none: what lies ahead, rather than what lies aside.
 * @param {Iterable<Place>} places @param {Place} from @param {string} key The arrow that was pressed.
 * @returns {Place | undefined}
 */
function neighbourOf(places, from, key) {
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  const start = middle(from.box);
  let best;
  let least = Infinity;
  for (const place of places) {
    if (place.key === from.key || place.card.matches(".wf-group")) continue;
    const end = middle(place.box);
    const ahead = sign * (isAcross ? end.x - start.x : end.y - start.y);
    const aside = Math.abs(isAcross ? end.y - start.y : end.x - start.x);
    const distance = ahead + 2 * aside;
    if (ahead > 8 && distance < least) {
      best = place;
      least = distance;
    }
  }
  return best;
}

/** @param {Box} box */
function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * Keeps the signs on cards legible from afar; in steps, for each of them takes the browser a while.
 * @param {HTMLElement} stage @param {number} seen The scale that the stage is seen at.
 */
function growSigns(stage, seen) {
  const wanted = SIGN_SCALE / seen;
  const scale = SIGN_STEPS.find((step) => step >= wanted) ?? SIGN_STEPS[SIGN_STEPS.length - 1];
  const shift = SIGN_MIDDLE * (1 - scale);
  for (const badge of /** @type {NodeListOf<SVGElement>} */ (stage.querySelectorAll("[data-badge]"))) {
    if (badge.dataset.scale === String(scale)) return;
    badge.dataset.place ??= badge.getAttribute("transform") ?? "";
    badge.dataset.scale = String(scale);
    badge.setAttribute("transform", `${badge.dataset.place} translate(${shift} ${shift}) scale(${scale})`);
  }
}
