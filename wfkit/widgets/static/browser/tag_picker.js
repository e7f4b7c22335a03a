// @ts-check
/// <reference path="tags.js" />

const FIND_FROM = 12;

/** A button that opens a list of tags to choose from. */
class TagPicker {
  /** @param {(value: string) => void} toggle Told which tag was clicked. */
  constructor(toggle) {
    this.toggle = toggle;
    /** @type {Facet[]} */
    this.known = [];
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.more = 0;
    this.button = wordButton("Tags", () => this.open(this.box.hidden));
    this.button.classList.add("wfkit-tags-button");
    this.button.setAttribute("aria-expanded", "false");
    this.find = element("input", { type: "search", class: "wfkit-input", placeholder: "Find a tag", "aria-label": "Find a tag" });
    this.list = element("div", { class: "wfkit-tags-list", role: "group", "aria-label": "Tags" });
    this.box = element("div", { class: "wfkit-tags-box", hidden: true }, this.find, this.list);
    this.root = element("div", { class: "wfkit-tags" }, this.button, this.box);
    this.rove = letRove(this.list, ".wfkit-tag-choice");
    this.stop = this.listen();
  }

  /** @returns {() => void} */
  listen() {
    /** @param {Event} event */
    const outside = (event) => {
      // In a shadow root, as marimo gives each panel, the target that a document is told is the root itself.
      if (!this.box.hidden && !event.composedPath().includes(this.root)) this.open(false);
    };
    this.find.addEventListener("input", () => this.draw());
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && !this.box.hidden) {
        this.open(false);
        this.button.focus();
      } else if (event.key === "ArrowDown" && event.target === this.find) this.rove.items()[0]?.focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }

  /** @param {Facet[]} facets @param {string[]} tags Those that are chosen. @param {number} left How many more there are. */
  show(facets, tags, left) {
    const missing = tags.filter((tag) => !facets.some(({ value }) => value === tag)).map((tag) => ({ value: tag, label: tag, count: 0 }));
    this.chosen = new Set(tags);
    this.known = [...missing, ...facets];
    this.more = left;
    if (!this.box.hidden) this.draw();
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.box.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    this.find.value = "";
    this.find.hidden = this.known.length < FIND_FROM;
    this.draw();
    (this.find.hidden ? this.rove.items()[0] ?? this.button : this.find).focus();
  }

  draw() {
    const words = this.find.value.trim().toLowerCase();
    const had = this.list.contains(focusNow()) ? focusNow()?.getAttribute("data-tag") : undefined;
    const shown = this.known.filter(({ label }) => label.toLowerCase().includes(words));
    this.list.replaceChildren(...shown.map((facet) => this.choice(facet)));
    if (!shown.length) this.list.append(element("div", { class: "wfkit-quiet" }, this.known.length ? "no such tag" : "no tags yet"));
    if (this.more) this.list.append(element("div", { class: "wfkit-quiet" }, `and ${this.more.toLocaleString("en")} more: the search finds them too`));
    const kept = this.rove.items().find((item) => item.dataset.tag === had);
    this.rove.enter(kept);
    kept?.focus();
  }

  /** @param {Facet} facet @returns {HTMLElement} */
  choice({ value, label, count }) {
    const isChosen = this.chosen.has(value);
    const choice = element("button", { type: "button", class: "wfkit-tag-choice", "aria-pressed": String(isChosen), "data-tag": value },
      element("span", { class: "wfkit-tag-sign", "aria-hidden": "true" }, isChosen ? "✓" : ""),
      element("bdi", {}, label), element("span", { class: "wfkit-quiet" }, count.toLocaleString("en")));
    choice.addEventListener("click", () => this.toggle(value));
    return choice;
  }
}
