// @ts-check
/// <reference path="panel.js" />
/// <reference path="beside.js" />

const BUSY_AFTER_MS = 250;
const LATE_AFTER_MS = 4000;

/** What Python refused: its words are in the bar for faults already. */
class Refused extends Error {}

/** One view of a panel: a subclass builds its parts, then calls `start`. */
class View {
  /** @param {Model} model @param {HTMLElement} host @param {string} name The class of its root besides `wfkit-panel`. */
  constructor(model, host, name) {
    this.model = model;
    /** @type {Map<string, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.asked = 0;
    this.fault = faultBox(model);
    this.status = statusLine();
    this.root = element("section", { class: `wfkit-panel ${name}`, "data-lm-suppress-shortcuts": true });
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this._heard(event));
    this.host = host;
    /** @type {(() => void)[]} */
    this.stops = [this.fault.stop, keepFocus(this.root, () => this.home())];
    this.on("msg:custom", (content) => this._answered(content));
    host.append(this.root);
  }

  /** Follows the theme; the subclass has all its parts by now. */
  start() {
    this.stops.push(followTheme((dark) => this.guarded(() => this.paint(dark))));
    this.guarded(() => this.stops.push(besideOf(this.model, this.host, this.root)));
  }

  /** Shows the colours of a light or a dark page. @param {boolean} dark */
  paint(dark) {
    this.root.classList.toggle("is-dark", dark);
  }

  /** Acts whenever the model tells this, until the view is gone. @param {string} event @param {(value?: any) => void} act */
  on(event, act) {
    const heard = (/** @type {any} */ value) => this.guarded(() => act(value));
    this.model.on(event, heard);
    this.stops.push(() => this.model.off(event, heard));
  }

  /** Sets traits of the model. @param {Record<string, any>} traits */
  set(traits) {
    for (const [name, value] of Object.entries(traits)) this.model.set(name, value);
    this.model.save_changes();
  }

  /**
   * Has Python do something.
   * @param {string} act The name of a method of the panel that is marked with `@act`.
   * @param {Record<string, any>} [values] Its arguments.
   * @param {boolean} [isQuiet] Nobody asked for it: no sign of waiting, and the words of a fault stay to be read.
   * @returns {Promise<any>} Its answer; rejected with Refused when it raised, which the panel shows by itself.
   */
  ask(act, values = {}, isQuiet = false) {
    const id = `${performance.timeOrigin}-${performance.now()}-${this.asked++}`;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    if (isQuiet) answer.catch(() => {});
    else answer.catch(() => {}).then(this._wait());
    this.model.send({ act, id, values, isQuiet });
    return answer;
  }

  /** Does it, and shows what goes wrong, now or later. @param {() => any} act */
  guarded(act) {
    /** @param {unknown} error */
    const say = (error) => {
      if (!(error instanceof Refused)) this.fault.say(error);
    };
    try {
      const made = act();
      if (made instanceof Promise) made.catch(say);
    } catch (error) {
      say(error);
    }
  }

  /** What a key does, wherever the focus is in the panel. @param {KeyboardEvent} _event @returns {boolean} Whether it did something. */
  pressed(_event) {
    return false;
  }

  /** @returns {HTMLElement} What gets the focus when what had it is drawn anew or taken away. */
  home() {
    return this.root;
  }

  stop() {
    for (const stop of this.stops) stop();
    this.root.remove();
  }

  /** @returns {() => void} Ends the signs of waiting, which come only when it takes long. */
  _wait() {
    const busy = window.setTimeout(() => this.root.classList.add("is-busy"), BUSY_AFTER_MS);
    const late = window.setTimeout(() => this.status.say("Still waiting for the kernel…"), LATE_AFTER_MS);
    return () => {
      clearTimeout(busy);
      clearTimeout(late);
      if (!this.waiting.size) this.root.classList.remove("is-busy");
    };
  }

  /** @param {{answer?: string, value?: any, error?: string}} content */
  _answered({ answer, value, error }) {
    const asked = this.waiting.get(answer ?? "");
    if (!asked) return;
    this.waiting.delete(answer ?? "");
    if (error === undefined) asked.resolve(value);
    else asked.reject(new Refused(error));
  }

  /** @param {KeyboardEvent} event */
  _heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // In a notebook single letters are commands, and `d d` deletes the cell.
    event.stopPropagation();
    if (event.defaultPrevented) return;
    this.guarded(() => {
      if (this.pressed(event)) event.preventDefault();
    });
  }
}
