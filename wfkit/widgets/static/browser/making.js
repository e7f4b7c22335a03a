// @ts-check
/// <reference path="../view.js" />

/** The form for a new workflow, below the bar. */
class MakingForm {
  /** @param {View} view @param {(id: string, name: string) => void} made Told what was made. */
  constructor(view, made) {
    this.view = view;
    this.made = made;
    /** @type {HTMLElement | null} What had the focus before. */
    this.before = null;
    this.name = element("input", { class: "wfkit-input", "aria-label": "Name of the new workflow", placeholder: "Name of the new workflow", maxlength: 500, required: true, autocomplete: "off" });
    this.from = selectOf("Begin with");
    this.go = mainButton("Create");
    this.note = element("div", { class: "wfkit-quiet wfkit-making-note", role: "status" });
    this.root = element("form", { class: "wfkit-making", hidden: true, "aria-label": "New workflow" }, this.name, this.from, this.go, wordButton("Cancel", () => this.close()), this.note);
    this.check = debounced(() => view.guarded(() => this.checkName()), 200);
    this.listen();
  }

  listen() {
    this.name.addEventListener("input", () => {
      this.go.disabled = !this.name.value.trim();
      this.check();
    });
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
    this.root.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.view.guarded(() => this.make());
    });
  }

  open() {
    this.before = /** @type {HTMLElement | null} */ (focusNow());
    this.root.hidden = false;
    this.name.value = "";
    this.say("", false);
    this.name.focus();
    this.view.guarded(() => this.offerTemplates());
  }

  async offerTemplates() {
    this.from.replaceChildren(element("option", { value: "" }, "Blank"));
    /** @type {{id: string, name: string}[]} */
    const templates = await this.view.ask("templates", {}, true);
    const options = templates.map(({ id, name }) => element("option", { value: id }, name));
    if (options.length) this.from.append(element("optgroup", { label: "From a template" }, ...options));
  }

  close() {
    this.check.stop();
    this.root.hidden = true;
    this.before?.focus();
  }

  /** Says whether the name can be had. */
  async checkName() {
    const name = this.name.value;
    if (!name) return this.say("", false);
    const { error, note } = await this.view.ask("check_name", { name }, true);
    if (this.name.value === name) this.say(error || note, Boolean(error));
  }

  /** @param {string} words @param {boolean} isWrong */
  say(words, isWrong) {
    this.note.textContent = words;
    this.note.classList.toggle("is-wrong", isWrong);
    this.name.setAttribute("aria-invalid", String(isWrong));
    this.go.disabled = isWrong || !this.name.value.trim();
  }

  async make() {
    const name = this.name.value;
    this.check.stop();
    this.go.disabled = true;
    try {
      const id = await this.view.ask("create", { name, template: this.from.value || null });
      this.close();
      this.made(id, name);
    } finally {
      this.go.disabled = false;
    }
  }

  stop() {
    this.check.stop();
  }
}
