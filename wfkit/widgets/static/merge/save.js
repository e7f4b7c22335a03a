// @ts-check
/// <reference path="../view.js" />

/**
 * @typedef {{format: string, titles: Record<string, string>, carried: number, workflow: string | null, version: number, message: string}} MergeAbout
 * @typedef {{severity: string, code: string, message: string}} MergeProblem
 * @typedef {{version: number, name: string, is_new: boolean, line: string}} MergeSaved
 * @typedef {{version: number, author: string, when: string}} MergeMoved
 */

const MOST_PROBLEMS_SHOWN = 5;

/**
 * Where the result is saved: a message and a button, or the line of Python that has it.
 * @param {View} view
 */
function saveBox(view) {
  const { model } = view;
  const message = element("input", { class: "wfkit-input", type: "text", maxlength: 2000, "aria-label": "Message of the new version" });
  const save = mainButton("Save", () => view.guarded(() => go()));
  const open = element("span", { class: "wfkit-quiet" });
  const row = element("div", { class: "wfkit-merge-row wfkit-merge-save-row" }, message, save, open);
  const notice = element("div", { class: "wfkit-merge-notice", role: "status" });
  const problems = element("div", { class: "wfkit-merge-problems" });
  const box = element("footer", { class: "wfkit-merge-save", "aria-label": "Save the result" }, problems, notice, row);

  const go = async () => {
    save.disabled = true;
    try {
      if (model.get("problems") === null) await view.ask("review");
      const errors = problemsOf(model).filter(({ severity }) => severity === "error");
      const isSure = !errors.length || await confirmation(view.root, {
        title: `Save with ${counted(errors.length, "error")}?`,
        words: `${errors[0].message}${errors.length > 1 ? ` … and ${errors.length - 1} more.` : ""} The version will be marked as not valid.`,
        yes: "Save anyway", isGrave: true,
      });
      if (isSure) await view.ask("write", { message: message.value.trim(), allow_invalid: errors.length > 0 });
    } finally {
      refresh();
    }
  };
  message.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !save.disabled) view.guarded(go);
  });

  const refresh = () => {
    /** @type {MergeAbout} */
    const about = model.get("about");
    const left = model.get("choices").filter((/** @type {string} */ choice) => !choice).length;
    const saved = /** @type {MergeSaved | null} */ (model.get("saved"));
    const moved = /** @type {MergeMoved | null} */ (model.get("moved"));
    save.textContent = about.workflow === null ? "" : `Save as version ${about.version + 1}`;
    save.disabled = left > 0 || saved !== null || moved !== null;
    message.placeholder = about.message;
    row.hidden = about.workflow === null || saved !== null || moved !== null;
    open.textContent = left ? `${counted(left, "conflict")} still open` : `into ${about.workflow}`;
    problems.replaceChildren(...(saved ? [] : listedProblems(problemsOf(model))));
    notice.replaceChildren(...(saved ? savedWords(saved) : moved ? movedWords(moved, view) : about.workflow === null ? resultWords(left) : carriedWords(about)));
    notice.hidden = !notice.childNodes.length;
  };
  for (const name of ["about", "choices", "problems", "saved", "moved"]) view.on(`change:${name}`, refresh);
  refresh();
  return { box, refresh };
}

/** @param {Model} model @returns {MergeProblem[]} */
function problemsOf(model) {
  return model.get("problems") ?? [];
}

/** @param {MergeProblem[]} problems */
function listedProblems(problems) {
  if (!problems.length) return [];
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const words = errors ? `The result has ${counted(errors, "error")}` : `The result has ${counted(problems.length, "remark")}`;
  const lines = problems.map(({ severity, message }) =>
    element("li", { class: `is-${severity}` }, element("span", { class: "wfkit-merge-severity" }, severity), " ", message));
  const list = element("ul", {}, ...lines);
  return [element("details", { open: errors > 0 && lines.length <= MOST_PROBLEMS_SHOWN, class: errors ? "is-grave" : "" }, element("summary", {}, words), list)];
}

/** @param {MergeSaved} saved */
function savedWords(saved) {
  const words = saved.is_new ? `Saved as version ${saved.version} of ${saved.name}.` : `Nothing to save: the result is what version ${saved.version} of ${saved.name} says already.`;
  return [element("span", { class: "wfkit-merge-saved" }, element("span", { "aria-hidden": "true" }, "✓ "), words), codeLine(saved.line)];
}

/** @param {MergeMoved} moved @param {View} view */
function movedWords(moved, view) {
  const again = mainButton(`Merge again with version ${moved.version}`, () => view.guarded(() => view.ask("merge_again")));
  const words = element("span", {}, `Not saved: ${moved.author} saved version ${moved.version} `, ...(moved.when ? [timeOf(moved.when)] : []),
    ". Merged again, your decisions stay: they are part of ours then.");
  return [words, again];
}

/** @param {number} left */
function resultWords(left) {
  const words = left ? `${counted(left, "conflict")} still open; then panel.result is the document.` : "The result is a document in Python:";
  return [element("span", {}, words), ...(left ? [] : [codeLine("panel.result")])];
}

/** @param {MergeAbout} about */
function carriedWords({ carried, titles }) {
  return carried ? [element("span", {}, `Merged again with ${titles.theirs}: ${counted(carried, "decision")} of before ${carried === 1 ? "is" : "are"} part of ours.`)] : [];
}
