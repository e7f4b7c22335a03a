// @ts-check
// What every panel is built from. Text becomes text nodes and nothing else: no panel may use innerHTML.

/**
 * What anywidget gives a view of the Python object.
 * @typedef {{
 *   get: (name: string) => any,
 *   set: (name: string, value: any) => void,
 *   on: (event: string, listener: (value?: any) => void) => void,
 *   off: (event: string, listener: (value?: any) => void) => void,
 *   save_changes: () => void,
 *   send: (content: any) => void,
 * }} Model
 */

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "g", "title", "desc", "rect", "path", "circle", "text", "tspan", "line", "style"]);
const ATTRIBUTES = new Set(
  ("xmlns class width height viewBox role aria-label data-node data-badge transform x y x1 y1 x2 y2 cx cy r rx ry d " +
    "pathLength points").split(" "),
);

/**
 * An element with these attributes, and with children of which strings become text.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {any} An element of this tag.
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  setAll(made, attributes);
  made.append(...children);
  return made;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {any} An element of SVG.
 */
function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  setAll(made, attributes);
  made.append(...children);
  return made;
}

/** @param {Element} target @param {Record<string, string | number | boolean | undefined>} attributes */
function setAll(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    target.setAttribute(name, value === true ? "" : String(value));
  }
}

/** @param {string} drawing The path of a sign. @param {string} [look] A class besides. @returns {SVGSVGElement} */
function iconOf(drawing, look = "") {
  return shape("svg", { class: `wfkit-icon ${look}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, shape("path", { d: drawing }));
}

/** @param {string} name @param {string} drawing @param {() => void} [act] @returns {HTMLButtonElement} A button with a sign, known by its name. */
function signButton(name, drawing, act) {
  const button = element("button", { type: "button", class: "wfkit-button", "aria-label": name, title: name }, iconOf(drawing));
  if (act) button.addEventListener("click", act);
  return button;
}

/** @param {string} words @param {() => void} [act] @returns {HTMLButtonElement} */
function wordButton(words, act) {
  const button = element("button", { type: "button", class: "wfkit-button wfkit-button--outlined" }, words);
  if (act) button.addEventListener("click", act);
  return button;
}

/** @param {string} words @param {() => void} [act] What it does; without, it sends the form that it is in. @returns {HTMLButtonElement} The button that most people came for. */
function mainButton(words, act) {
  const button = element("button", { type: act ? "button" : "submit", class: "wfkit-button wfkit-button--main" }, words);
  if (act) button.addEventListener("click", act);
  return button;
}

/**
 * The picture as elements, without its style sheet; refused when it holds anything that could act.
 * @param {string} text
 * @returns {SVGSVGElement}
 */
function pictureOf(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const elements = [parsed.documentElement, ...parsed.documentElement.querySelectorAll("*")];
  for (const part of elements) {
    if (part.namespaceURI !== SVG || !SHAPES.has(part.localName)) {
      throw new Error(`The picture holds an element that is not drawn: ${part.localName}.`);
    }
    for (const { name } of [...part.attributes]) {
      if (!ATTRIBUTES.has(name)) throw new Error(`The picture holds an attribute that is not drawn: ${name}.`);
    }
  }
  for (const sheet of parsed.querySelectorAll("style")) sheet.remove();
  return /** @type {any} */ (document.importNode(parsed.documentElement, true));
}

/** @returns {Element | null} What has the focus, within a shadow root too: marimo gives each panel one. */
function focusNow() {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/**
 * Keeps the focus in a panel: keys are heard there only while something in it has it, and a browser drops it without
 * a word when that is drawn anew, hidden or disabled, be it while a dialog is open that would give it back.
 * @param {HTMLElement} root The panel. @param {() => HTMLElement} home What gets it then.
 * @returns {() => void} Ends that.
 */
function keepFocus(root, home) {
  /** @type {Element | null} */
  let last = null;
  root.addEventListener("focusin", (event) => { last = /** @type {Element} */ (event.target); });
  // Who went elsewhere stays there; what is taken away is so by then.
  root.addEventListener("focusout", () => queueMicrotask(() => {
    if (last && !isGone(last) && focusNow() !== last) last = null;
  }));
  const watcher = new MutationObserver(() => {
    if (!last || !isGone(last)) return;
    const now = focusNow();
    const wanted = sameIn(root, last) ?? home();
    const isLost = !now || now === document.body || now === last;
    last = null;
    if (isLost) focusOn(wanted);
  });
  watcher.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden", "disabled"] });
  return () => watcher.disconnect();
}

/** @param {Element} part @returns {boolean} Whether it cannot have the focus any more. */
function isGone(part) {
  return !part.isConnected || part.matches(":disabled, [hidden], [hidden] *");
}

/** @param {HTMLElement} root @param {Element} gone @returns {HTMLElement | undefined} What was drawn in its place: the only one of its name. */
function sameIn(root, gone) {
  const nameOf = (/** @type {Element} */ part) => part.getAttribute("aria-label") ?? part.textContent;
  const same = [...root.querySelectorAll(gone.localName)].filter((part) => !isGone(part) && nameOf(part) === nameOf(gone));
  return same.length === 1 ? /** @type {HTMLElement} */ (same[0]) : undefined;
}

/** Gives the focus to something, also where no key leads to it. @param {HTMLElement} part */
function focusOn(part) {
  if (!part.hasAttribute("tabindex") && part.tabIndex < 0) {
    part.tabIndex = -1;
    part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
  }
  part.focus({ preventScroll: true });
}

/** @returns {boolean} Whether the page is dark, as JupyterLab, VS Code or marimo say it, else as the system prefers. */
function isDark() {
  const { body, documentElement } = document;
  const light = body.dataset.jpThemeLight;
  if (light !== undefined) return light === "false";
  if (body.matches(".vscode-dark, .vscode-high-contrast, .dark, .dark-theme") || documentElement.matches(".dark")) return true;
  if (body.matches(".vscode-light, .light, .light-theme")) return false;
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** @param {(dark: boolean) => void} apply Called now, and whenever it changes. @returns {() => void} Stops that. */
function followTheme(apply) {
  const tell = () => apply(isDark());
  const watcher = new MutationObserver(tell);
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  for (const target of [document.body, document.documentElement]) {
    watcher.observe(target, { attributes: true, attributeFilter: ["class", "data-jp-theme-light"] });
  }
  system.addEventListener("change", tell);
  tell();
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", tell);
  };
}

/**
 * Shows what went wrong: in Python, through the trait `fault`, or here, through `say`.
 * @param {Model} model
 */
function faultBox(model) {
  const box = element("div", { class: "wfkit-fault", role: "alert", hidden: true });
  /** @param {{words: string, details: string} | null} fault */
  const show = (fault) => {
    box.replaceChildren();
    box.hidden = !fault;
    if (!fault) return;
    const code = element("pre", { class: "wfkit-code", tabindex: 0, "aria-label": "Details" }, fault.details);
    const copy = wordButton("Copy details");
    const close = signButton("Dismiss", "M4 4l8 8M12 4l-8 8");
    copy.addEventListener("click", () => copyText(fault.details, copy, code));
    close.addEventListener("click", () => {
      show(null);
      model.set("fault", null);
      model.save_changes();
    });
    const row = element("div", { class: "wfkit-fault-row" }, element("span", { class: "wfkit-fault-words" }, fault.words), copy, close);
    box.append(row, element("details", {}, element("summary", {}, "Details"), code));
  };
  const refresh = () => show(model.get("fault"));
  model.on("change:fault", refresh);
  refresh();
  /** @param {unknown} error */
  const say = (error) => show({ words: error instanceof Error ? error.message : String(error), details: error instanceof Error ? String(error.stack) : "" });
  return { box, say, stop: () => model.off("change:fault", refresh) };
}

/** @param {string} text @param {HTMLElement} button Says how it went. @param {HTMLElement} shown Selected where a page may not copy. */
async function copyText(text, button, shown) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const details = shown.closest("details");
    if (details) details.open = true;
    window.getSelection()?.selectAllChildren(shown);
    button.textContent = "Selected: press Ctrl+C";
  }
}
