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
