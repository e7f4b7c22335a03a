// @ts-check
/// <reference path="../looks.d.ts" />
/// <reference path="../panel.js" />
/// <reference path="../controls.js" />

/**
 * @typedef {{
 *   id: string, name: string, description: string, tags: string[], format: string, owner: string,
 *   is_prebuilt: boolean, version: number, used: number, types: string[] | null, missing: string[],
 * }} Card
 * @typedef {{picture?: string, types?: string[], missing?: string[], words?: string}} Look
 * @typedef {{total: number, of: number, tags: [string, number][], failed: string, is_read_only: boolean, reading: number, cards: Card[]}} Found
 */

const READ_ONLY = "This registry may only be read";
// A kernel does one thing at a time: what is clicked meanwhile waits for so many pictures.
const AT_ONCE = 2;
const AHEAD_PX = 240;

/** Cards of templates in a grid; pictures and more cards come when they are about to be seen. */
class Cards {
  /**
   * @param {{
   *   preview: (card: Card) => void, use: (card: Card) => void,
   *   pictures: (ids: string[]) => Promise<Record<string, Look>>, more: (start: number) => Promise<any>,
   * }} actions
   */
  constructor(actions) {
    this.actions = actions;
    /** What was drawn already, by id and version. @type {Map<string, Look>} */
    this.looks = new Map();
    /** @type {Map<Element, Card>} */
    this.shown = new Map();
    /** @type {Set<Element>} */
    this.wanted = new Set();
    this.isAsking = false;
    this.sheet = element("style");
    this.list = element("ul", { class: "wfkit-cards", "aria-label": "Templates" });
    this.moreButton = wordButton("Show more");
    this.moreButton.addEventListener("click", () => this.more());
    this.foot = element("div", { class: "wfkit-cards-foot", hidden: true }, this.moreButton);
    this.root = element("div", { class: "wfkit-cards-frame" }, this.sheet, this.list, this.foot);
    this.roving = letRove(this.list, ".wfkit-card-open", () => this.columns());
    this.list.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.focused(event));
    this.watcher = new IntersectionObserver((entries) => this.seen(entries), { root: this.root, rootMargin: `${AHEAD_PX}px 0px` });
    this.watcher.observe(this.foot);
  }

  /** @param {Found} found */
  show(found) {
    this.reading = found.reading;
    this.total = found.total;
    this.isReadOnly = found.is_read_only;
    for (const item of this.shown.keys()) this.watcher.unobserve(item);
    this.shown.clear();
    this.wanted.clear();
    this.list.replaceChildren();
    this.root.scrollTop = 0;
    this.add(found.cards);
    this.roving.enter();
    this.setWays(this.list.firstElementChild);
  }

  /** @param {Card[]} cards */
  add(cards) {
    const items = cards.map((card) => this.item(card));
    this.list.append(...items);
    for (const item of items) this.watcher.observe(item);
    this.foot.hidden = this.shown.size >= (this.total ?? 0);
  }

  /** @param {Card} card */
  item(card) {
    const item = cardOf(card, this.actions);
    this.shown.set(item, card);
    const use = /** @type {HTMLButtonElement} */ (item.querySelector(".wfkit-card-use"));
    use.disabled = Boolean(this.isReadOnly);
    if (this.isReadOnly) use.title = READ_ONLY;
    const look = this.looks.get(keyOf(card));
    if (look) this.draw(item, card, look);
    return item;
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (target === this.foot) {
        if (isIntersecting) this.more();
        continue;
      }
      const card = this.shown.get(target);
      if (card && isIntersecting && !this.looks.has(keyOf(card))) this.wanted.add(target);
      else this.wanted.delete(target);
    }
    this.askForPictures();
  }

  /** Asks for some pictures at a time: those that were scrolled past meanwhile are not drawn. */
  async askForPictures() {
    if (this.isAsking || !this.wanted.size) return;
    this.isAsking = true;
    const items = [...this.wanted].slice(0, AT_ONCE);
    for (const item of items) this.wanted.delete(item);
    const cards = items.map((item) => this.shown.get(item));
    try {
      const looks = await this.actions.pictures(cards.flatMap((card) => (card ? [card.id] : [])));
      items.forEach((item, place) => {
        const card = cards[place];
        const look = card && looks[card.id];
        if (!card || !look) return;
        this.looks.set(keyOf(card), look);
        this.draw(item, card, look);
      });
    } finally {
      this.isAsking = false;
    }
    await this.askForPictures();
  }

  /** @param {Element} item @param {Card} card @param {Look} look */
  draw(item, card, look) {
    const frame = item.querySelector(".wfkit-card-picture");
    if (!frame) return;
    if (look.picture) {
      const svg = pictureOf(look.picture);
      svg.setAttribute("class", this.scope());
      frame.replaceChildren(svg);
    } else {
      frame.replaceChildren(element("span", { class: "wfkit-quiet" }, look.words ?? ""));
    }
    if (look.types) item.querySelector(".wfkit-card-needs")?.replaceWith(needsOf({ ...card, types: look.types, missing: look.missing ?? [] }));
  }

  async more() {
    const start = this.shown.size;
    if (this.foot.hidden || this.isGrowing) return;
    this.isGrowing = true;
    try {
      const batch = await this.actions.more(start);
      // Something else may have been asked for meanwhile.
      if (batch.reading === this.reading && start === this.shown.size) this.add(batch.cards);
    } finally {
      this.isGrowing = false;
    }
    // Where they did not fill the frame, the foot is still in sight and is not told of again.
    this.watcher.unobserve(this.foot);
    this.watcher.observe(this.foot);
  }

  /** @param {boolean} dark */
  paint(dark) {
    this.dark = dark;
    this.sheet.textContent = LOOKS[dark ? "dark" : "light"];
    for (const svg of this.list.querySelectorAll(".wfkit-card-picture svg")) svg.setAttribute("class", this.scope());
  }

  scope() {
    return `wfkit wfkit-${this.dark ? "dark" : "light"}`;
  }

  /** @returns {number} How many cards stand beside each other. */
  columns() {
    const items = /** @type {HTMLElement[]} */ ([...this.list.children]);
    const below = items.findIndex((item) => item.offsetTop > items[0].offsetTop);
    return below < 0 ? Math.max(1, items.length) : below;
  }

  /** From the card that has the focus Tab leads to its own button, and from there out of the list. @param {FocusEvent} event */
  focused(event) {
    const item = event.target instanceof Element ? event.target.closest(".wfkit-card") : null;
    this.setWays(item);
  }

  /** @param {Element | null} item */
  setWays(item) {
    for (const other of this.list.querySelectorAll(".wfkit-card-use")) {
      /** @type {HTMLElement} */ (other).tabIndex = other.closest(".wfkit-card") === item ? 0 : -1;
    }
  }

  /** Gives the focus to the card of this template, else to the first. @param {string | null} id */
  focus(id) {
    const found = [...this.shown].find(([, card]) => card.id === id)?.[0] ?? this.list.firstElementChild;
    const open = /** @type {HTMLElement | null} */ (found?.querySelector(".wfkit-card-open") ?? null);
    open?.focus();
    return Boolean(open);
  }

  stop() {
    this.watcher.disconnect();
  }
}

/** @param {Card} card */
function keyOf(card) {
  return `${card.version}:${card.id}`;
}

/**
 * @param {Card} card
 * @param {{preview: (card: Card) => void, use: (card: Card) => void}} actions
 * @returns {HTMLElement}
 */
function cardOf(card, actions) {
  const open = element("button", { type: "button", class: "wfkit-card-open", tabindex: -1, title: card.name }, card.name);
  open.addEventListener("click", () => actions.preview(card));
  const use = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined wfkit-card-use", tabindex: -1, "aria-label": `Use template ${card.name}` }, "Use");
  use.addEventListener("click", () => actions.use(card));
  const tags = element("div", { class: "wfkit-card-tags" }, ...card.tags.map((tag) => chipOf(tag)));
  return element(
    "li", { class: "wfkit-card" },
    element("div", { class: "wfkit-card-picture", "aria-hidden": "true" }),
    element("div", { class: "wfkit-card-body" },
      element("h3", { class: "wfkit-card-name" }, open),
      element("p", { class: "wfkit-card-words", title: card.description }, card.description || "No description."),
      tags, needsOf(card),
      element("div", { class: "wfkit-card-foot" }, originOf(card), usesOf(card), use)),
  );
}

/** @param {Card} card @returns {HTMLElement} Whose it is. */
function originOf(card) {
  const sign = iconOf(card.is_prebuilt ? "M8 1.8 13.5 4.6v6.8L8 14.2l-5.5-2.8V4.6zM2.5 4.6 8 7.4l5.5-2.8M8 7.4v6.8" : "M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM2.6 13.6c.6-5 10.2-5 10.8 0");
  const words = card.is_prebuilt ? "Pre-built" : "Own";
  const title = card.is_prebuilt ? `Comes with the package ${card.owner}` : `Made a template here by ${card.owner}`;
  return element("span", { class: `wfkit-origin ${card.is_prebuilt ? "is-prebuilt" : "is-own"}`, title }, sign, words);
}

/** @param {Card} card @returns {HTMLElement} */
function usesOf({ used, version, format }) {
  const times = used ? `used ${used.toLocaleString("en")}×` : "not used yet";
  return element("span", { class: "wfkit-quiet wfkit-card-uses", title: used ? `${used} workflows of this registry were made from it` : "No workflow of this registry was made from it" }, [format === "wfkit" ? "" : format, version > 1 ? `v${version}` : "", times].filter(Boolean).join(" · "));
}

/** @param {Card} card @returns {HTMLElement} The node types in a line, first of all those that are missing. */
function needsOf({ types, missing }) {
  const count = types?.length ? `${counted(types.length, "node type")}: ` : "";
  const needed = count + (types === null ? "…" : types.join(", ") || "no nodes");
  if (missing.length) {
    const words = `Missing here: ${missing.join(", ")}`;
    return element("div", { class: "wfkit-card-needs is-missing", title: `${words}\n${needed}` }, iconOf("M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1"), element("span", {}, words));
  }
  return element("div", { class: "wfkit-card-needs wfkit-quiet", title: needed }, element("span", {}, needed));
}
