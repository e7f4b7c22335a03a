// @ts-check
/// <reference path="../view.js" />
/// <reference path="cards.js" />
/// <reference path="preview.js" />

const TAGS_BESIDE = 10;
/** @type {[string, string][]} */
const KINDS_OF_TEMPLATES = [["", "All"], ["prebuilt", "Pre-built"], ["own", "Own"]];
const HOW_TO_HAVE_ONE = 'registry.get("…").update(is_template=True)';

/** One view of a template gallery: the cards, one template at full size, or what was made of it. */
class GalleryView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-gallery");
    /** Where the focus goes when the cards come back. @type {string | null} */
    this.last = model.get("selected");
    this.cards = new Cards({
      preview: (card) => this.preview(card.id),
      use: (card) => this.guarded(() => this.use(card)),
      pictures: (ids) => this.ask("pictures", { ids }),
      more: (start) => this.ask("batch", { start }),
    });
    this.page = new Page({ back: () => this.back() });
    this.count = element("div", { class: "wfkit-quiet", role: "status" });
    this.nothing = element("div", { hidden: true });
    this.frame = element("div", { class: "wfkit-shelf-frame" }, this.nothing, this.cards.root);
    this.shelf = element("div", {}, this.bar(), this.filters(), this.frame);
    this.root.append(this.fault.box, this.status.box, this.shelf, this.page.root);
    this.stops.push(() => this.cards.stop(), () => this.page.canvas.stop(), () => this.search?.stop());
    this.on("change:found", () => this.showFound());
    for (const name of ["query", "tag", "kind", "is_usable", "sort"]) this.on(`change:${name}`, () => this.showWishes());
    this.on("change:preview", () => this.showPage());
    this.on("change:made", () => this.showPage());
    this.start();
    this.guarded(() => {
      this.showFound();
      this.showPage(false);
    });
  }

  bar() {
    const { model } = this;
    this.input = element("input", { type: "search", class: "wfkit-input", placeholder: "Search templates", "aria-label": "Search templates", title: "Search names, descriptions, tags and node types" });
    this.search = debounced(() => this.set({ query: this.input.value.trim() }));
    this.input.addEventListener("input", this.search);
    this.sort = element("select", { class: "wfkit-select", "aria-label": "Order" }, element("option", { value: "usage" }, "Most used"), element("option", { value: "name" }, "By name"));
    this.sort.addEventListener("change", () => this.set({ sort: this.sort.value }));
    const refresh = signButton("Read the templates again", "M13.2 8a5.2 5.2 0 1 1-1.5-3.7M13.2 2.2v3h-3", () => this.guarded(() => this.ask("refresh")));
    const heading = element("div", { class: "wfkit-heading" }, element("div", { class: "wfkit-title" }, "Templates"), this.count);
    return element("div", { class: "wfkit-bar" }, heading, element("div", { class: "wfkit-gallery-search", role: "search" }, this.input), element("div", { class: "wfkit-controls" }, this.sort, refresh));
  }

  filters() {
    this.kinds = KINDS_OF_TEMPLATES.map(([value, words]) => this.toggle(words, () => this.set({ kind: value })));
    this.usable = this.toggle("Usable here", () => this.set({ is_usable: !this.model.get("is_usable") }));
    this.usable.title = "Only templates of which no node type is missing here";
    this.tags = element("div", { class: "wfkit-gallery-tags", role: "group", "aria-label": "Tags" });
    const kinds = element("div", { class: "wfkit-gallery-kinds", role: "group", "aria-label": "Kind" }, ...this.kinds);
    this.others = element("select", { class: "wfkit-select wfkit-other-tags", "aria-label": "More tags", hidden: true });
    this.others.addEventListener("change", () => this.set({ tag: this.others.value }));
    return element("div", { class: "wfkit-gallery-filters" }, kinds, this.usable, this.tags, this.others);
  }

  /** @param {string} words @param {() => void} act @returns {HTMLButtonElement} */
  toggle(words, act) {
    const button = wordButton("");
    button.classList.add("wfkit-gallery-toggle");
    button.append(element("span", { class: "wfkit-gallery-toggle-words" }, words));
    button.addEventListener("click", act);
    return button;
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.cards.paint(dark);
    this.page.canvas.paint(dark);
  }

  /** Shows in the controls what is wished for. */
  showWishes() {
    const { model } = this;
    if (this.input.value.trim() !== model.get("query")) this.input.value = model.get("query");
    this.sort.value = model.get("sort");
    KINDS_OF_TEMPLATES.forEach(([value], place) => this.kinds?.[place].setAttribute("aria-pressed", String(model.get("kind") === value)));
    this.usable?.setAttribute("aria-pressed", String(model.get("is_usable")));
    const chosen = model.get("tag");
    for (const button of this.tags.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.tag === chosen));
    this.others.value = "";
  }

  showFound() {
    /** @type {Found} */
    const found = this.model.get("found");
    const { total, of } = found;
    const words = (total === of ? "" : `${total.toLocaleString("en")} of `) + counted(of, "template");
    this.count.textContent = found.failed ? "" : words + (found.is_read_only ? " · read-only" : "");
    this.showTags(found.tags);
    this.showWishes();
    const nothing = this.whyNothing(found);
    this.nothing.hidden = !nothing;
    this.nothing.replaceChildren(...(nothing ? [nothing] : []));
    this.cards.root.hidden = Boolean(nothing);
    const hadFocus = this.cards.root.contains(focusNow());
    this.keepHeight();
    this.cards.show(found);
    if (hadFocus) this.cards.focus(this.last);
  }

  /** The panel stays as high as it was when fewer are found: what lies below must not jump while somebody types. */
  keepHeight() {
    const height = Math.max(this.frame.offsetHeight, Number.parseInt(this.frame.style.minHeight) || 0);
    if (height) this.frame.style.minHeight = `${height}px`;
  }

  /** @param {[string, number][]} tags */
  showTags(tags) {
    const chosen = this.model.get("tag");
    const hadFocus = this.tags.contains(focusNow()) ? /** @type {HTMLElement} */ (focusNow()).dataset.tag : undefined;
    const beside = tags.filter(([tag], place) => place < TAGS_BESIDE || tag === chosen);
    const buttons = beside.map(([tag, count]) => {
      const button = this.toggle(tag, () => this.set({ tag: this.model.get("tag") === tag ? "" : tag }));
      button.dataset.tag = tag;
      button.append(element("span", { class: "wfkit-quiet" }, count.toLocaleString("en")));
      return button;
    });
    const rest = tags.filter((tag) => !beside.includes(tag));
    this.tags.replaceChildren(...buttons);
    this.showOthers(rest);
    if (hadFocus !== undefined) buttons.find(({ dataset }) => dataset.tag === hadFocus)?.focus();
  }

  /** @param {[string, number][]} tags */
  showOthers(tags) {
    const options = tags.map(([tag, count]) => element("option", { value: tag }, `${tag} (${count.toLocaleString("en")})`));
    this.others.replaceChildren(element("option", { value: "" }, "More tags"), ...options);
    this.others.hidden = !tags.length;
  }

  /** @param {Found} found @returns {HTMLElement | null} What stands where no card does. */
  whyNothing({ total, of, failed }) {
    if (failed) return emptyState("The templates could not be read", "What is wrong is said above. Nothing is lost: they are here again once the registry can be read.", wordButton("Try again", () => this.guarded(() => this.ask("refresh"))));
    if (total) return null;
    const { model } = this;
    const isFiltered = model.get("query") || model.get("tag") || model.get("is_usable");
    if (!of || (model.get("kind") === "own" && !isFiltered)) {
      return emptyState("No templates of your own yet", "Any workflow can be one: mark it, and it stands here beside the pre-built ones.", codeLine(HOW_TO_HAVE_ONE));
    }
    const clear = () => {
      this.input.value = "";
      this.input.focus();
      this.set({ query: "", tag: "", kind: "", is_usable: false });
    };
    return emptyState("Nothing matches", `None of the ${of.toLocaleString("en")} templates has all that is asked for.`, wordButton("Clear search and filters", clear));
  }

  /** Shows the template that is selected, what was made, or the cards. @param {boolean} [takesFocus] */
  showPage(takesFocus = true) {
    /** @type {Made | null} */
    const made = this.model.get("made");
    /** @type {Preview | null} */
    const preview = this.model.get("preview");
    const wasOpen = !this.page.root.hidden;
    // What Python code shows must not take the focus from where somebody is typing.
    const wantsFocus = takesFocus && (this.isActing || this.root.contains(focusNow()));
    const isOpen = Boolean(made ?? preview);
    this.page.root.hidden = !isOpen;
    this.shelf.hidden = isOpen;
    if (preview) this.showPreview(preview);
    else if (made) this.showMade(made);
    this.isActing = false;
    if (wantsFocus && isOpen) this.page.title.focus();
    if (wantsFocus && wasOpen && !isOpen && !this.cards.focus(this.last)) this.input.focus();
  }

  /** @param {Preview} preview */
  showPreview(preview) {
    this.last = preview.card.id;
    this.status.say("");
    const use = (/** @type {string} */ name) => this.guarded(() => this.use(preview.card, name));
    this.page.show(preview.card.name, preview.about, preview, ...previewAbout(preview, this.model.get("found").is_read_only ? null : use));
  }

  /** @param {Made} made */
  showMade(made) {
    const source = made.template ? `made from ${made.template}` : "";
    this.page.show(made.name, ["version 1", source, made.about].filter(Boolean).join(" · "), made, ...madeAbout(made));
    this.status.say(`“${made.name}” was made${made.template ? ` from “${made.template}”` : ""}.`, { words: "Undo", act: () => this.guarded(() => this.undo(made)) });
  }

  /** @param {string} id */
  preview(id) {
    this.last = id;
    this.isActing = true;
    this.set({ selected: id });
  }

  /** @param {Card} card @param {string} [name] */
  async use(card, name) {
    if (this.isMaking) return;
    this.isMaking = true;
    this.last = card.id;
    try {
      if (card.missing.length && !(await this.isWanted(card))) return;
      this.isActing = true;
      await this.ask("use_template", { template: card.id, name: name ?? null, allow_invalid: card.missing.length > 0 });
    } finally {
      this.isMaking = false;
    }
  }

  /** @param {Card} card @returns {Promise<boolean>} */
  isWanted({ name, missing }) {
    const words = `Not installed here: ${missing.join(", ")}. The workflow is made all the same; nodes of these types cannot be checked, and a run needs them.`;
    return confirmation(this.root, { title: `Use “${name}” without all of its node types?`, words, yes: "Use anyway" });
  }

  /** @param {Made} made */
  async undo(made) {
    this.isActing = true;
    await this.ask("undo");
    this.status.say(`“${made.name}” was deleted.`, { words: "Bring it back", act: () => this.guarded(() => this.ask("bring_back", { workflow_id: made.id })) });
  }

  back() {
    this.status.say("");
    this.isActing = true;
    this.set({ selected: null, made: null });
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    if (event.target instanceof Element && event.target.closest("dialog")) return false;
    if (!this.page.root.hidden) {
      if (this.page.canvas.pressed(event)) return true;
      if (event.key === "Escape") this.back();
      return event.key === "Escape";
    }
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !isTyping) this.input.focus();
    else if (event.key === "Escape" && event.target === this.input && this.input.value) {
      this.input.value = "";
      this.search?.now();
    } else if (event.key === "ArrowDown" && event.target === this.input) this.cards.focus(null);
    else return false;
    return true;
  }
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new GalleryView(model, el);
    return () => view.stop();
  },
};
