// @ts-check
/// <reference path="../canvas.js" />
/// <reference path="timeline.js" />

/**
 * What is known of one version.
 * @typedef {Entry & {words: string, facts: string[], hash: string, code: string}} VersionFacts
 * @typedef {{number: number, title: string, why: string, picture: string, nodes: Listed[]}} Drawn
 */

const SHORT_HASH = 12;

/** One version to look at: its facts, what can be done with it, and its picture. */
class VersionPane {
  /**
   * @param {{
   *   rollback: (number: number) => void, tag: (number: number) => void, rename: (tag: string) => void,
   *   untag: (tag: string) => void, compare: (number: number, other: number) => void, download: (number: number) => void,
   *   follow: (key: string) => void, followed: () => string,
   * }} actions
   */
  constructor(actions) {
    this.actions = actions;
    /** @type {Drawn | null} */
    this.drawn = null;
    /** @type {VersionFacts | null} */
    this.version = null;
    this.head = 0;
    this.about = element("div", { class: "wfkit-version-facts" });
    this.canvas = new Canvas({ choose: (key) => this.choose(key) }, { dust: dustAt });
    this.why = element("div", { class: "wfkit-version-why", hidden: true });
    this.code = element("div", { class: "wfkit-version-code" });
    this.node = element("div", { class: "wfkit-version-node", hidden: true });
    const foot = element("div", { class: "wfkit-version-foot" }, this.code, this.canvas.controls);
    this.root = element("div", { class: "wfkit-version-pane" }, this.about, this.canvas.root, this.why, this.node, foot);
  }

  /** @param {VersionFacts} version @param {number} head */
  show(version, head) {
    this.root.classList.toggle("is-waiting", this.drawn?.number !== version.number);
    if (this.version === version && this.head === head) return;
    this.version = version;
    this.head = head;
    this.about.replaceChildren(...this.facts(version, head));
    this.code.replaceChildren(codeLine(version.code));
  }

  /** Gives the focus to the name of the version. */
  focus() {
    this.about.querySelector("h3")?.focus({ preventScroll: true });
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    if (this.drawn === drawn) return;
    this.drawn = drawn;
    this.root.classList.remove("is-waiting");
    this.why.hidden = !drawn.why;
    this.why.textContent = drawn.why && `There is no picture of this version: ${drawn.why}`;
    this.canvas.root.hidden = this.canvas.controls.hidden = Boolean(drawn.why);
    this.choose(null);
    if (!drawn.why) this.canvas.show(drawn.picture, drawn.nodes, { label: drawn.title });
  }

  /** @param {VersionFacts} version @param {number} head @returns {Node[]} */
  facts(version, head) {
    const { number } = version;
    const isHead = number === head;
    const heading = element("h3", { tabindex: -1 }, `Version ${number}`);
    const chips = chipsOf({ ...version, tags: [] }, isHead, true);
    const tags = version.tags.map((tag) => this.tagChip(tag));
    const top = element("div", { class: "wfkit-version-top" }, heading, ...chips, ...tags, this.buttons(version, head));
    const about = element("div", { class: "wfkit-version-about wfkit-quiet" }, version.author, " · ", timeOf(version.at), " · ", version.facts.join(" · "), " · ", hashOf(version.hash));
    if (version.runs) about.append(" · ", runsOf(version));
    const parts = [top];
    if (version.message) parts.push(messageOf(version.message));
    if (number > 1) parts.push(element("p", { class: "wfkit-version-changed" }, version.words ? `${version.words}.` : "…"));
    return [...parts, about];
  }

  /** @param {VersionFacts} version @param {number} head */
  buttons({ number }, head) {
    const tag = wordButton("Tag…", () => this.actions.tag(number));
    const made = [tag];
    if (number !== head) {
      const back = wordButton("Roll back…", () => this.actions.rollback(number));
      made.unshift(back, this.comparing("Compare with current", number, head));
    }
    if (number > 1 && !(number === head - 1 && head === 2)) made.splice(made.length - 1, 0, this.comparing("Compare with previous", number - 1, number));
    const file = signButton("Download this version", "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.2h10", () => this.actions.download(number));
    return element("div", { class: "wfkit-version-buttons" }, ...made, file);
  }

  /** @param {string} words @param {number} number @param {number} other */
  comparing(words, number, other) {
    return wordButton(words, () => this.actions.compare(number, other));
  }

  /** @param {string} tag A chip that renames its tag, or takes it away. */
  tagChip(tag) {
    const name = element("button", { type: "button", class: "wfkit-tag-name", "aria-label": `Rename the tag ${tag}`, title: "Rename this tag" }, tag);
    const away = element("button", { type: "button", class: "wfkit-tag-away", "aria-label": `Remove the tag ${tag}`, title: "Remove this tag" }, "×");
    name.addEventListener("click", () => this.actions.rename(tag));
    away.addEventListener("click", () => this.actions.untag(tag));
    return element("span", { class: "wfkit-chip wfkit-chip--tag is-held" }, name, away);
  }

  /** Offers the history of one node of the picture. @param {string | null} key */
  choose(key) {
    this.canvas.select(key);
    this.node.hidden = key === null;
    if (key === null) return this.node.replaceChildren();
    const label = this.canvas.places.get(key)?.listed.label ?? key;
    const follow = wordButton("Only versions that changed it", () => this.actions.follow(key));
    const isFollowed = this.actions.followed() === label;
    this.node.replaceChildren(element("span", { class: "wfkit-version-node-name" }, label), isFollowed ? "" : follow);
  }

  stop() {
    this.canvas.stop();
  }
}

/** @param {string} hash @returns {HTMLElement} Its beginning; a click copies all of it. */
function hashOf(hash) {
  const short = hash.slice(0, SHORT_HASH);
  const copy = element("button", { type: "button", class: "wfkit-hash", title: `Copy the content hash ${hash}` }, short);
  copy.addEventListener("click", async () => {
    await copyText(hash, copy, copy);
    window.setTimeout(() => { copy.textContent = short; }, 2000);
  });
  return copy;
}

/** @param {string} message @returns {HTMLElement} The first line; more is unfolded on demand. */
function messageOf(message) {
  const [first, ...rest] = message.split("\n");
  const more = rest.join("\n").trim();
  if (!more) return element("p", { class: "wfkit-version-message" }, first);
  const words = element("div", { class: "wfkit-version-more" }, more);
  return element("details", { class: "wfkit-version-message" }, element("summary", {}, first), words);
}
