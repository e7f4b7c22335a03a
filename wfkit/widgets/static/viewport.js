// @ts-check
/// <reference path="panel.js" />

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const ZOOM_LEAST = 0.01;
const ZOOM_MOST = 4;
const FAR = 0.3;
const MARGIN_PX = 20;

/** The part of a stage that a frame shows: moved, scaled, and never lost out of sight. */
class Viewport {
  /** @param {HTMLElement} frame @param {HTMLElement} stage @param {() => void} changed Told of every move. */
  constructor(frame, stage, changed) {
    this.frame = frame;
    this.stage = stage;
    this.changed = changed;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.size = { width: 1, height: 1 };
    this.isWhole = true;
    // Asking the frame in between would have the browser lay out all that was changed, each time.
    this.width = 0;
    this.height = 0;
  }

  /** Asks the frame how large it is. */
  measure() {
    this.width = this.frame.clientWidth;
    this.height = this.frame.clientHeight;
  }

  /** Moves the stage by so many pixels. @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this._go(this.x + dx, this.y + dy, this.scale);
  }

  /** Scales, and what lies at this place of the frame stays there. @param {number} factor @param {number} [x] @param {number} [y] */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(ZOOM_MOST, Math.max(ZOOM_LEAST, this.scale * factor));
    const ratio = scale / this.scale;
    this._go(x - (x - this.x) * ratio, y - (y - this.y) * ratio, scale);
  }

  /** Shows all of it, no larger than it is. @param {boolean} [glide] */
  fit(glide = true) {
    const { width, height } = this.size;
    const room = Math.min((this.width - 2 * MARGIN_PX) / width, (this.height - 2 * MARGIN_PX) / height, 1);
    const scale = Math.max(ZOOM_LEAST, room);
    this._go((this.width - width * scale) / 2, (this.height - height * scale) / 2, scale, glide, true);
  }

  /** Moves as little as brings the box into sight. @param {Box} box @param {number} [least] The scale at least. */
  reveal(box, least = 0) {
    const scale = Math.max(this.scale, least);
    if (scale !== this.scale) return this.centre(box, scale);
    const left = box.x * scale + this.x;
    const top = box.y * scale + this.y;
    const dx = shift(left, left + box.width * scale, this.width);
    const dy = shift(top, top + box.height * scale, this.height);
    if (dx || dy) this._go(this.x + dx, this.y + dy, scale, true);
  }

  /** @returns {number} The scale at which the picture is as high as the frame. */
  get scaleToHeight() {
    return (this.height - 2 * MARGIN_PX) / this.size.height;
  }

  /** Shows the box in the middle, or as near to it as leaves no room beside the picture empty. @param {Box} box @param {number} [scale] @param {boolean} [glide] */
  centre(box, scale = this.scale, glide = true) {
    const { width, height } = this.size;
    const x = filling(this.width / 2 - (box.x + box.width / 2) * scale, width * scale, this.width);
    const y = filling(this.height / 2 - (box.y + box.height / 2) * scale, height * scale, this.height);
    this._go(x, y, scale, glide);
  }

  /** Shows the same place as another viewport, of a frame of the same size. @param {Viewport} other */
  follow(other) {
    this._go(other.x, other.y, other.scale, other.stage.classList.contains("is-gliding"), other.isWhole);
  }

  /** Shows what another viewport has in its middle, or all where that does. @param {Viewport} other */
  take(other) {
    if (other.isWhole) return this.fit(false);
    const { x, y, width, height } = other.seen;
    this._go(this.width / 2 - (x + width / 2) * other.scale, this.height / 2 - (y + height / 2) * other.scale, other.scale);
  }

  /** @returns {Box} What of the stage is in sight, in its own units. */
  get seen() {
    const { x, y, scale } = this;
    return { x: -x / scale, y: -y / scale, width: this.width / scale, height: this.height / scale };
  }

  /** @param {number} x @param {number} y @param {number} scale @param {boolean} [glide] @param {boolean} [isWhole] Whether all is seen, which stays so when the frame gets another size. */
  _go(x, y, scale, glide = false, isWhole = false) {
    // Who is told of the move asks for it.
    this.isWhole = isWhole;
    this.scale = scale;
    this.x = within(x, this.size.width * scale, this.width);
    this.y = within(y, this.size.height * scale, this.height);
    this.stage.classList.toggle("is-gliding", glide);
    this.stage.classList.toggle("is-far", scale < FAR);
    this.stage.style.transform = `translate(${this.x}px, ${this.y}px) scale(${scale})`;
    this.changed();
  }
}

/** @param {number} start @param {number} length @param {number} room @returns {number} The start, with some of the length left in the room. */
function within(start, length, room) {
  const left = Math.min(60, length / 2, room / 2);
  return Math.min(room - left, Math.max(left - length, start));
}

/** @param {number} start @param {number} length @param {number} room @returns {number} The start, with the length all over the room; in its middle where that is less. */
function filling(start, length, room) {
  const spare = room - length - 2 * MARGIN_PX;
  return spare >= 0 ? (room - length) / 2 : Math.min(MARGIN_PX, Math.max(MARGIN_PX + spare, start));
}

/** @param {number} start @param {number} end @param {number} room @returns {number} How far it has to move to be in the room. */
function shift(start, end, room) {
  if (start < MARGIN_PX || end - start > room - 2 * MARGIN_PX) return MARGIN_PX - start;
  return Math.min(0, room - MARGIN_PX - end);
}

/**
 * Lets mouse, wheel and touch move the viewport.
 * @param {Viewport} viewport
 * @param {() => void} refused Told when the wheel is left to the page.
 * @returns {{wasDragged: () => boolean}}
 */
function letMove(viewport, refused) {
  const { frame } = viewport;
  /** @type {{x: number, y: number} | null} */
  let last = null;
  let moved = 0;
  frame.addEventListener("pointerdown", (event) => {
    moved = 0;
    last = event.button === 0 || event.button === 1 ? { x: event.clientX, y: event.clientY } : null;
  });
  frame.addEventListener("pointermove", (event) => {
    if (!last || !event.buttons) return;
    const dx = event.clientX - last.x;
    const dy = event.clientY - last.y;
    moved += Math.abs(dx) + Math.abs(dy);
    last = { x: event.clientX, y: event.clientY };
    if (moved > 4 && !frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
    frame.classList.toggle("is-dragging", moved > 4);
    if (moved > 4) viewport.pan(dx, dy);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    frame.addEventListener(name, () => {
      last = null;
      frame.classList.remove("is-dragging");
    });
  }
  frame.addEventListener("wheel", (event) => {
    // A notebook is scrolled by the wheel: a graph takes it over only once it was clicked, or with Ctrl held.
    if (!event.ctrlKey && !event.metaKey && !frame.contains(focusNow())) return refused();
    event.preventDefault();
    const corner = frame.getBoundingClientRect();
    const lines = event.deltaMode === 1 ? 20 : 1;
    const step = Math.max(-120, Math.min(120, event.deltaY * lines));
    viewport.zoom(Math.exp(-step * (event.ctrlKey ? 0.006 : 0.0022)), event.clientX - corner.left, event.clientY - corner.top);
  }, { passive: false });
  return { wasDragged: () => moved > 4 };
}
