// @ts-check
/// <reference path="../view.js" />
/// <reference path="version.js" />
/// <reference path="versus.js" />
/// <reference path="tagging.js" />
/// <reference path="changed_node.js" />

const OLDER = 200;
// Others may have saved since; nobody needs to know within seconds.
const STALE_AFTER_MS = 3000;

/** One view of a history panel. */
class HistoryView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-history");
    this.refreshedAt = performance.now();
    this.timeline = new Timeline({
      select: (numbers) => this.select(numbers),
      measure: (numbers) => this.ask("sizes", { numbers }, true),
      older: () => this.set({ shown: model.get("shown") + OLDER }),
      guarded: (act) => this.guarded(act),
    });
    this.pane = new VersionPane({
      rollback: (number) => this.guarded(() => this.rollback(number)),
      tag: (number) => this.guarded(() => this.tag(number)),
      rename: (tag) => this.guarded(() => this.rename(tag)),
      untag: (tag) => this.guarded(() => this.untag(tag)),
      compare: (number, other) => this.select([number, other]),
      download: (number) => this.guarded(() => this.download(number)),
      follow: (key) => this.guarded(() => this.nodes.follow(key)),
      followed: () => model.get("node_label"),
    });
    this.versus = new VersusPane(this, () => model.get("comparison"), (numbers) => this.select(numbers));
    this.nodes = new ChangedNode(this);
    this.title = element("div", { class: "wfkit-title" });
    this.about = element("div", { class: "wfkit-quiet", role: "status" });
    this.hint = element("div", { class: "wfkit-history-hint wfkit-quiet" });
    this.nothing = element("div", { class: "wfkit-history-nothing" });
    this.aside = element("div", { class: "wfkit-history-list" }, this.hint, this.nodes.banner, this.timeline.scroller);
    this.stage = element("div", { class: "wfkit-history-stage" }, this.pane.root, this.versus.root, this.nothing, this.status.box);
    this.main = element("div", { class: "wfkit-history-main" }, this.aside, this.stage);
    this.root.append(this.bar(), this.fault.box, this.main);
    this.stops.push(() => this.pane.stop(), () => this.versus.stop(), () => this.timeline.stop(), () => this.nodes.stop());
    this.listen();
    this.start();
    this.guarded(() => this.list());
    this.guarded(() => this.show());
    this.guarded(() => this.ask("look", {}, true));
  }

  /** The line above the timeline. */
  bar() {
    const heading = element("div", { class: "wfkit-heading" }, this.title, this.about);
    this.search = element("input", { type: "search", class: "wfkit-input", placeholder: "Search", title: "Search messages, authors, tags and numbers", "aria-label": "Search messages, authors, tags and numbers", value: this.model.get("query") });
    const later = debounced(() => this.set({ query: this.search.value }));
    this.search.addEventListener("input", later);
    this.stops.push(later.stop);
    const again = signButton("Refresh", "M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3", () => this.guarded(() => this.refresh(true)));
    const fields = element("div", { class: "wfkit-history-fields", role: "search" }, this.search, this.nodes.box);
    return element("div", { class: "wfkit-bar" }, heading, fields, again);
  }

  listen() {
    for (const name of ["rows", "found", "head", "node"]) this.on(`change:${name}`, () => this.listSoon());
    for (const name of ["selected", "details", "picture", "comparison", "head"]) this.on(`change:${name}`, () => this.show());
    this.on("change:query", () => {
      if (focusNow() !== this.search) this.search.value = this.model.get("query");
    });
    this.on("change:height_px", () => this.resize());
    const stale = () => {
      const isTime = performance.now() - this.refreshedAt > STALE_AFTER_MS;
      if (isTime && !this.waiting.size) this.guarded(() => this.refresh(false));
    };
    window.addEventListener("focus", stale);
    this.stops.push(() => window.removeEventListener("focus", stale));
    for (const event of ["pointerenter", "focusin"]) this.root.addEventListener(event, stale);
  }

  /** Several traits change together: once is enough for all of them. */
  listSoon() {
    if (this.isListing) return;
    this.isListing = true;
    queueMicrotask(() => {
      this.isListing = false;
      this.guarded(() => this.list());
    });
  }

  /** Shows the timeline. */
  list() {
    const { model } = this;
    this.resize();
    const [head, found, node] = [model.get("head"), model.get("found"), model.get("node")];
    /** @type {Entry[]} */
    const rows = model.get("rows");
    const versions = counted(head, "version");
    this.title.textContent = this.title.title = model.get("title");
    this.about.textContent = found === head ? `History, ${versions}` : `${found.toLocaleString("en")} of ${versions}`;
    this.timeline.show(rows, { head, node, left: found - rows.length });
    this.nodes.show(model.get("node_label"), found);
    this.pane.choose(this.pane.canvas.selected);
    this.timeline.list.hidden = !rows.length;
    this.aside.querySelector(".wfkit-empty-state")?.remove();
    if (!rows.length) this.timeline.scroller.append(emptyState("No version fits", "No message, author or tag holds these words.", this.clearButton()));
    else if (head === 1) this.timeline.scroller.append(emptyState("This is where it begins", "The next version is made by saving. Then both can be compared here, and either of them can be the current one.", codeLine('wf = wf.save(document, message="…")')));
  }

  clearButton() {
    const clear = wordButton("Show all versions");
    clear.addEventListener("click", () => {
      this.search.value = "";
      this.set({ query: "", node: "" });
      this.timeline.focus();
    });
    return clear;
  }

  /** Shows what is selected. */
  show() {
    const { model } = this;
    /** @type {number[]} */
    const selected = model.get("selected");
    const [details, picture] = [model.get("details"), model.get("picture")];
    const isOne = selected.length === 1;
    const isKnown = isOne && details?.number === selected[0];
    this.pane.root.hidden = !isOne;
    this.versus.root.hidden = selected.length < 2;
    this.nothing.hidden = selected.length > 0;
    this.main.classList.toggle("is-comparing", selected.length > 1);
    this.timeline.mark(selected);
    if (selected.length > 1) this.versus.show(inOrder(selected));
    if (isKnown) this.pane.show(details, model.get("head"));
    if (isOne && picture?.number === selected[0]) this.pane.draw(picture);
    this.hint.replaceChildren(...this.hintOf(selected));
    if (!selected.length) this.nothing.replaceChildren(emptyState("Select a version", "Click one to look at it, tick two to compare them."));
  }

  /** @param {number[]} selected @returns {(Node | string)[]} What to do in the timeline. */
  hintOf(selected) {
    if (selected.length < 2) return [this.model.get("head") > 1 ? "Tick two versions to compare them" : ""];
    const [old, now] = inOrder(selected);
    const clear = element("button", { type: "button", class: "wfkit-link" }, "Clear");
    clear.addEventListener("click", () => {
      this.select([now]);
      this.timeline.focus(now);
    });
    return [element("span", {}, `Comparing ${old} with ${now}`), clear];
  }

  /** @param {number[]} numbers */
  select(numbers) {
    this.set({ selected: [...new Set(numbers)] });
  }

  resize() {
    this.main.style.setProperty("--wfkit-history-height", `${this.model.get("height_px")}px`);
  }

  /** @param {boolean} isWanted Whether somebody asked for it, who has to hear what came of it. */
  async refresh(isWanted) {
    this.refreshedAt = performance.now();
    const { new: count } = await this.ask("refresh", {}, !isWanted);
    if (count > 0) this.status.say(`${counted(count, "new version")} since you looked last`);
    else if (isWanted) this.status.say("Nothing new");
  }

  /** @param {number} number */
  async rollback(number) {
    const head = this.model.get("head");
    const message = element("input", { class: "wfkit-input", maxlength: 500, placeholder: `restored version ${number}` });
    const content = element("label", { class: "wfkit-tag-label" }, "Message", message);
    const between = head - number === 1 ? `Version ${head} stays` : `Versions ${number + 1} to ${head} stay`;
    const isYes = await confirmation(this.root, {
      title: `Roll back to version ${number}?`, yes: "Roll back", content,
      words: `Version ${head + 1} will be what version ${number} was. ${between} in the history.`,
    });
    if (!isYes) return;
    const { made, words } = await this.ask("rollback", { number, message: message.value.trim(), expected: head });
    this.status.say(words, made ? { words: "Undo", act: () => this.guarded(() => this.undo(head, made)) } : undefined);
  }

  /** Takes a rollback back, by another one. @param {number} number @param {number} expected */
  async undo(number, expected) {
    const { words } = await this.ask("rollback", { number, expected });
    this.status.say(words);
  }

  /** @param {number} number */
  async tag(number) {
    /** @type {Record<string, number>} */
    const tags = this.model.get("tags");
    const next = this.ask("next_tags", { number });
    next.catch(() => {});
    const name = await tagName(this.root, {
      title: `Tag version ${number}`, yes: "Tag", value: "", next,
      note: (typed) => {
        if (!Object.hasOwn(tags, typed)) return "Such as v1.2.0 or production; letters, digits and . _ + / -";
        return tags[typed] === number ? "It has this tag already" : `This moves the tag from version ${tags[typed]}`;
      },
    });
    if (!name || tags[name] === number) return;
    const before = Object.hasOwn(tags, name) ? tags[name] : undefined;
    await this.done("tag", { name, number, move: before !== undefined }, before === undefined ? ["untag", { name }] : ["tag", { name, number: before, move: true }]);
  }

  /** @param {string} tag */
  async rename(tag) {
    /** @type {Record<string, number>} */
    const tags = this.model.get("tags");
    const name = await tagName(this.root, {
      title: `Rename the tag ${tag}`, yes: "Rename", value: tag,
      note: (typed) => typed !== tag && Object.hasOwn(tags, typed) ? `Version ${tags[typed]} has this tag already` : `It stays on version ${tags[tag]}`,
    });
    if (name && name !== tag) await this.done("rename_tag", { old: tag, new: name }, ["rename_tag", { old: name, new: tag }]);
  }

  /** @param {string} tag */
  async untag(tag) {
    const number = this.model.get("tags")[tag];
    await this.done("untag", { name: tag }, ["tag", { name: tag, number }]);
    this.pane.focus();
  }

  /** Does it, says so, and offers to take it back. @param {string} act @param {object} values @param {[string, object]} back */
  async done(act, values, back) {
    const { words } = await this.ask(act, { ...values });
    this.status.say(words, { words: "Undo", act: () => this.guarded(async () => this.status.say((await this.ask(back[0], { ...back[1] })).words)) });
  }

  /** @param {number} number */
  async download(number) {
    const { name, text } = await this.ask("document", { number });
    const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    element("a", { href: url, download: name }).click();
    window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.status.say(`Saved as ${name}, as it was: with what secrets it holds`);
  }

  /** The name of what is shown. */
  home() {
    return this.stage.querySelector(":scope > :not([hidden]) h3") ?? super.home();
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    if (this.pane.canvas.pressed(event) || this.versus.pressed(event)) return true;
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) this.search.focus();
    else if (event.key === "Escape" && event.target === this.search) this.timeline.focus(this.model.get("selected")[0]);
    else return false;
    return true;
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.pane.canvas.paint(dark);
    this.versus.paint(dark);
  }
}

/** @param {number[]} numbers The older version first. */
function inOrder(numbers) {
  return [...numbers].sort((one, other) => one - other);
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new HistoryView(model, el);
    return () => view.stop();
  },
};
