// @ts-check
/// <reference path="panel.js" />
/// <reference path="controls.js" />

/**
 * Puts a panel beside the notebook, which wfkit's own part of JupyterLab can do; elsewhere it stays in its cell.
 * @param {Model} model @param {HTMLElement} host Its place in the cell. @param {HTMLElement} root The panel.
 * @returns {() => void} Takes it away from there.
 */
function besideOf(model, host, root) {
  const wanted = model.get("beside");
  if (!wanted) return () => {};
  const put = /** @type {any} */ (window)._JUPYTERLAB?.wfkit?.beside;
  if (!put) {
    host.prepend(noteOf("There is no sidebar here: wfkit has to be installed where JupyterLab runs, and the page to be loaded again."));
    return () => {};
  }
  let isEnded = false;
  const back = wordButton("Show here");
  const note = noteOf(`“${wanted.title}” is shown beside the notebook. `, back);
  const close = put(root, wanted, () => {
    note.remove();
    if (!isEnded) host.append(root);
  });
  back.addEventListener("click", close);
  host.append(note);
  return () => {
    isEnded = true;
    close();
  };
}

/** @param {...(Node | string)} words */
function noteOf(...words) {
  return element("section", { class: "wfkit-panel wfkit-beside-note", role: "note" }, ...words);
}
