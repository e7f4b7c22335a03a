// @ts-check
/// <reference path="../controls.js" />

/**
 * The semantic versions that may come next, and the part that the changes deserve.
 * @typedef {{tags: {part: string, tag: string}[], part: string, why: string}} NextTags
 */

/**
 * Asks for the name of a tag.
 * @param {HTMLElement} root The panel.
 * @param {{title: string, yes: string, value: string, note: (name: string) => string, next?: Promise<NextTags>}} question
 *   `note` says what comes of a name; `next` is offered when it is there.
 * @returns {Promise<string>} The name, "" for none.
 */
async function tagName(root, { title, yes, value, note, next }) {
  const input = element("input", { class: "wfkit-input", required: true, maxlength: 100, spellcheck: "false", autocomplete: "off", value });
  const told = element("div", { class: "wfkit-quiet wfkit-tag-note", role: "status" });
  const offers = element("div", { class: "wfkit-tag-offers" });
  const tell = () => { told.textContent = note(input.value.trim()); };
  input.addEventListener("input", tell);
  tell();
  next?.then((found) => offers.replaceChildren(...offersOf(found, (tag) => {
    input.value = tag;
    input.focus();
    tell();
  })), () => {});
  const label = element("label", { class: "wfkit-tag-label" }, "Name", input);
  const content = element("div", { class: "wfkit-tag-fields" }, label, told, offers);
  const isYes = await confirmation(root, { title, yes, content });
  return isYes ? input.value.trim() : "";
}

/** @param {NextTags} next @param {(tag: string) => void} take @returns {Node[]} */
function offersOf({ tags, part, why }, take) {
  if (!tags.length) return [];
  const buttons = tags.map((offer) => {
    const isAdvised = offer.part === part;
    const words = offer.part === "first" ? offer.tag : `${offer.tag} · ${offer.part}`;
    const button = wordButton(words);
    button.classList.toggle("is-advised", isAdvised);
    if (isAdvised) button.append(element("span", { class: "wfkit-hidden-words" }, " (suggested)"));
    button.addEventListener("click", () => take(offer.tag));
    return button;
  });
  const reason = element("p", { class: "wfkit-quiet" }, part === "first" ? "Suggested: " : `Suggested: ${part}: `, why, ".");
  return [element("div", { class: "wfkit-tag-buttons" }, ...buttons), reason];
}
