// @ts-check
/// <reference path="../controls.js" />

/** @typedef {{number: number, tags: string[], message: string, author: string, date: string}} Version */

const DWELL_MS = 1800;
const PLAY = "M5 3.2v9.6L12.6 8z";
const PAUSE = "M5.5 3.5v9M10.5 3.5v9";

/** A slider through a history, which plays its changes one after the other. */
class Player {
  /**
   * @param {{versions: () => Version[], now: () => {old: number, new: number}, go: (old: number, now: number) => Promise<void>, guarded: (act: () => any) => void}} actions
   *   `go` shows a step, and is done when it is to be seen.
   */
  constructor(actions) {
    this.actions = actions;
    this.isPlaying = false;
    this.timer = 0;
    this.play = signButton("Play the changes", PLAY, () => (this.isPlaying ? this.pause() : this.start()));
    this.slider = element("input", { type: "range", class: "wfkit-slider", min: 1, step: 1, "aria-label": "Step of the history" });
    this.words = element("div", { class: "wfkit-step", "aria-live": "off" });
    this.box = element("div", { class: "wfkit-player", role: "group", "aria-label": "History" }, this.play, this.slider, this.words);
    this.slide = debounced(() => actions.guarded(() => this.go(this.step)), 120);
    this.slider.addEventListener("input", () => {
      this.pause();
      this.describe(this.step);
      this.slide();
    });
  }

  /** @returns {number} From 1: what its version changed. */
  get step() {
    return Number(this.slider.value);
  }

  get last() {
    return this.actions.versions().length - 1;
  }

  /** Shows where in the history the panel stands. */
  refresh() {
    const versions = this.actions.versions();
    this.box.hidden = versions.length < 2;
    this.slider.max = String(this.last);
    const step = Math.max(1, versions.findIndex(({ number }) => number === this.actions.now().new));
    this.slider.value = String(step);
    this.describe(step);
  }

  /** @param {number} step */
  async go(step) {
    const versions = this.actions.versions();
    this.slider.value = String(step);
    this.describe(step);
    await this.actions.go(versions[step - 1].number, versions[step].number);
  }

  start() {
    this.isPlaying = true;
    this.slide.stop();
    this.showButton();
    this.actions.guarded(async () => {
      // At its end it begins again.
      if (this.step >= this.last) await this.go(1);
      this.wait();
    });
  }

  wait() {
    if (this.isPlaying) this.timer = window.setTimeout(() => this.actions.guarded(() => this.tick()), DWELL_MS);
  }

  async tick() {
    const next = this.step + 1;
    if (next > this.last) return this.pause();
    await this.go(next);
    this.wait();
  }

  pause() {
    clearTimeout(this.timer);
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.showButton();
  }

  stop() {
    this.pause();
    this.slide.stop();
  }

  showButton() {
    const name = this.isPlaying ? "Pause" : "Play the changes";
    setAll(this.play, { "aria-label": name, title: name });
    this.play.querySelector("path")?.setAttribute("d", this.isPlaying ? PAUSE : PLAY);
    this.play.classList.toggle("is-playing", this.isPlaying);
  }

  /** @param {number} step */
  describe(step) {
    const version = this.actions.versions()[step];
    if (!version) return;
    const said = version.message || "no message";
    this.slider.setAttribute("aria-valuetext", `Version ${version.number}: ${said}`);
    this.words.replaceChildren(
      element("span", { class: "wfkit-step-number" }, `Version ${version.number}`),
      ...version.tags.map((tag) => chipOf(tag)),
      element("span", { class: "wfkit-step-message", title: said }, element("bdi", {}, said)),
      element("span", { class: "wfkit-quiet" }, version.author, " · ", timeOf(version.date)),
    );
  }
}
