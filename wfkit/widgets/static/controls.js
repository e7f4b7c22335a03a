// @ts-check
/// <reference path="panel.js" />

/**
 * A line that says what was done, read aloud when it changes, with one thing to do about it.
 * @returns {{box: HTMLElement, say: (words: string, offer?: {words: string, act: () => void}) => void}}
 */
function statusLine() {
  const words = element("span", { role: "status" });
  const box = element("div", { class: "wfkit-status", hidden: true }, words);
  return {
    box,
    say: (text, offer) => {
      box.hidden = !text;
      words.textContent = text;
      box.replaceChildren(words);
      if (!offer) return;
      const button = wordButton(offer.words);
      button.addEventListener("click", () => {
        button.disabled = true;
        offer.act();
      });
      box.append(button);
    },
  };
}

/**
 * Asks in a dialog of its own. Escape means no, and the focus goes back to where it was.
 * @param {HTMLElement} root The panel.
 * @param {{title: string, words?: string, yes: string, isGrave?: boolean, content?: HTMLElement}} question `content` may hold fields to fill in.
 * @returns {Promise<boolean>}
 */
function confirmation(root, { title, words = "", yes, isGrave = false, content }) {
  const before = /** @type {HTMLElement | null} */ (focusNow());
  const heading = element("h3", { class: "wfkit-dialog-title" }, title);
  const no = wordButton("Cancel", () => dialog.close());
  const go = mainButton(yes);
  go.classList.toggle("is-grave", isGrave);
  const form = element("form", { class: "wfkit-dialog-form", method: "dialog" }, heading);
  if (words) form.append(element("p", { class: "wfkit-dialog-words" }, words));
  if (content) form.append(content);
  form.append(element("div", { class: "wfkit-dialog-buttons" }, no, go));
  const dialog = element("dialog", { class: "wfkit-dialog", "aria-label": title }, form);
  root.append(dialog);
  return new Promise((resolve) => {
    let isYes = false;
    form.addEventListener("submit", () => { isYes = true; });
    dialog.addEventListener("close", () => {
      dialog.remove();
      (before && !before.isConnected ? sameIn(root, before) : before)?.focus();
      resolve(isYes);
    });
    dialog.showModal();
    const field = /** @type {HTMLElement | null | undefined} */ (content?.querySelector("input, textarea, select"));
    (field ?? (isGrave ? no : go)).focus();
  });
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];
const SINCE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** @param {string} iso A time with its zone. @returns {HTMLTimeElement} How long ago that was; the exact time as its title. */
function timeOf(iso) {
  const moment = new Date(iso);
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? ["second", 1];
  const words = unit === "second" ? "just now" : SINCE.format(Math.round(seconds / length), unit);
  return element("time", { datetime: iso, title: EXACT.format(moment) }, words);
}

/** @param {string} code @returns {HTMLElement} A line of Python to be copied. */
function codeLine(code) {
  const line = element("code", { class: "wfkit-code-line-code" }, code);
  const copy = wordButton("Copy");
  copy.setAttribute("aria-label", `Copy ${code}`);
  copy.addEventListener("click", async () => {
    await copyText(code, copy, line);
    window.setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
  return element("div", { class: "wfkit-code-line" }, line, copy);
}

/**
 * Calls only when nobody has called again for so long; `.now` does it at once, `.stop` not at all.
 * @param {() => void} act @param {number} [wait_ms]
 */
function debounced(act, wait_ms = 150) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const later = () => {
    stop();
    timer = window.setTimeout(act, wait_ms);
  };
  return Object.assign(later, { stop, now: () => { stop(); act(); } });
}

/**
 * Makes a list one stop of the Tab key, in which the arrow keys, Home and End lead from item to item.
 * @param {HTMLElement} list
 * @param {string} items The selector of its items; those that come later count too.
 * @param {() => number} [columns] How many items stand beside each other.
 * @returns {{enter: (item?: HTMLElement | null) => void, items: () => HTMLElement[]}} `enter` makes an item the one that Tab leads to; the first by default.
 */
function letRove(list, items, columns = () => 1) {
  const all = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(items)]);
  /** @param {HTMLElement | null} [item] */
  const enter = (item) => {
    const chosen = item ?? all()[0];
    for (const other of all()) {
      const stop = other === chosen ? 0 : -1;
      // Of thousands two change; a browser looks again at every one that is written to.
      if (other.tabIndex !== stop) other.tabIndex = stop;
    }
  };
  list.addEventListener("focusin", (event) => {
    const item = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(items)) : null;
    if (item) enter(item);
  });
  list.addEventListener("keydown", (event) => {
    const items = all();
    const place = items.indexOf(/** @type {HTMLElement} */ (event.target));
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: place + columns(), ArrowRight: place + 1, ArrowUp: place - columns(), ArrowLeft: place - 1, Home: 0, End: items.length - 1 };
    const next = items[steps[event.key] ?? -1];
    if (place < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  return { enter, items: all };
}

/** @param {string} name @param {[value: string, words: string][]} [options] @returns {HTMLSelectElement} A list to choose one from, known by its name. */
function selectOf(name, options = []) {
  return element("select", { class: "wfkit-select", "aria-label": name, title: name }, ...options.map(([value, words]) => element("option", { value }, words)));
}

/** @param {string} label @param {string} [kind] What it is, where the colour says it too. @returns {HTMLElement} */
function chipOf(label, kind = "") {
  return element("span", { class: `wfkit-chip ${kind}` }, element("bdi", {}, label));
}

/** @param {string} title @param {string} words @param {...(Node | string)} offers What to do about it. @returns {HTMLElement} What stands where nothing else does. */
function emptyState(title, words, ...offers) {
  const heading = element("div", { class: "wfkit-empty-title" }, title);
  return element("div", { class: "wfkit-empty-state" }, heading, element("p", {}, words), ...offers);
}

/** @param {number} count @param {string} noun @returns {string} */
function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
