// @ts-check
/// <reference path="../view.js" />
/// <reference path="../canvas.js" />
/// <reference path="profile_parts.js" />
/// <reference path="editing.js" />

/** What is known of the selected workflow. */
class ProfilePane {
  /**
   * @param {View} view
   * @param {{close: () => void, remove: (id: string, name: string) => void, restore: (id: string) => void, filter: (tag: string) => void}} actions
   */
  constructor(view, actions) {
    this.view = view;
    this.model = view.model;
    this.actions = actions;
    this.canvas = new Canvas({ choose: (key) => this.canvas.select(key) }, { hasMap: false });
    this.frame = element("div", { class: "wfkit-profile-frame" }, this.canvas.root);
    this.instead = element("div", { class: "wfkit-profile-instead" });
    const picture = element("div", { class: "wfkit-profile-picture" }, this.frame, this.instead, this.canvas.controls);
    this.top = element("div", { class: "wfkit-profile-top" });
    this.rest = element("div", { class: "wfkit-profile-rest" });
    this.root = element("aside", { class: "wfkit-details wfkit-profile", "aria-label": "Selected workflow", hidden: true }, this.top, picture, this.rest);
    /** @type {string | null} The workflow that is edited. */
    this.editing = null;
    /** @type {string | null} The workflow that was shown last. */
    this.seen = null;
    this.shown = "";
    this.drawn = "";
    this.wantsFocus = false;
    for (const name of ["selected", "details", "listing", "place"]) view.on(`change:${name}`, () => this.show());
    view.on("change:picture", () => this.draw());
  }

  /** The next details get the focus. */
  wantFocus() {
    this.wantsFocus = true;
  }

  show() {
    const { model } = this;
    const id = model.get("selected");
    this.root.hidden = id === null;
    if (id === null) return this.empty();
    /** @type {Profile | null} */
    const details = model.get("details");
    const known = details?.id === id ? details : null;
    const words = JSON.stringify([id, known, model.get("place").read_only]);
    if (words === this.shown && !this.wantsFocus) return;
    this.shown = words;
    if (this.editing !== id) this.editing = null;
    // What was shown before stays, paler, until Python answers: nothing jumps on the way from one to the next.
    const isWaiting = !known && this.rest.childElementCount > 0 && !this.editing;
    this.root.classList.toggle("is-waiting", isWaiting);
    this.root.setAttribute("aria-busy", String(!known));
    if (!isWaiting) this.fill(id, known);
  }

  /** Forgets what was shown. */
  empty() {
    this.editing = this.seen = null;
    this.shown = "";
    this.top.replaceChildren();
    this.rest.replaceChildren();
  }

  /** @param {string} id @param {Profile | null} known */
  fill(id, known) {
    const hadFocus = !this.editing && this.top.contains(focusNow());
    if (!this.editing) this.top.replaceChildren(...(known ? this.topOf(known) : [headOfProfile(this.nameOf(id), this.actions.close)]));
    this.rest.replaceChildren(...(known ? restOf(known) : []));
    if (hadFocus || (this.wantsFocus && known)) this.top.querySelector("h3")?.focus({ preventScroll: true });
    if (known) this.wantsFocus = false;
    if (this.seen !== id) this.root.scrollTop = 0;
    this.seen = id;
    this.draw();
  }

  /** @param {string} id @returns {string} Its name, as far as its row is in sight. */
  nameOf(id) {
    return this.model.get("listing").rows.find((/** @type {FoundRow} */ row) => row.id === id)?.name ?? "…";
  }

  /** Shows the picture, or what stands in its place. */
  draw() {
    /** @type {LatestPicture | null} */
    const found = this.model.get("picture");
    const made = found?.id === this.model.get("selected") ? found : null;
    const key = made ? JSON.stringify([made.id, made.version, made.offer, made.words]) : "";
    if (key === this.drawn && made?.picture !== undefined) return;
    this.drawn = key;
    const hasPicture = made?.picture !== undefined;
    this.frame.classList.toggle("is-waiting", !hasPicture);
    this.canvas.controls.hidden = !hasPicture;
    this.instead.hidden = hasPicture;
    if (made?.picture === undefined) return this.instead.replaceChildren(...this.insteadOf(made));
    this.canvas.select(null);
    this.canvas.show(made.picture, made.nodes ?? [], { label: `Picture of ${this.nameOf(made.id)}` });
  }

  /** @param {LatestPicture | null} made @returns {HTMLElement[]} */
  insteadOf(made) {
    if (!made) return [element("span", { class: "wfkit-quiet wfkit-late" }, "Drawing…")];
    if (made.words) return [element("span", { class: "wfkit-quiet" }, "No picture: ", element("bdi", {}, made.words))];
    const button = wordButton("Draw it");
    button.addEventListener("click", () => this.view.guarded(() => {
      button.disabled = true;
      button.textContent = "Drawing…";
      return this.view.ask("draw");
    }));
    return [element("span", { class: "wfkit-quiet" }, `${made.offer}: drawing it takes a while`), button];
  }

  /** @param {Profile} known @returns {HTMLElement[]} */
  topOf(known) {
    const parts = [headOfProfile(known.name, this.actions.close), aboutOf(known)];
    if (known.description) parts.push(element("p", { class: "wfkit-profile-words" }, element("bdi", {}, known.description)));
    if (known.tags.length) parts.push(tagButtons(known.tags, this.actions.filter));
    return [...parts, this.buttonsOf(known), codeLine(known.lines.get)];
  }

  /** @param {Profile} known @returns {HTMLElement} */
  buttonsOf(known) {
    const buttons = known.deleted_at ? [this.restoreButton(known)] : this.keepingButtons(known);
    if (this.model.get("place").read_only) {
      for (const button of buttons) setAll(button, { disabled: true, title: NOT_TO_WRITE });
    }
    return element("div", { class: "wfkit-profile-buttons" }, ...buttons);
  }

  /** @param {Profile} known @returns {HTMLButtonElement} */
  restoreButton({ id }) {
    return mainButton("Restore", () => this.actions.restore(id));
  }

  /** @param {Profile} known @returns {HTMLButtonElement[]} */
  keepingButtons({ id, name, is_template }) {
    const edit = wordButton("Edit");
    const mark = wordButton(is_template ? "Unmark as template" : "Mark as template");
    const remove = wordButton("Delete");
    edit.addEventListener("click", () => this.view.guarded(() => this.edit(id)));
    mark.addEventListener("click", () => this.view.guarded(() => this.view.ask("update", { workflow_id: id, is_template: !is_template })));
    remove.addEventListener("click", () => this.actions.remove(id, name));
    return [edit, mark, remove];
  }

  /** Puts a form in place of what is said of the workflow. @param {string} id */
  async edit(id) {
    const said = await this.view.ask("said_of", { workflow_id: id });
    if (this.model.get("selected") !== id) return;
    const form = editForm(this.view, id, said, () => this.endEditing());
    this.editing = id;
    this.top.replaceChildren(form);
    form.querySelector("input")?.focus();
  }

  endEditing() {
    this.editing = null;
    this.shown = "";
    this.wantsFocus = true;
    this.show();
  }

  stop() {
    this.canvas.stop();
  }
}
