// @ts-check
/// <reference path="../view.js" />
/// <reference path="../canvas.js" />
/// <reference path="sides.js" />
/// <reference path="conflict.js" />
/// <reference path="list.js" />
/// <reference path="own_value.js" />
/// <reference path="picture.js" />
/// <reference path="save.js" />

const MERGE_KEYS = "O takes ours, T theirs, B the base, 2 both edits; E writes a value of your own, R opens the conflict again, " +
  "U undoes; N and P lead to the next and the previous conflict, Shift and N to the next open one.";
/** @type {Record<string, string>} */
const TAKEN_WORDS = { ours: "Took ours", theirs: "Took theirs", base: "Took the base", both: "Took both edits", value: "Took your own value" };

/** One view of a merge panel. */
class MergeView extends View {
  /** @param {Model} model @param {HTMLElement} host */
  constructor(model, host) {
    super(model, host, "wfkit-merge");
    this.wantsEditor = false;
    this.about = element("div", { class: "wfkit-quiet" });
    this.title = element("div", { class: "wfkit-title" });
    this.progress = element("progress", { class: "wfkit-merge-progress", "aria-label": "Conflicts decided" });
    this.list = conflictList((place) => this.show(place));
    this.where = element("span", { class: "wfkit-hidden-words", role: "status" });
    this.work = element("section", { class: "wfkit-merge-work", "aria-label": "Conflict", "aria-description": MERGE_KEYS });
    this.main = element("div", { class: "wfkit-merge-main" }, this.list.box, this.work);
    this.calm = element("p", { class: "wfkit-merge-calm" }, "Nothing to decide: the two sides did not change the same. Look at the result, and save it.");
    this.picture = new ResultPicture(model, (place, byKeyboard) => this.chosenNode(place, byKeyboard));
    this.taken = element("div", { class: "wfkit-merge-taken-all" });
    this.save = saveBox(this);
    this.redraw = debounced(() => this.guarded(() => this.drawNew()), 60);
    this.root.append(this.bar(), this.fault.box, this.calm, this.main, this.picture.root, this.where, this.taken, this.save.box, this.status.box);
    this.stops.push(() => this.picture.canvas.stop(), this.redraw.stop, () => this.editor?.stop());
    this.listen();
    this.start();
    this.guarded(() => this.showAll());
  }

  listen() {
    this.on("change:conflicts", () => this.showAll());
    this.on("change:detail", () => this.showConflict());
    this.on("change:choices", () => this.showState());
    this.on("change:saved", () => this.showSaved());
    this.on("change:picture", () => this.picture.show());
    this.on("change:marks", () => this.picture.mark());
    this.on("change:taken", () => this.showTaken());
    this.on("change:step", () => this.redraw());
  }

  /** The line above everything. */
  bar() {
    const heading = element("div", { class: "wfkit-heading" }, this.title, this.about);
    this.rest = /** @type {("ours" | "theirs")[]} */ (["ours", "theirs"]).map((name) =>
      wordButton(`Take ${name} for the rest`, () => this.guarded(() => this.takeRest(name))));
    return element("div", { class: "wfkit-bar" }, heading, this.progress, element("div", { class: "wfkit-merge-row" }, ...this.rest));
  }

  /** @param {boolean} dark */
  paint(dark) {
    super.paint(dark);
    this.picture.canvas.paint(dark);
  }

  /** @returns {string[]} */
  get choices() {
    return this.model.get("choices");
  }

  /** @returns {ConflictActions} */
  get actions() {
    const { isDone } = this;
    return { isDone, choose: (choice) => this.decide(choice), edit: () => this.edit(), reopen: () => this.reopen() };
  }

  get isDone() {
    return this.model.get("saved") !== null;
  }

  showAll() {
    this.list.fill(this.model.get("conflicts"), this.choices.length);
    const isCalm = !this.choices.length;
    this.calm.hidden = !isCalm;
    for (const part of [this.main, this.progress, ...(this.rest ?? [])]) part.hidden = isCalm;
    this.showState();
    this.showConflict();
    this.showTaken();
    this.picture.show();
    if (!this.model.get("picture")) this.redraw();
  }

  showState() {
    const { choices } = this;
    const left = choices.filter((choice) => !choice).length;
    /** @type {MergeAbout} */
    const about = this.model.get("about");
    const sides = Object.entries(about.titles).filter(([, words]) => words).map(([name, words]) => `${name}: ${words}`);
    const state = !choices.length ? "No conflicts" : left ? `${left} of ${counted(choices.length, "conflict")} open` : `${counted(choices.length, "conflict")} decided`;
    this.title.textContent = this.title.title = about.workflow === null ? "Merge" : `Merge into ${about.workflow}`;
    this.about.textContent = [state, about.format, ...sides].join(" · ");
    this.progress.max = Math.max(1, choices.length);
    this.progress.value = choices.length - left;
    for (const button of this.rest ?? []) button.disabled = !left || this.isDone;
    this.list.mark(choices, this.model.get("current"));
  }

  /** What is saved is not decided any more. */
  showSaved() {
    this.status.say("");
    this.showState();
    this.showConflict();
  }

  /** Shows the conflict of the model; until Python has described it, the one before stays. */
  showConflict() {
    const { model } = this;
    const place = model.get("current");
    /** @type {ConflictDetail | null} */
    const detail = model.get("detail");
    this.list.mark(this.choices, place);
    if (!detail || detail.place !== place) return;
    const before = this.work.contains(focusNow()) ? /** @type {HTMLElement} */ (focusNow()) : null;
    this.closeEditor();
    this.editorPlace = element("div", { class: "wfkit-merge-editor-place" });
    this.work.replaceChildren(
      conflictHead(detail, this.choices, { step: (by) => this.step(by), stepToOpen: () => this.stepToOpen() }),
      sidesOf(detail, model.get("about").titles, this.actions), otherChoices(detail, this.actions),
      this.editorPlace, ...resultOf(detail), codeLine(detail.line),
    );
    // What had the focus is there anew, or cannot be used any more: then the heading has it.
    const again = before && (this.work.querySelector(`[data-choice="${before.dataset.choice ?? ""}"]:not(:disabled)`) ?? this.work.querySelector("h3"));
    again?.focus({ preventScroll: true });
    this.where.textContent = `Conflict ${place + 1} of ${this.choices.length}: ${detail.label} ${detail.setting}, ${detail.choice || "open"}`;
    this.picture.reveal(place);
    if (this.wantsEditor) this.edit();
  }

  /** @param {number} place */
  show(place) {
    this.set({ current: place });
  }

  /** @param {number} by */
  step(by) {
    const count = this.choices.length;
    if (count) this.show((this.model.get("current") + by + count) % count);
  }

  stepToOpen() {
    const { choices } = this;
    const from = this.model.get("current");
    const open = choices.map((_, place) => (from + 1 + place) % choices.length).find((place) => !choices[place]);
    if (open !== undefined) this.show(open);
  }

  /** @param {string} choice */
  decide(choice) {
    const place = this.model.get("current");
    this.guarded(async () => {
      await this.ask("decide", { place, choice });
      this.say(TAKEN_WORDS[choice]);
    });
  }

  reopen() {
    this.guarded(async () => {
      await this.ask("reopen", { conflict: this.model.get("current") });
      this.say("Open again");
    });
  }

  undo() {
    this.guarded(async () => {
      await this.ask("undo");
      this.say("Undone", false);
    });
  }

  /** @param {"ours" | "theirs"} name */
  async takeRest(name) {
    const left = this.choices.filter((choice) => !choice).length;
    const other = name === "ours" ? "theirs" : "ours";
    const isSure = await confirmation(this.root, {
      title: `Take ${name} for ${left === 1 ? "the conflict that is left" : `all ${left} conflicts that are left`}?`,
      words: `What ${other} did there is dropped. What is decided already stays, and one step of undo takes it back.`, yes: `Take ${name}`,
    });
    if (!isSure) return;
    await this.ask("resolve_all", { strategy: name });
    this.say(`Took ${name} for ${counted(left, "conflict")}`);
  }

  /** Says what was done and how many are left, and offers to take it back. @param {string} words @param {boolean} [canUndo] */
  say(words, canUndo = true) {
    const left = this.choices.filter((choice) => !choice).length;
    this.status.say(`${words}. ${left ? `${left} left.` : "None left: save the result."}`, canUndo ? { words: "Undo", act: () => this.undo() } : undefined);
  }

  edit() {
    /** @type {ConflictDetail | null} */
    const detail = this.model.get("detail");
    // Keys come faster than answers: the editor opens once its conflict is described.
    this.wantsEditor = detail?.place !== this.model.get("current");
    if (!detail || this.wantsEditor || detail.own.refusal || this.isDone || !this.editorPlace) return;
    if (this.editor) return this.editor.focus();
    const { place, own: { kind } } = detail;
    this.editor = ownEditor(detail.own, {
      guarded: (act) => this.guarded(act),
      check: (text) => this.ask("check_own", { text, kind }),
      take: async (text) => {
        const problem = await this.ask("decide_own", { place, text, kind });
        if (!problem) this.say(TAKEN_WORDS.value);
        return problem;
      },
      close: () => {
        this.closeEditor();
        this.work.querySelector('[data-choice="value"]')?.focus();
      },
    });
    this.editorPlace.append(this.editor.box);
    this.editor.focus();
  }

  closeEditor() {
    this.editor?.stop();
    this.editor?.box.remove();
    this.editor = undefined;
  }

  async drawNew() {
    await this.ask("draw");
    if (this.choices.every(Boolean) && this.model.get("problems") === null && !this.isDone) await this.ask("review");
  }

  showTaken() {
    const taken = this.model.get("taken");
    this.taken.replaceChildren(...(taken ? takenOf(taken, (key) => this.picture.canvas.reveal(key, LEGIBLE)) : []));
  }

  /** A node that was clicked leads to its conflict. @param {number} place @param {boolean} byKeyboard */
  chosenNode(place, byKeyboard) {
    this.show(place);
    if (byKeyboard) this.work.querySelector("h3")?.focus();
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("input, textarea, select") || target.closest("dialog")) return false;
    if (this.picture.canvas.pressed(event)) return true;
    /** @type {Record<string, () => void>} */
    const acts = {
      o: () => this.decide("ours"), t: () => this.decide("theirs"), b: () => this.decide("base"), 2: () => this.decide("both"),
      e: () => this.edit(), r: () => this.reopen(), u: () => this.undo(),
      n: () => (event.shiftKey ? this.stepToOpen() : this.step(1)), p: () => this.step(-1),
    };
    const done = this.choices.length && !this.isDone ? acts[event.key.toLowerCase()] : undefined;
    done?.();
    return Boolean(done);
  }
}

export default {
  /** @param {{model: Model, el: HTMLElement}} context */
  render({ model, el }) {
    const view = new MergeView(model, el);
    return () => view.stop();
  },
};
