// @ts-check
/// <reference path="../canvas.js" />
/// <reference path="cards.js" />

/**
 * @typedef {{type: string, title: string, purpose: string, count: number, is_missing: boolean}} TypeLine
 * @typedef {{label: string, fields: {name: string, value: string, state: string}[]}} Setting
 * @typedef {{words: string, about: string, picture: string, nodes: Listed[], types: TypeLine[], settings: Setting[]}} Inside
 * @typedef {Inside & {card: Card, name: string, line: string}} Preview
 * @typedef {Inside & {id: string, name: string, template: string, is_valid: boolean, line: string, change: string}} Made
 */

// Where a whole picture would be no more than lines, its beginning says more.
const TOO_SMALL = 0.26;
const FOLDED_FROM_CHARACTERS = 420;
const STATES = { empty: "empty", none: "no settings", secret: "a secret, to be given anew", reference: "filled in when it runs", given: "" };

/** One workflow at full size, with what there is to say of it beside it. */
class Page {
  /** @param {{back: () => void}} actions */
  constructor(actions) {
    this.title = element("h3", { class: "wfkit-title wfkit-page-title", tabindex: -1 });
    this.counts = element("div", { class: "wfkit-quiet" });
    this.canvas = new Canvas({ choose: (key) => this.choose(key) }, { dust: () => TOO_SMALL });
    const back = wordButton("Templates");
    back.prepend(iconOf("M10 3.5 5.5 8l4.5 4.5"));
    back.setAttribute("aria-label", "Back to the templates");
    back.addEventListener("click", actions.back);
    const heading = element("div", { class: "wfkit-heading" }, this.title, this.counts);
    this.bar = element("div", { class: "wfkit-bar" }, back, heading, this.canvas.controls);
    this.about = element("div", { class: "wfkit-page-about", role: "region", "aria-label": "About this workflow" });
    this.root = element("div", { class: "wfkit-page", hidden: true }, this.bar, this.canvas.root, this.about);
  }

  /**
   * @param {string} title @param {string} counts @param {Inside} inside
   * @param {...Node[]} about What is said below, column by column.
   */
  show(title, counts, inside, ...about) {
    this.title.textContent = this.title.title = title;
    this.counts.textContent = counts;
    this.types = new Map(inside.nodes.map(({ key, type }) => [key, type]));
    this.canvas.select(null);
    const svg = pictureOf(inside.picture || EMPTY_PICTURE);
    const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
    this.canvas.root.style.aspectRatio = `${width + 2 * MARGIN_PX} / ${height + 2 * MARGIN_PX}`;
    this.canvas.root.style.setProperty("--wfkit-most", `${height + 4 * MARGIN_PX}px`);
    this.canvas.show(inside.picture || EMPTY_PICTURE, inside.nodes, { label: `${title}: ${counts}` });
    this.canvas.empty.textContent = inside.words || "There is nothing to draw yet: this workflow has no nodes.";
    this.about.replaceChildren(...about.filter((column) => column.length).map((column) => element("div", {}, ...column)));
    this.about.scrollTop = 0;
  }

  /** A node was clicked: its type is marked in the list. @param {string | null} key */
  choose(key) {
    this.canvas.select(key);
    const type = key === null ? undefined : this.types?.get(key);
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.about.querySelectorAll("[data-type]"))) {
      line.classList.toggle("is-chosen", line.dataset.type === type);
      if (line.dataset.type === type) line.scrollIntoView({ block: "nearest" });
    }
  }
}

const EMPTY_PICTURE = `<svg xmlns="${SVG}" width="10" height="10"></svg>`;

/**
 * What is said of a template beside its picture.
 * @param {Preview} preview
 * @param {((name: string) => void) | null} use None where the registry may only be read.
 * @returns {Node[][]} By column.
 */
function previewAbout({ card, name, line, types, settings }, use) {
  const chips = card.tags.map((tag) => chipOf(tag));
  return [[
    ...descriptionOf(card.description),
    element("div", { class: "wfkit-chips" }, ...chips),
    element("div", { class: "wfkit-page-facts" }, originOf(card), usesOf(card)),
    ...(card.missing.length ? [missingBox(card.missing)] : []),
    use ? useForm(name, use) : element("p", { class: "wfkit-quiet" }, `${READ_ONLY}: no workflow can be made here.`),
    element("h4", {}, "The same in Python"),
    codeLine(line),
  ], settingsList(settings), typeList(types)];
}

/**
 * What is said of a workflow that was just made.
 * @param {Made} made
 * @returns {Node[][]} By column.
 */
function madeAbout({ line, change, settings, types, is_valid: isValid }) {
  const missing = types.filter(({ is_missing: isMissing }) => isMissing).map(({ type }) => type);
  return [[
    element("h4", {}, "Go on in Python"),
    codeLine(line),
    element("p", { class: "wfkit-quiet wfkit-page-hint" }, "It is ", element("code", {}, "panel.workflow"), ", too."),
    element("h4", {}, "Look at the settings of each node"),
    codeLine("wfkit.ui.graph(wf)"),
    ...(change ? [element("h4", {}, "Change a setting"), codeLine(change)] : []),
    ...(missing.length || !isValid ? [missingBox(missing)] : []),
  ], settingsList(settings), typeList(types)];
}

/** @param {string} description @returns {Node[]} A long one is folded: what can be done with the template must not go out of sight. */
function descriptionOf(description) {
  const whole = element("p", { class: "wfkit-page-words" }, description || "No description.");
  if (description.length <= FOLDED_FROM_CHARACTERS) return [whole];
  const beginning = element("p", {}, `${description.slice(0, FOLDED_FROM_CHARACTERS).trimEnd()}…`);
  return [beginning, element("details", {}, element("summary", {}, "All of the description"), whole)];
}

/** @param {string[]} missing */
function missingBox(missing) {
  const words = missing.length ? `Not installed here: ${missing.join(", ")}.` : "It has errors: wfkit.validate says which.";
  const rest = missing.length ? " It can be used all the same; nodes of these types cannot be checked, and a run needs them." : "";
  return element("div", { class: "wfkit-missing-box", role: "note" }, iconOf("M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1"), element("span", {}, words + rest));
}

/** @param {string} name @param {(name: string) => void} use @returns {HTMLElement} */
function useForm(name, use) {
  const input = element("input", { class: "wfkit-input", type: "text", name: "name", required: true, maxlength: 500, autocomplete: "off" });
  input.value = name;
  const label = element("label", { class: "wfkit-page-label" }, "Name of the new workflow", input);
  const go = mainButton("Use template");
  const form = element("form", { class: "wfkit-use-form" }, label, go);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    use(input.value.trim());
  });
  return form;
}

/** @param {Setting[]} settings @returns {Node[]} */
function settingsList(settings) {
  if (!settings.length) return [];
  const items = settings.map(({ label, fields }) =>
    element("li", {}, element("div", { class: "wfkit-setting-node" }, label), ...fields.map(fieldLine)));
  return [element("h4", {}, "Settings to look at"), element("ul", { class: "wfkit-settings" }, ...items)];
}

/** @param {{name: string, value: string, state: string}} field */
function fieldLine({ name, value, state }) {
  const words = STATES[/** @type {"empty"} */ (state)] ?? "";
  const line = element("div", { class: `wfkit-setting ${state === "empty" || state === "secret" ? "is-open" : ""}` });
  line.append(element("span", { class: "wfkit-setting-name" }, name));
  if (value) line.append(element("code", { title: value }, value));
  if (words) line.append(element("span", { class: "wfkit-quiet" }, words));
  return line;
}

/** @param {TypeLine[]} types @returns {Node[]} */
function typeList(types) {
  if (!types.length) return [];
  const items = types.map(({ type, title, purpose, count, is_missing: isMissing }) => {
    const head = element("div", { class: "wfkit-type-head" }, element("span", { class: "wfkit-type-title" }, title));
    if (title !== type) head.append(element("code", {}, type));
    if (count > 1) head.append(element("span", { class: "wfkit-quiet" }, `×${count}`));
    if (isMissing) head.append(chipOf("missing here", "wfkit-chip--alarm"));
    return element("li", { "data-type": type }, head, element("div", { class: "wfkit-quiet" }, purpose));
  });
  return [element("h4", {}, `Node types (${types.length})`), element("ul", { class: "wfkit-types" }, ...items)];
}
