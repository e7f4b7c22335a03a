// @ts-check
/// <reference path="../view.js" />
/// <reference path="filters.js" />
/// <reference path="rows.js" />
/// <reference path="profile.js" />
/// <reference path="making.js" />

const REFRESH_AFTER_MS = 2000;

/** One view of a browser panel. */
class BrowserView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-browser");
    this.refreshedAt = performance.now();
    this.isReading = false;
    this.about = element("div", { class: "wfkit-quiet wfkit-browser-place" });
    this.filters = new FilterBar(this);
    this.rows = new RowList(this, { choose: (id, byKeyboard) => this.choose(id, byKeyboard) });
    this.profile = new ProfilePane(this, {
      close: () => this.close(),
      remove: (id, name) => this.guarded(() => this.remove(id, name)),
      restore: (id) => this.guarded(() => this.restore(id)),
      filter: (tag) => {
        if (!model.get("tags").includes(tag)) this.filters.toggle(tag);
      },
    });
    this.making = new MakingForm(this, (id, name) => {
      this.status.say(`Created “${short(name)}”`);
      this.choose(id, true);
    });
    this.create = mainButton("New", () => this.making.open());
    this.create.setAttribute("aria-label", "New workflow");
    this.create.append(element("span", { class: "wfkit-wide-words" }, "workflow"));
    this.notice = element("div", { class: "wfkit-notice", role: "alert", hidden: true });
    this.empty = element("div", { class: "wfkit-browser-empty", hidden: true });
    this.rows.body.append(this.empty);
    this.main = element("div", { class: "wfkit-browser-main" }, this.rows.root, this.profile.root);
    this.root.append(this.bar(), this.making.root, this.fault.box, this.notice, this.filters.box, this.main, this.status.box);
    this.stops.push(() => this.filters.stop(), () => this.making.stop(), () => this.profile.stop(), this.watch());
    for (const name of ["listing", "trouble"]) this.on(`change:${name}`, () => this.drawEmpty());
    for (const name of ["place", "listing", "trouble", "unread", "contents"]) this.on(`change:${name}`, () => this.drawAround());
    this.on("change:height_px", () => this.resize());
    this.on("change:unread", () => this.readOn());
    this.start();
    this.guarded(() => this.draw());
  }

  bar() {
    const title = element("div", { class: "wfkit-title" }, "Workflows");
    const heading = element("div", { class: "wfkit-heading" }, title, this.about);
    const refresh = signButton("Read the registry again", "M13 5.5A5.5 5.5 0 1 0 13.5 9M13.5 2.5v3.5H10");
    refresh.addEventListener("click", () => this.guarded(async () => {
      await this.refresh();
      this.status.say(`Read again: ${counted(this.model.get("place").all, "workflow")}`);
    }));
    return element("div", { class: "wfkit-bar" }, heading, this.filters.search, element("div", { class: "wfkit-controls" }, refresh, this.create));
  }

  draw() {
    this.resize();
    this.filters.show();
    this.rows.draw();
    this.drawAround();
    this.drawEmpty();
    this.profile.show();
    this.readOn();
  }

  resize() {
    this.main.style.setProperty("--wfkit-browser-height", `${this.model.get("height_px")}px`);
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.profile.canvas.paint(dark);
  }

  /** What stands above the list: where it is, and what keeps it from being read or written. */
  drawAround() {
    const { model } = this;
    const { url, all, read_only: isReadOnly } = model.get("place");
    const marks = isReadOnly ? [chipOf("read-only")] : [];
    if (url !== undefined) this.about.replaceChildren(element("bdi", { title: url }, url.split("/").pop() || url), ` · ${counted(all, "workflow")} `, ...marks);
    if (marks[0]) marks[0].title = NOT_TO_WRITE;
    const words = model.get("trouble");
    const why = words || (isReadOnly ? NOT_TO_WRITE : "");
    this.create.disabled = Boolean(why);
    this.create.title = why;
    this.root.classList.toggle("is-stale", Boolean(words));
    if (words) {
      const again = wordButton("Try again", () => this.guarded(() => this.refresh()));
      this.notice.replaceChildren(element("span", {}, words.charAt(0).toUpperCase() + words.slice(1)), again);
    }
    this.notice.hidden = !words;
    this.rows.remark(this.unreadWords());
  }

  /** @returns {string} What is not searched yet. */
  unreadWords() {
    const { model } = this;
    if (!model.get("contents") || !model.get("unread")) return "";
    const left = `the contents of ${counted(model.get("unread"), "workflow")}`;
    return model.get("place").read_only
      ? `Names only: ${left} cannot be read into a read-only registry`
      : `Names only, until ${left} are read…`;
  }

  /** What stands in place of rows. */
  drawEmpty() {
    const { model } = this;
    const { rows, total } = model.get("listing");
    const isUnread = total === null;
    this.empty.hidden = rows.length > 0 || (isUnread && !model.get("trouble"));
    if (this.empty.hidden) return;
    this.empty.replaceChildren(isUnread ? nothingRead() : isNarrowed(model) ? this.nothingMatches() : model.get("deleted") ? emptyState("Nothing is deleted", "What is deleted comes here, and can be restored with its whole history.") : this.nothingYet());
  }

  nothingMatches() {
    const { model } = this;
    const clear = wordButton("Clear filters", () => this.filters.clear());
    const offers = [clear];
    if (model.get("query").trim() && !model.get("contents")) {
      const contents = wordButton("Search in contents", () => this.set({ contents: true, page: 1 }));
      offers.push(contents);
    }
    return emptyState("No workflow matches", "Nothing in this registry has all that is asked for.", element("div", { class: "wfkit-profile-buttons" }, ...offers));
  }

  nothingYet() {
    const create = mainButton("New workflow", () => this.making.open());
    create.disabled = this.create.disabled;
    const lines = (this.model.get("place").lines ?? []).map((/** @type {string} */ line) => codeLine(line));
    return emptyState("No workflows yet", "Make one, blank or from a template, or import the files that you have: n8n, Langflow, Flowise, ComfyUI, Dify and others.",
      create, element("div", { class: "wfkit-browser-lines" }, ...lines));
  }

  /** @param {string} id @param {boolean} byKeyboard */
  choose(id, byKeyboard) {
    if (byKeyboard) this.profile.wantFocus();
    if (this.model.get("selected") === id) this.profile.show();
    else this.set({ selected: id });
    if (byKeyboard || this.isNarrow()) this.profile.root.scrollIntoView({ block: "nearest" });
  }

  isNarrow() {
    return getComputedStyle(this.main).flexDirection === "column";
  }

  close() {
    const id = this.model.get("selected");
    this.set({ selected: null });
    this.rows.focus(id);
  }

  /** @param {string} id @param {string} name */
  async remove(id, name) {
    const isSure = await confirmation(this.root, {
      title: `Delete “${short(name)}”?`, words: "It goes out of every listing with its history, and can be restored: at once, or from Deleted.", yes: "Delete", isGrave: true,
    });
    if (!isSure) return;
    await this.ask("delete", { workflow_id: id });
    this.status.say(`Deleted “${short(name)}”`, { words: "Undo", act: () => this.guarded(() => this.restore(id)) });
    this.rows.focus();
  }

  /** @param {string} id */
  async restore(id) {
    await this.ask("undelete", { workflow_id: id });
    this.status.say("Restored");
    this.rows.focus(id);
  }

  /** @param {boolean} [isQuiet] Nobody asked for it. @returns {Promise<void>} */
  refresh(isQuiet = false) {
    this.refreshedAt = performance.now();
    return this.ask("refresh", {}, isQuiet);
  }

  /** Reads texts for the search in contents, a part at a time, so that the kernel stays free for others. */
  readOn() {
    const { model } = this;
    if (this.isReading || !model.get("contents") || !model.get("unread") || model.get("place").read_only) return;
    this.isReading = true;
    this.guarded(async () => {
      try {
        while (model.get("contents") && await this.ask("read_contents", {}, true));
      } finally {
        this.isReading = false;
      }
    });
  }

  /** Reads again when somebody comes back to the page: others may have changed the registry. @returns {() => void} */
  watch() {
    const look = () => {
      const isSeen = this.root.isConnected && this.root.getClientRects().length > 0 && document.visibilityState === "visible";
      if (isSeen && !this.waiting.size && performance.now() - this.refreshedAt > REFRESH_AFTER_MS) this.guarded(() => this.refresh(true));
    };
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input, textarea, select, dialog")) return false;
    const id = this.rows.idAt(target);
    if (event.key === "/") this.filters.input.focus();
    else if (event.key === "Escape" && this.profile.root.contains(target) && !this.profile.canvas.root.contains(target)) this.close();
    else if (event.key === "Delete" && id && !this.create.disabled && !this.model.get("deleted")) {
      const { name } = this.model.get("listing").rows.find((/** @type {FoundRow} */ row) => row.id === id);
      this.guarded(() => this.remove(id, name));
    } else return this.rows.pressed(event) || this.profile.canvas.pressed(event);
    return true;
  }
}

/** @returns {HTMLElement} */
function nothingRead() {
  return emptyState("The workflows could not be read", "What is wrong is said above. Nothing is lost: they are listed here once the registry can be read.");
}

/** @param {string} name */
function short(name) {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new BrowserView(model, el);
    return () => view.stop();
  },
};
