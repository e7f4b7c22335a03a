// @ts-check
/// <reference path="sides.js" />

/** @type {Record<string, string>} */
const CHOICE_WORDS = { ours: "ours", theirs: "theirs", base: "base", both: "both", value: "own" };

/**
 * The list of all conflicts, one stop of the Tab key, with what each is decided for.
 * @param {(place: number) => void} show
 */
function conflictList(show) {
  const list = element("ol", { class: "wfkit-merge-items" });
  const count = element("summary", {}, "Conflicts");
  const fold = element("details", { class: "wfkit-merge-list", open: true }, count, element("nav", { "aria-label": "Conflicts" }, list));
  const rove = letRove(list, ".wfkit-merge-item");
  /** @type {{item: HTMLElement, sign: HTMLElement, chip: HTMLElement}[]} */
  let items = [];
  return {
    box: fold,
    /** @param {MergeListing[]} rows @param {number} total */
    fill: (rows, total) => {
      items = rows.map((row, place) => itemOf(row, () => show(place)));
      list.replaceChildren(...items.map(({ item }) => element("li", {}, item)));
      if (total > rows.length) list.append(element("li", { class: "wfkit-quiet wfkit-merge-rest" }, `… and ${total - rows.length} more: the buttons lead there`));
    },
    /** @param {string[]} choices @param {number} current */
    mark: (choices, current) => {
      const done = choices.filter(Boolean).length;
      count.textContent = `Conflicts: ${done} of ${choices.length} done`;
      items.forEach(({ item, sign, chip }, place) => {
        const choice = choices[place];
        item.classList.toggle("is-done", Boolean(choice));
        if (place === current) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
        sign.textContent = choice ? "✓" : "!";
        chip.textContent = choice ? CHOICE_WORDS[choice] : "open";
        chip.className = choice ? `wfkit-merge-chip is-${choice}` : "wfkit-hidden-words";
      });
      const chosen = items[current]?.item;
      rove.enter(chosen);
      if (chosen) showWithin(list, chosen);
    },
    focus: () => list.querySelector("[tabindex='0']")?.focus(),
  };
}

/** Scrolls a list, and nothing but it, so far that an item is seen. @param {HTMLElement} list @param {HTMLElement} item */
function showWithin(list, item) {
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + item.offsetHeight - list.clientHeight;
}

/** @param {MergeListing} row @param {() => void} show */
function itemOf(row, show) {
  const sign = element("span", { class: "wfkit-merge-sign", "aria-hidden": "true" });
  const chip = element("span", { class: "wfkit-merge-chip" });
  const what = row.setting || { node: "the whole node", edge: "connection" }[row.what] || "";
  const words = element("span", { class: "wfkit-merge-item-words" },
    element("span", { class: "wfkit-merge-item-label" }, row.label), " ", element("span", { class: "wfkit-quiet" }, what));
  const item = element("button", { type: "button", class: "wfkit-merge-item", tabindex: -1, title: `${row.label}${what ? `: ${what}` : ""}` }, sign, words, chip);
  item.addEventListener("click", show);
  return { item, sign, chip };
}

/**
 * The place where a value of one's own is written.
 * @param {OwnValue} own
 * @param {{check: (text: string) => Promise<string>, take: (text: string) => Promise<string>, close: () => void}} actions
 *   `check` and `take` answer with what is wrong.
 */
function ownEditor(own, { check, take, close }) {
  const isText = own.kind === "text";
  const lines = Math.min(16, Math.max(3, own.text.split("\n").length + 1));
  const name = isText ? "Your own text" : "Your own value, as JSON";
  const field = element("textarea", { class: "wfkit-merge-own", rows: lines, spellcheck: "false", "aria-label": name });
  field.value = own.text;
  const problem = element("p", { class: "wfkit-merge-problem", role: "alert" });
  const use = element("button", { type: "button", class: "wfkit-button wfkit-button--main" }, "Use this value");
  const cancel = wordButton("Cancel");
  /** @param {string} words */
  const say = (words) => {
    problem.textContent = words;
    field.setAttribute("aria-invalid", String(Boolean(words)));
    use.disabled = Boolean(words);
  };
  const checked = debounced(async () => say(await check(field.value)));
  const done = async () => say(await take(field.value));
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
  use.addEventListener("click", () => { done(); });
  cancel.addEventListener("click", close);
  const hint = element("span", { class: "wfkit-quiet" }, "It begins with what is chosen now. Ctrl+Enter takes it, Escape leaves.");
  const box = element("section", { class: "wfkit-merge-editor", "aria-label": name }, element("h4", {}, name), field, problem,
    element("div", { class: "wfkit-merge-row" }, use, cancel, hint));
  return { box, focus: () => field.focus(), stop: checked.stop };
}
