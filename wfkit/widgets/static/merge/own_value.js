// @ts-check
/// <reference path="../controls.js" />
/// <reference path="sides.js" />

/**
 * The place where a value of one's own is written.
 * @param {OwnValue} own
 * @param {{check: (text: string) => Promise<string>, take: (text: string) => Promise<string>, close: () => void, guarded: (act: () => any) => void}} actions
 *   `check` and `take` answer with what is wrong.
 */
function ownEditor(own, { check, take, close, guarded }) {
  const isText = own.kind === "text";
  const lines = Math.min(16, Math.max(3, own.text.split("\n").length + 1));
  const name = isText ? "Your own text" : "Your own value, as JSON";
  const field = element("textarea", { class: "wfkit-merge-own", rows: lines, spellcheck: "false", "aria-label": name });
  field.value = own.text;
  const problem = element("p", { class: "wfkit-merge-problem", role: "alert" });
  const use = mainButton("Use this value", () => done());
  const cancel = wordButton("Cancel", close);
  /** @param {string} words */
  const say = (words) => {
    problem.textContent = words;
    field.setAttribute("aria-invalid", String(Boolean(words)));
    use.disabled = Boolean(words);
  };
  const checked = debounced(() => guarded(async () => say(await check(field.value))));
  const done = () => guarded(async () => say(await take(field.value)));
  field.addEventListener("input", () => (isText ? undefined : checked()));
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    // In a notebook Ctrl+Enter runs the cell.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      // What is wrong with it is told again: it may have been mended since it was last looked at.
      checked.stop();
      done();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  const hint = element("span", { class: "wfkit-quiet" }, "It begins with what is chosen now. Ctrl+Enter takes it, Escape leaves.");
  const box = element("section", { class: "wfkit-merge-editor", "aria-label": name }, element("h4", {}, name), field, problem,
    element("div", { class: "wfkit-merge-row" }, use, cancel, hint));
  return { box, focus: () => field.focus(), stop: checked.stop };
}
