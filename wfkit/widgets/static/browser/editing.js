// @ts-check
/// <reference path="../view.js" />
/// <reference path="tags.js" />

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
