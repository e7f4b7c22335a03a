// @ts-check
/// <reference path="../comparing/comparison.js" />
/// <reference path="player.js" />

const STATE = /** @type {const} */ (["view", "facets", "kinds", "query", "selected", "current"]);
const OPTION_CHARACTERS = 60;

/** One view of a diff panel. */
class DiffView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-diff");
    this.title = element("div", { class: "wfkit-title" });
    this.summary = element("div", { class: "wfkit-quiet wfkit-diff-summary" });
    this.isStepping = false;
    this.hasStepped = false;
    const actions = comparisonActions(this, () => model.get("comparison").name, (state) => this.changed(state));
    this.comparison = new ComparisonView({ ...actions, pictures: (view) => (this.isStepping ? this.stepPictures(view) : actions.pictures(view)) });
    this.player = new Player({
      versions: () => model.get("versions"),
      now: () => ({ old: model.get("old"), new: model.get("new") }),
      go: (old, now) => this.go(old, now, true),
      guarded: (act) => this.guarded(act),
    });
    this.olds = this.select("Old version", (number) => this.goSafely(number, model.get("new")));
    this.news = this.select("New version", (number) => this.goSafely(model.get("old"), number));
    this.earlier = signButton("What the version before changed", "M10 4L6 8l4 4");
    this.later = signButton("What the next version changed", "M6 4l4 4-4 4");
    this.picker = element("div", { class: "wfkit-versions", role: "group", "aria-label": "Versions" });
    this.root.append(this.bar(), this.player.box, this.fault.box, this.comparison.root, this.status.box);
    this.stops.push(() => this.comparison.stop(), () => this.player.stop());
    this.on("change:comparison", () => this.show());
    this.on("change:versions", () => this.showVersions());
    this.on("change:height_px", () => this.resize());
    this.on("change:fault", () => this.refused());
    for (const name of STATE) this.on(`change:${name}`, () => this.comparison.apply({ [name]: model.get(name) }));
    this.start();
    this.guarded(() => {
      this.resize();
      this.comparison.apply(this.state());
      this.show();
    });
  }

  /** The line with the two versions. */
  bar() {
    const swap = signButton("Swap the versions", "M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13", () => this.goSafely(this.model.get("new"), this.model.get("old")));
    this.earlier.addEventListener("click", () => this.move(-1));
    this.later.addEventListener("click", () => this.move(1));
    this.picker.append(this.earlier, this.olds, swap, this.news, this.later);
    return element("div", { class: "wfkit-bar" }, element("div", { class: "wfkit-heading" }, this.title, this.summary), this.picker);
  }

  /** @param {string} label @param {(number: number) => void} act @returns {HTMLSelectElement} */
  select(label, act) {
    const made = element("select", { class: "wfkit-select wfkit-version", "aria-label": label });
    made.addEventListener("change", () => act(Number(made.value)));
    return made;
  }

  state() {
    return Object.fromEntries(STATE.map((name) => [name, this.model.get(name)]));
  }

  /** Goes back to the versions that are shown, where Python refused others. */
  refused() {
    this.player.stop();
    const [old, now] = this.model.get("comparison").name.split(":").map(Number);
    if (!this.model.get("fault") || !now) return;
    this.model.set("old", old);
    this.model.set("new", now);
    this.showVersions();
  }

  /** @param {Partial<ComparisonState>} state */
  changed(state) {
    this.player.stop();
    this.set(state);
  }

  show() {
    const data = this.model.get("comparison");
    const title = this.model.get("title");
    this.title.textContent = this.title.title = title;
    const isOnly = this.model.get("versions").length === 1;
    this.summary.textContent = this.summary.title = isOnly ? "There is one version yet: save a change, and it is compared here." : data.summary;
    this.showVersions();
    // From step to step what stays is where it was: nobody sees what changes among things that move.
    this.comparison.show(data, { stays: this.isStepping && this.hasStepped });
    this.hasStepped = this.isStepping;
    this.root.classList.toggle("is-stepping", this.isStepping);
    this.shown?.();
    this.prepare();
  }

  /** @param {string} view @returns {Promise<Record<string, string>>} */
  stepPictures(view) {
    return this.ask("step_pictures", { of: this.model.get("comparison").name, view });
  }

  showVersions() {
    const { model } = this;
    /** @type {Version[]} */
    const versions = model.get("versions");
    this.picker.hidden = !versions.length;
    const isFresh = this.listed !== versions;
    this.listed = versions;
    for (const [select, number] of [[this.olds, model.get("old")], [this.news, model.get("new")]]) {
      if (isFresh) select.replaceChildren(...[...versions].reverse().map((version) => element("option", { value: version.number }, optionOf(version))));
      select.value = String(number);
      const version = versions.find((each) => each.number === number);
      select.title = version ? `${optionOf(version)}${version.message ? `\n${version.message}` : ""}` : "";
    }
    const place = versions.findIndex(({ number }) => number === model.get("new"));
    this.earlier.disabled = place < 2;
    this.later.disabled = place < 0 || place >= versions.length - 1;
    this.player.refresh();
  }

  /** Shows what the version before or after this one changed. @param {number} by */
  move(by) {
    const versions = this.model.get("versions");
    const place = versions.findIndex((/** @type {Version} */ { number }) => number === this.model.get("new")) + by;
    if (versions[place - 1]) this.goSafely(versions[place - 1].number, versions[place].number, true);
  }

  /** @param {number} old @param {number} now @param {boolean} [isStep] */
  goSafely(old, now, isStep = false) {
    this.player.stop();
    this.guarded(() => this.go(old, now, isStep));
  }

  /**
   * Compares two other versions; done when they are shown.
   * @param {number} old @param {number} now @param {boolean} isStep Whether it is one of several through the history.
   * @returns {Promise<void>}
   */
  go(old, now, isStep) {
    this.isStepping = isStep;
    if (old === this.model.get("old") && now === this.model.get("new")) return Promise.resolve();
    const done = new Promise((/** @type {(value: void) => void} */ resolve) => { this.shown = () => resolve(); });
    this.set({ old, new: now, current: null });
    return done;
  }

  /** Has the next step made while this one is looked at. */
  prepare() {
    clearTimeout(this.preparing);
    const versions = this.model.get("versions");
    const place = versions.findIndex((/** @type {Version} */ { number }) => number === this.model.get("new"));
    if (!versions[place + 1]) return;
    this.preparing = window.setTimeout(() => {
      if (this.player.isPlaying) this.ask("prepare", { old: versions[place].number, new: versions[place + 1].number, view: this.comparison.view }).catch(() => {});
    }, 300);
  }

  resize() {
    this.root.style.setProperty("--wfkit-comparison-height", `${this.model.get("height_px")}px`);
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.comparison.paint(dark);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    return this.comparison.pressed(event);
  }

  stop() {
    clearTimeout(this.preparing);
    super.stop();
  }
}

/** @param {Version} version */
function optionOf({ number, tags, message, date }) {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(new Date(date));
  const said = message.length > OPTION_CHARACTERS ? `${message.slice(0, OPTION_CHARACTERS)}…` : message;
  return [`${number}`, tags.join(", "), said, day].filter(Boolean).join(" · ");
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new DiffView(model, el);
    return () => view.stop();
  },
};
