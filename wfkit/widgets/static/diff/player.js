// @ts-check
/// <reference path="../controls.js" />

/** @typedef {{number: number, tags: string[], message: string, author: string, date: string}} Version */

const DWELL_MS = 1800;
const PLAY = "M5 3.2v9.6L12.6 8z";
const PAUSE = "M5.5 3.5v9M10.5 3.5v9";

/**
 * A slider through a history, which plays its changes one after the other.
 * @param {{versions: () => Version[], now: () => {old: number, new: number}, go: (old: number, now: number) => Promise<void>, guarded: (act: () => any) => void}} actions
 *   `go` shows a step, and is done when it is to be seen.
 */
function playerOf(actions) {
  const play = signButton("Play the changes", PLAY);
  const slider = element("input", { type: "range", class: "wfkit-slider", min: 1, step: 1, "aria-label": "Step of the history" });
  const words = element("div", { class: "wfkit-step", "aria-live": "off" });
  const box = element("div", { class: "wfkit-player", role: "group", "aria-label": "History" }, play, slider, words);
  let timer = 0;
  let isPlaying = false;

  const steps = () => actions.versions().length - 1;
  /** @param {number} step From 1: what its version changed. */
  const go = async (step) => {
    const versions = actions.versions();
    describe(step);
    await actions.go(versions[step - 1].number, versions[step].number);
  };
  const stop = () => {
    clearTimeout(timer);
    if (!isPlaying) return;
    isPlaying = false;
    show();
  };
  const tick = () => actions.guarded(async () => {
    const next = Number(slider.value) + 1;
    if (!isPlaying || next > steps()) return stop();
    slider.value = String(next);
    await go(next);
    if (isPlaying) timer = window.setTimeout(tick, DWELL_MS);
  });
  const start = () => actions.guarded(async () => {
    isPlaying = true;
    slide.stop();
    show();
    // At its end it begins again.
    if (Number(slider.value) >= steps()) {
      slider.value = "1";
      await go(1);
    }
    if (isPlaying) timer = window.setTimeout(tick, DWELL_MS);
  });
  const show = () => {
    const name = isPlaying ? "Pause" : "Play the changes";
    setAll(play, { "aria-label": name, title: name });
    play.querySelector("path")?.setAttribute("d", isPlaying ? PAUSE : PLAY);
    play.classList.toggle("is-playing", isPlaying);
  };
  const slide = debounced(() => actions.guarded(() => go(Number(slider.value))), 120);
  play.addEventListener("click", () => (isPlaying ? stop() : start()));
  slider.addEventListener("input", () => {
    stop();
    describe(Number(slider.value));
    slide();
  });

  /** @param {number} step */
  const describe = (step) => {
    const version = actions.versions()[step];
    if (!version) return;
    const said = version.message || "no message";
    slider.setAttribute("aria-valuetext", `Version ${version.number}: ${said}`);
    words.replaceChildren(
      element("span", { class: "wfkit-step-number" }, `Version ${version.number}`),
      ...version.tags.map((tag) => chipOf(tag)),
      element("span", { class: "wfkit-step-message", title: said }, element("bdi", {}, said)),
      element("span", { class: "wfkit-quiet" }, version.author, " · ", timeOf(version.date)),
    );
  };
  return {
    box,
    /** Shows where in the history the panel stands. */
    refresh: () => {
      const versions = actions.versions();
      box.hidden = versions.length < 2;
      slider.max = String(steps());
      const step = Math.max(1, versions.findIndex(({ number }) => number === actions.now().new));
      slider.value = String(step);
      describe(step);
    },
    get isPlaying() {
      return isPlaying;
    },
    stop: () => {
      stop();
      slide.stop();
    },
  };
}
