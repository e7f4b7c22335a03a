// @ts-check
/// <reference path="sides.js" />

/**
 * Which conflict it is, the way to the others, and what happened.
 * @param {ConflictDetail} detail @param {string[]} choices
 * @param {{step: (by: number) => void, stepToOpen: () => void}} ways
 */
function conflictHead(detail, choices, { step, stepToOpen }) {
  const count = choices.length;
  const previous = signButton("Previous conflict (P)", "M10 3.5L5.5 8l4.5 4.5");
  const next = signButton("Next conflict (N)", "M6 3.5L10.5 8 6 12.5");
  const open = wordButton("Next open");
  setAll(previous, { "data-choice": "previous" });
  setAll(next, { "data-choice": "next" });
  setAll(open, { "data-choice": "open", title: "Next open conflict (Shift+N)" });
  previous.disabled = next.disabled = count < 2;
  open.disabled = !choices.some((choice, place) => !choice && place !== detail.place);
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  open.addEventListener("click", () => stepToOpen());
  const position = element("span", { class: "wfkit-merge-position" }, `${detail.place + 1} of ${count}`);
  const title = element("h3", { class: "wfkit-merge-where", tabindex: -1, title: detail.path }, detail.label);
  if (detail.setting) title.append(element("span", { class: "wfkit-merge-setting" }, ` › ${detail.setting}`));
  return element("header", { class: "wfkit-merge-head" }, element("div", { class: "wfkit-merge-row" }, previous, position, next, open), title,
    element("p", { class: "wfkit-merge-sentence" }, detail.words));
}

/** What can be chosen besides the sides. @param {ConflictDetail} detail @param {ConflictActions} actions */
function otherChoices(detail, { isDone, choose, edit, reopen }) {
  const row = element("div", { class: "wfkit-merge-row" });
  if (detail.has_both) {
    const both = choiceButton("Take both edits", "both", detail.choice, choose);
    both.disabled = isDone;
    row.append(both);
  }
  const own = wordButton("Own value…");
  own.append(element("kbd", { "aria-hidden": "true" }, "e"));
  setAll(own, { "data-choice": "value", "aria-pressed": String(detail.choice === "value"), "aria-keyshortcuts": "E", title: detail.own.refusal || "Write a value of your own (E)" });
  own.disabled = isDone || Boolean(detail.own.refusal);
  own.addEventListener("click", edit);
  const again = wordButton("Open again");
  again.append(element("kbd", { "aria-hidden": "true" }, "r"));
  setAll(again, { "data-choice": "reopen", "aria-keyshortcuts": "R", title: "Take the decision back (R)" });
  again.disabled = isDone || !detail.choice;
  again.addEventListener("click", reopen);
  row.append(own, again);
  if (detail.own.refusal) row.append(element("span", { class: "wfkit-quiet" }, `No own value here: ${detail.own.refusal} In Python: panel.resolve(path, value=…)`));
  return row;
}

/** What stands there now, where no side shows it. @param {ConflictDetail} detail @returns {Node[]} */
function resultOf(detail) {
  if (!detail.result || !["both", "value"].includes(detail.choice)) return [];
  return [element("section", { class: "wfkit-merge-side is-chosen", "aria-label": "Result" },
    element("div", { class: "wfkit-merge-side-head" }, element("h4", { class: "wfkit-merge-side-title" }, `Result: ${detail.choice === "both" ? "both edits" : "your own value"}`)),
    sideBody(detail.result, "Result", false))];
}
