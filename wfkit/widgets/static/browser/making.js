// @ts-check
/// <reference path="../view.js" />
/// <reference path="tags.js" />

/**
 * The form for a new workflow, below the bar.
 * @param {View} view
 * @param {(id: string, name: string) => void} made
 */
function makingForm(view, made) {
  const name = element("input", { class: "wfkit-input", "aria-label": "Name of the new workflow", placeholder: "Name of the new workflow", maxlength: 500, required: true, autocomplete: "off" });
  const from = selectOf("Begin with");
  const go = mainButton("Create");
  const no = wordButton("Cancel");
  const note = element("div", { class: "wfkit-quiet wfkit-making-note", role: "status" });
  const root = element("form", { class: "wfkit-making", hidden: true, "aria-label": "New workflow" }, name, from, go, no, note);
  /** @type {HTMLElement | null} */
  let before = null;

  const check = debounced(() => view.guarded(async () => {
    const words = name.value;
    if (!words) return say("", false);
    const { error, note: known } = await view.ask("check_name", { name: words }, true);
    if (name.value === words) say(error || known, Boolean(error));
  }), 200);
  /** @param {string} words @param {boolean} isWrong */
  const say = (words, isWrong) => {
    note.textContent = words;
    note.classList.toggle("is-wrong", isWrong);
    name.setAttribute("aria-invalid", String(isWrong));
    go.disabled = isWrong || !name.value.trim();
  };
  const close = () => {
    check.stop();
    root.hidden = true;
    before?.focus();
  };
  const open = async () => {
    before = /** @type {HTMLElement | null} */ (focusNow());
    root.hidden = false;
    name.value = "";
    say("", false);
    name.focus();
    from.replaceChildren(element("option", { value: "" }, "Blank"));
    const templates = await view.ask("templates", {}, true);
    if (templates.length) {
      from.append(element("optgroup", { label: "From a template" }, ...templates.map((/** @type {{id: string, name: string}} */ template) => element("option", { value: template.id }, template.name))));
    }
  };
  name.addEventListener("input", () => {
    go.disabled = !name.value.trim();
    check();
  });
  no.addEventListener("click", close);
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  root.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    check.stop();
    const words = name.value;
    view.guarded(async () => {
      go.disabled = true;
      try {
        const id = await view.ask("create", { name: words, template: from.value || null });
        close();
        made(id, words);
      } finally {
        go.disabled = false;
      }
    });
  });
  return { root, open: () => view.guarded(open), stop: check.stop };
}

/**
 * The form in which name, description and tags of a workflow are edited.
 * @param {View} view @param {string} id
 * @param {{name: string, description: string, tags: string[]}} said
 * @param {() => void} done
 */
function editForm(view, id, said, done) {
  const name = element("input", { class: "wfkit-input", value: said.name, "aria-label": "Name", maxlength: 500, required: true });
  const description = element("textarea", { class: "wfkit-input wfkit-textarea", rows: 3, "aria-label": "Description", placeholder: "Description", maxlength: 20000 });
  description.value = said.description;
  const known = view.model.get("facets").tag.map((/** @type {Facet} */ { value }) => value);
  const tags = tagField(said.tags, known);
  const go = mainButton("Save");
  const no = wordButton("Cancel", done);
  const form = element("form", { class: "wfkit-edit", "aria-label": "Edit the workflow" }, name, description, tags.root, element("div", { class: "wfkit-profile-buttons" }, go, no));
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    done();
  });
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    /** @type {Record<string, any>} */
    const changed = {};
    if (name.value !== said.name) changed.name = name.value;
    if (description.value !== said.description) changed.description = description.value;
    if (JSON.stringify(tags.tags()) !== JSON.stringify(said.tags)) changed.tags = tags.tags();
    view.guarded(async () => {
      if (Object.keys(changed).length) await view.ask("update", { workflow_id: id, ...changed });
      done();
      view.status.say(Object.keys(changed).length ? "Saved" : "Nothing was changed");
    });
  });
  return form;
}
