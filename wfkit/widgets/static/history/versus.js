// @ts-check
/// <reference path="../comparing/comparison.js" />

/** Two versions of a history, compared. */
class VersusPane {
  /** @param {View} view @param {() => Comparison & {code: string}} data @param {(numbers: number[]) => void} select */
  constructor(view, data, select) {
    this.data = data;
    this.select = select;
    /** @type {Comparison | null} */
    this.shown = null;
    this.head = element("div", { class: "wfkit-version-facts" });
    this.comparison = new ComparisonView(comparisonActions(view, () => data().name, () => {}));
    this.code = element("div", { class: "wfkit-version-foot" });
    this.root = element("div", { class: "wfkit-version-pane wfkit-versus" }, this.head, this.comparison.root, this.code);
  }

  /** @param {number[]} numbers The older version and the newer one. */
  show(numbers) {
    const [old, now] = numbers;
    const data = this.data();
    const isThere = data.name === `${old}:${now}`;
    const buttons = element("div", { class: "wfkit-version-buttons" }, ...numbers.map((number) => wordButton(`Look at ${number}`, () => this.select([number]))));
    const top = element("div", { class: "wfkit-version-top" }, element("h3", { tabindex: -1 }, `Version ${old} → ${now}`), buttons);
    this.head.replaceChildren(top, element("p", { class: "wfkit-version-changed", title: isThere ? data.summary : undefined }, isThere ? `${data.summary}.` : "…"));
    this.root.classList.toggle("is-waiting", !isThere);
    if (!isThere || this.shown === data) return;
    this.shown = data;
    this.code.replaceChildren(codeLine(data.code));
    this.comparison.show(data);
  }

  /** @param {boolean} dark */
  paint(dark) {
    this.comparison.paint(dark);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    return this.root.contains(/** @type {Node} */ (event.target)) && this.comparison.pressed(event);
  }

  stop() {
    this.comparison.stop();
  }
}
