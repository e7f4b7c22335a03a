// @ts-check
/// <reference path="../controls.js" />
/// <reference path="sizes.js" />

/**
 * One version in the timeline.
 * @typedef {{
 *   number: number, tags: string[], message: string, isCut: boolean, author: string, at: string, isValid: boolean,
 *   restoredFrom: number | null, runs: number, cost: number | null,
 * }} Entry
 */

const TOGETHER = 3;
const PERIOD_PX = 26;
const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });
const COST = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** A list of versions, newest first: one or two of them are selected. */
class Timeline {
  /**
   * @param {{
   *   select: (numbers: number[]) => void, measure: (numbers: number[]) => Promise<Size[]>, older: () => void,
   *   guarded: (act: () => any) => void,
   * }} actions
   */
  constructor(actions) {
    this.actions = actions;
    /** @type {number[]} */
    this.selected = [];
    /** @type {Map<string, {key: string, item: HTMLElement}>} */
    this.items = new Map();
    /** @type {Map<string, Size>} */
    this.sizes = new Map();
    /** @type {Set<number>} */
    this.wanted = new Set();
    this.isMeasuring = false;
    this.node = "";
    /** @type {Map<string, HTMLElement>} */
    this.groups = new Map();
    this.list = element("div", { class: "wfkit-timeline", role: "listbox", "aria-multiselectable": "true", "aria-label": "Versions, newest first. Enter looks at one, Space ticks it for comparing" });
    this.older = wordButton("Show older versions");
    this.older.addEventListener("click", actions.older);
    this.scroller = element("div", { class: "wfkit-timeline-scroller" }, this.list, element("div", { class: "wfkit-timeline-older" }, this.older));
    this.rove = letRove(this.list, "[role=option]");
    this.list.addEventListener("click", (/** @type {MouseEvent} */ event) => this.clicked(event));
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.typed(event));
    this.watcher = new IntersectionObserver((seen) => this.seen(seen), { root: this.scroller, rootMargin: "100px" });
  }

  /** @param {Entry[]} rows @param {{head: number, node: string, left: number}} about `left` is how many older ones there are. */
  show(rows, { head, node, left }) {
    this.list.style.setProperty("--wfkit-digits", String(String(head).length));
    if (node !== this.node) this.wanted.clear();
    this.node = node;
    const focused = this.numberOf(focusNow());
    /** @type {Map<string, HTMLElement[]>} */
    const periods = new Map();
    const before = this.items;
    this.items = new Map();
    for (const row of rows) {
      const key = JSON.stringify([row, row.number === head, node]);
      const kept = before.get(String(row.number));
      const item = kept?.key === key ? kept.item : this.itemOf(row, row.number === head);
      this.items.set(String(row.number), { key, item });
      const period = periodOf(row.at);
      periods.set(period, [...(periods.get(period) ?? []), item]);
    }
    this.arrange(periods);
    this.older.parentElement?.toggleAttribute("hidden", left <= 0);
    this.older.textContent = `Show older versions (${left.toLocaleString("en")})`;
    this.watch(before);
    this.mark(this.selected);
    if (left <= 0 && focusNow() === this.older) this.rove.items().at(-1)?.focus({ preventScroll: true });
    if (focused !== undefined) this.items.get(String(focused))?.item.focus({ preventScroll: true });
  }

  /** Puts the periods in place; one that only got longer keeps its items, for a list of thousands takes long to lay out anew. @param {Map<string, HTMLElement[]>} periods */
  arrange(periods) {
    const groups = [...periods].map(([period, items]) => {
      const kept = this.groups.get(period);
      const there = kept ? [...kept.querySelectorAll("[role=option]")] : [];
      const isLonger = kept && there.length <= items.length && there.every((item, place) => item === items[place]);
      if (isLonger) kept.append(...items.slice(there.length));
      return isLonger ? kept : groupOf(period, items);
    });
    this.groups = new Map([...periods.keys()].map((period, place) => [period, groups[place]]));
    const isLonger = [...this.list.children].every((group, place) => group === groups[place]);
    if (isLonger) this.list.append(...groups.slice(this.list.children.length));
    else this.list.replaceChildren(...groups);
  }

  /** Waits for those whose size is not known to come into sight. @param {Map<string, {item: HTMLElement}>} before What was listed. */
  watch(before) {
    for (const [number, { item }] of before) if (this.items.get(number)?.item !== item) this.watcher.unobserve(item);
    for (const [number, { item }] of this.items) {
      if (before.get(number)?.item !== item && !item.querySelector(".wfkit-size")) this.watcher.observe(item);
    }
  }

  /** @param {Entry} row @param {boolean} isHead @returns {HTMLElement} */
  itemOf(row, isHead) {
    const tick = element("span", { class: "wfkit-tick", "aria-hidden": "true", title: "Compare this version with another" });
    const number = element("span", { class: "wfkit-version-number" }, element("span", { class: "wfkit-hidden-words" }, "Version "), String(row.number));
    const more = row.isCut && !row.message.endsWith("…") ? " …" : "";
    const words = row.message ? row.message + more : row.number === 1 ? "First version" : "";
    const message = element("span", { class: `wfkit-message ${row.message ? "" : "is-implied"}` }, words || "…");
    const line = element("div", { class: "wfkit-version-line" }, message, ...chipsOf(row, isHead));
    const about = element("div", { class: "wfkit-version-about wfkit-quiet" }, row.author, " · ", timeOf(row.at));
    if (row.runs) about.append(" · ", runsOf(row));
    const main = element("div", { class: "wfkit-version-main" }, line, about);
    const size = element("div", { class: "wfkit-version-size" });
    const item = element("div", { class: `wfkit-entry ${isHead ? "is-head" : ""}`, role: "option", tabindex: -1, "aria-selected": "false" }, tick, number, main, size);
    item.dataset.number = String(row.number);
    const known = this.sizes.get(this.keyOf(row.number));
    if (known) this.fill(item, known);
    return item;
  }

  /** @param {number} number */
  keyOf(number) {
    return `${number} ${this.node}`;
  }

  /** @param {HTMLElement} item @param {Size} size */
  fill(item, size) {
    item.querySelector(".wfkit-version-size")?.replaceChildren(sizeBar(size));
    const message = item.querySelector(".wfkit-message");
    if (this.node) item.querySelector(".wfkit-version-line")?.after(element("div", { class: "wfkit-version-words" }, size.words));
    if (!message?.matches(".is-implied")) return;
    message.textContent = this.node || !size.words ? "No message" : size.words;
    if (size.number === 1) message.textContent = "First version";
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const number = this.numberOf(target);
      if (number === undefined) continue;
      if (isIntersecting) this.wanted.add(number);
      else this.wanted.delete(number);
    }
    this.actions.guarded(() => this.measure());
  }

  /** Asks for the sizes of what is in sight, few at a time, so that a click in between is answered at once. */
  async measure() {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    try {
      while (this.wanted.size) {
        const numbers = [...this.wanted].sort((one, other) => other - one).slice(0, TOGETHER);
        for (const number of numbers) this.wanted.delete(number);
        for (const size of await this.actions.measure(numbers)) this.take(size);
      }
    } finally {
      this.isMeasuring = false;
    }
  }

  /** @param {Size} size */
  take(size) {
    this.sizes.set(`${size.number} ${size.node}`, size);
    const item = this.items.get(String(size.number))?.item;
    if (!item || size.node !== this.node) return;
    this.watcher.unobserve(item);
    if (!item.querySelector(".wfkit-size")) this.fill(item, size);
  }

  /** @param {number[]} numbers */
  mark(numbers) {
    this.selected = numbers;
    this.list.classList.toggle("is-comparing", numbers.length > 1);
    for (const [number, { item }] of this.items) {
      const isSelected = String(numbers.includes(Number(number)));
      if (item.getAttribute("aria-selected") !== isSelected) item.setAttribute("aria-selected", isSelected);
    }
    this.rove.enter(this.items.get(String(numbers[0]))?.item);
    const last = this.items.get(String(numbers.at(-1)))?.item;
    if (last && numbers.join() !== this.revealed) this.reveal(last);
    this.revealed = numbers.join();
  }

  /** Scrolls the list, and never the page, until a version is in sight. @param {HTMLElement} item */
  reveal(item) {
    const [frame, box] = [this.scroller.getBoundingClientRect(), item.getBoundingClientRect()];
    const over = frame.top + PERIOD_PX - box.top;
    if (over > 0) this.scroller.scrollTop -= over;
    else this.scroller.scrollTop += Math.max(0, box.bottom - frame.bottom);
  }

  /** @param {EventTarget | null} target @returns {number | undefined} */
  numberOf(target) {
    const item = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[role=option]")) : null;
    return item && this.list.contains(item) ? Number(item.dataset.number) : undefined;
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const number = this.numberOf(event.target);
    if (number === undefined) return;
    const isTick = event.target instanceof Element && event.target.matches(".wfkit-tick");
    if (isTick || event.ctrlKey || event.metaKey) this.toggle(number);
    else if (event.shiftKey && this.selected.length) this.actions.select([this.selected[0], number]);
    else this.actions.select([number]);
  }

  /** @param {KeyboardEvent} event */
  typed(event) {
    const number = this.numberOf(event.target);
    if (number === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.actions.select([number]);
    else if (event.key === " ") this.toggle(number);
    else return;
    event.preventDefault();
  }

  /** Ticks a version, or takes the tick away; a third one takes the place of the second. @param {number} number */
  toggle(number) {
    const { selected } = this;
    const isTicked = selected.includes(number);
    this.actions.select(isTicked ? selected.filter((other) => other !== number) : [...selected.slice(0, 1), number]);
  }

  /** Gives the focus to a version, else to the first one. @param {number} [number] */
  focus(number) {
    (this.items.get(String(number))?.item ?? this.rove.items()[0])?.focus();
  }

  stop() {
    this.watcher.disconnect();
    this.wanted.clear();
  }
}

/** @param {Entry} row @param {boolean} isHead @param {boolean} [hasRoom] @returns {HTMLElement[]} */
function chipsOf(row, isHead, hasRoom = false) {
  const chips = row.tags.map((tag) => element("span", { class: "wfkit-chip wfkit-chip--tag", title: tag }, tag));
  if (isHead) chips.unshift(chipOf("Current", "wfkit-chip--head"));
  if (row.restoredFrom !== null) chips.push(restoredChip(row.restoredFrom, hasRoom));
  if (!row.isValid) chips.push(element("span", { class: "wfkit-chip wfkit-chip--alarm", title: "It had errors when it was saved" }, "Invalid"));
  return chips;
}

/** @param {number} number @param {boolean} hasRoom For words. */
function restoredChip(number, hasRoom) {
  if (hasRoom) return chipOf(`↶ Restored from ${number}`);
  const words = element("span", { class: "wfkit-hidden-words" }, `Restored from version ${number}`);
  return element("span", { class: "wfkit-chip", title: `Restored from version ${number}` }, element("span", { "aria-hidden": "true" }, `↶ ${number}`), words);
}

/** @param {Entry} row */
function runsOf(row) {
  return row.cost === null ? counted(row.runs, "run") : `${counted(row.runs, "run")}, cost ${COST.format(row.cost)}`;
}

/** @param {string} at @returns {string} The stretch of time that a version is listed under. */
function periodOf(at) {
  const moment = new Date(at);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const days = (midnight.getTime() - moment.getTime()) / 86_400_000;
  if (days <= 0) return "Today";
  if (days <= 1) return "Yesterday";
  return days <= 7 ? "The last seven days" : MONTH.format(moment);
}

/** @param {string} period @param {HTMLElement[]} items */
function groupOf(period, items) {
  const heading = element("div", { class: "wfkit-timeline-period", "aria-hidden": "true" }, period);
  return element("div", { role: "group", "aria-label": period }, heading, ...items);
}
