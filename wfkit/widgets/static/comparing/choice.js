// @ts-check
/// <reference path="../controls.js" />

/**
 * A choice of one among a few.
 * @param {string} label @param {[string, string][]} options @param {(value: string) => void} act @param {boolean} [areTabs]
 */
function choiceOf(label, options, act, areTabs = false) {
  const box = element("div", { class: areTabs ? "wfkit-tabs" : "wfkit-choice", role: areTabs ? "tablist" : "radiogroup", "aria-label": label });
  /** @type {Map<string, HTMLElement>} */
  const buttons = new Map();
  for (const [value, words] of options) {
    const button = element("button", { type: "button", class: "wfkit-button", role: areTabs ? "tab" : "radio" }, words);
    button.addEventListener("click", () => act(value));
    buttons.set(value, button);
    box.append(button);
  }
  letRove(box, "button");
  return {
    box,
    /** @param {string} chosen */
    choose: (chosen) => buttons.forEach((button, value) => {
      button.setAttribute(areTabs ? "aria-selected" : "aria-checked", String(value === chosen));
      button.tabIndex = value === chosen ? 0 : -1;
    }),
    /** @param {string} value @param {string} words */
    words: (value, words) => {
      const button = buttons.get(value);
      if (button) button.textContent = words;
    },
  };
}
