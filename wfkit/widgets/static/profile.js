// @ts-check
/// <reference path="view.js" />
/// <reference path="canvas.js" />
/// <reference path="tags.js" />
/// <reference path="rows.js" />

/**
 * @typedef {{number: number, message: string, author: string, tags: string[], at: string, is_valid: boolean}} LatestVersion
 * @typedef {{status: string, version: number, at: string, duration_s: number | null, cost: number | null}} LatestRun
 * @typedef {{
 *   id: string, name: string, description: string, tags: Tag[], format: string, owner: string, is_template: boolean,
 *   created_at: string, updated_at: string, deleted_at: string | null, problems: {words: string}[],
 *   versions: {rows: LatestVersion[], total: number}, runs: {rows: LatestRun[], total: number, cost: number},
 *   lines: {get: string, history: string},
 * }} Profile
 * @typedef {{id: string, version: number, picture?: string, nodes?: Listed[], words?: string, offer?: string}} LatestPicture
 */

const RUN_SIGNS = { completed: "✓", failed: "✕", running: "▸", pending: "…" };

/**
 * What is known of the selected workflow.
 * @param {View} view
 * @param {{close: () => void, remove: (id: string, name: string) => void, restore: (id: string) => void, filter: (tag: string) => void}} actions
 */
function profilePane(view, actions) {
  const { model } = view;
  const canvas = new Canvas({ choose: (key) => canvas.select(key) }, { hasMap: false });
  const frame = element("div", { class: "wfkit-profile-frame" }, canvas.root);
  const instead = element("div", { class: "wfkit-profile-instead" });
  const picture = element("div", { class: "wfkit-profile-picture" }, frame, instead, canvas.controls);
  const top = element("div", { class: "wfkit-profile-top" });
  const rest = element("div", { class: "wfkit-profile-rest" });
  const root = element("aside", { class: "wfkit-details wfkit-profile", "aria-label": "Selected workflow", hidden: true }, top, picture, rest);
  /** @type {{id: string, form: HTMLElement} | null} */
  let editing = null;
  let drawn = "";
  let shown = "";
  let seen = "";
  let wantsFocus = false;

  const show = () => {
    const id = model.get("selected");
    root.hidden = id === null;
    if (id === null) {
      editing = null;
      shown = seen = "";
      top.replaceChildren();
      rest.replaceChildren();
      return;
    }
    /** @type {Profile | null} */
    const details = model.get("details");
    const known = details?.id === id ? details : null;
    const words = JSON.stringify([id, known, model.get("place").read_only]);
    if (words === shown && !wantsFocus) return;
    shown = words;
    if (editing?.id !== id) editing = null;
    const hadFocus = !editing && top.contains(document.activeElement);
    // What was shown before stays, paler, until Python answers: nothing jumps on the way from one to the next.
    const isWaiting = !known && rest.childElementCount > 0 && !editing;
    root.classList.toggle("is-waiting", isWaiting);
    root.setAttribute("aria-busy", String(!known));
    if (isWaiting) return;
    if (known && !editing) top.replaceChildren(...topOf(known));
    else if (!editing) top.replaceChildren(headOfProfile(nameOf(id), actions.close));
    rest.replaceChildren(...(known ? restOf(known) : []));
    if (hadFocus || (wantsFocus && known)) top.querySelector("h3")?.focus({ preventScroll: true });
    if (known) wantsFocus = false;
    if (seen !== id) root.scrollTop = 0;
    seen = id;
    draw();
  };
  /** @param {string} id */
  const nameOf = (id) => model.get("listing").rows.find((/** @type {FoundRow} */ row) => row.id === id)?.name ?? "…";

  const draw = () => {
    /** @type {LatestPicture | null} */
    const made = model.get("picture");
    const isThere = made !== null && made.id === model.get("selected");
    const key = isThere ? JSON.stringify([made.id, made.version, made.offer, made.words]) : "";
    if (isThere && key === drawn && made.picture !== undefined) return;
    drawn = key;
    const hasPicture = isThere && made.picture !== undefined;
    frame.classList.toggle("is-waiting", !hasPicture);
    canvas.controls.hidden = !hasPicture;
    instead.hidden = hasPicture;
    if (hasPicture) {
      canvas.select(null);
      canvas.show(made.picture ?? "", made.nodes ?? [], { label: `Picture of ${nameOf(made.id)}` });
    } else instead.replaceChildren(...insteadOf(isThere ? made : null));
  };
  /** @param {LatestPicture | null} made */
  const insteadOf = (made) => {
    if (!made) return [element("span", { class: "wfkit-quiet wfkit-late" }, "Drawing…")];
    if (made.words) return [element("span", { class: "wfkit-quiet" }, "No picture: ", element("bdi", {}, made.words))];
    const button = wordButton("Draw it");
    button.addEventListener("click", () => view.guarded(() => {
      button.disabled = true;
      button.textContent = "Drawing…";
      return view.ask("draw");
    }));
    return [element("span", { class: "wfkit-quiet" }, `${made.offer}: drawing it takes a while`), button];
  };

  /** @param {Profile} known */
  const topOf = (known) => {
    const about = element("div", { class: "wfkit-quiet wfkit-profile-about" }, `${known.format} · ${counted(known.versions.total, "version")} · modified `, timeOf(known.updated_at));
    if (known.is_template) about.append(chipOf("template", "wfkit-chip--accent"));
    if (known.problems.length) about.append(chipOf(counted(known.problems.length, "error"), "wfkit-chip--alarm"));
    if (known.deleted_at) about.append(chipOf("deleted", "wfkit-chip--alarm"));
    const parts = [headOfProfile(known.name, actions.close), about];
    if (known.description) parts.push(element("p", { class: "wfkit-profile-words" }, element("bdi", {}, known.description)));
    if (known.tags.length) parts.push(tagsOf(known.tags));
    return [...parts, buttonsOf(known), codeLine(known.lines.get)];
  };
  /** @param {Tag[]} tags */
  const tagsOf = (tags) => element("div", { class: "wfkit-chips" }, ...tags.map(({ value, label }) => {
    const chip = element("button", { type: "button", class: "wfkit-chip wfkit-chip--button", title: `Filter by the tag ${label}` }, element("bdi", {}, label));
    chip.addEventListener("click", () => actions.filter(value));
    return chip;
  }));
  /** @param {Profile} known */
  const buttonsOf = (known) => {
    const row = element("div", { class: "wfkit-profile-buttons" });
    if (known.deleted_at) {
      const restore = element("button", { type: "button", class: "wfkit-button wfkit-button--main" }, "Restore");
      restore.addEventListener("click", () => actions.restore(known.id));
      row.append(restore);
    } else {
      const edit = wordButton("Edit");
      const mark = wordButton(known.is_template ? "Unmark as template" : "Mark as template");
      const remove = wordButton("Delete");
      edit.addEventListener("click", () => view.guarded(() => startEditing(known.id)));
      mark.addEventListener("click", () => view.guarded(() => view.ask("update", { workflow_id: known.id, is_template: !known.is_template })));
      remove.addEventListener("click", () => actions.remove(known.id, known.name));
      row.append(edit, mark, remove);
    }
    if (model.get("place").read_only) {
      for (const button of row.children) setAll(button, { disabled: true, title: NOT_TO_WRITE });
    }
    return row;
  };
  /** @param {string} id */
  const startEditing = async (id) => {
    const said = await view.ask("said_of", { workflow_id: id });
    if (model.get("selected") !== id) return;
    const form = editForm(view, id, said, () => {
      editing = null;
      shown = "";
      wantsFocus = true;
      show();
    });
    editing = { id, form };
    top.replaceChildren(form);
    form.querySelector("input")?.focus();
  };
  for (const name of ["selected", "details", "listing", "place"]) view.on(`change:${name}`, show);
  view.on("change:picture", draw);
  return {
    root, canvas, show,
    /** The next details get the focus. */
    wantFocus: () => { wantsFocus = true; },
    stop: () => canvas.stop(),
  };
}

const NOT_TO_WRITE = "The registry is read-only: make its file writable, or open a copy of it";

/** @param {string} name @param {() => void} close */
function headOfProfile(name, close) {
  const cross = signButton("Close details", "M4 4l8 8M12 4l-8 8");
  cross.addEventListener("click", close);
  return element("div", { class: "wfkit-details-head" }, element("h3", { tabindex: -1, class: "wfkit-details-title", title: name }, element("bdi", {}, name)), cross);
}

/** @param {Profile} known @returns {HTMLElement[]} */
function restOf(known) {
  const parts = [];
  if (known.problems.length) {
    parts.push(element("h4", {}, "Errors"), element("ul", { class: "wfkit-profile-problems" }, ...known.problems.map(({ words }) => element("li", {}, element("bdi", {}, words)))));
  }
  parts.push(element("h4", {}, `Versions · ${known.versions.total.toLocaleString("en")}`));
  if (known.deleted_at) parts.push(element("div", { class: "wfkit-quiet" }, "Restore it to see its versions."));
  else parts.push(element("ol", { class: "wfkit-profile-list" }, ...known.versions.rows.map(versionOf)), codeLine(known.lines.history));
  const { rows, total, cost } = known.runs;
  const sum = cost ? ` · cost ${costOf(cost)}` : "";
  parts.push(element("h4", {}, `Runs · ${total.toLocaleString("en")}${sum}`));
  if (rows.length) parts.push(element("ol", { class: "wfkit-profile-list" }, ...rows.map(runOf)));
  else parts.push(element("div", { class: "wfkit-quiet" }, "No run is recorded yet."));
  const facts = element("div", { class: "wfkit-profile-facts wfkit-quiet" }, "Created ", timeOf(known.created_at), " by ", element("bdi", {}, known.owner),
    element("br"), "id ", element("code", {}, known.id));
  return [...parts, facts];
}

/** @param {LatestVersion} version */
function versionOf({ number, message, author, tags, at, is_valid }) {
  const words = element("span", { class: `wfkit-profile-line ${message ? "" : "wfkit-quiet"}` }, element("bdi", { title: message }, message || "no message"));
  const marks = tags.map((tag) => chipOf(tag, "wfkit-chip--accent"));
  if (!is_valid) marks.push(chipOf("errors", "wfkit-chip--alarm"));
  return element("li", {}, element("span", { class: "wfkit-profile-number" }, String(number)), words, ...marks,
    element("span", { class: "wfkit-quiet" }, element("bdi", {}, author), " · ", timeOf(at)));
}

/** @param {LatestRun} run */
function runOf({ status, version, at, duration_s, cost }) {
  const sign = element("span", { class: `wfkit-run-sign is-${status}`, "aria-hidden": "true" }, RUN_SIGNS[/** @type {"failed"} */ (status)] ?? "·");
  const facts = [`version ${version}`, duration_s === null ? "" : durationOf(duration_s), cost === null ? "" : costOf(cost)].filter(Boolean).join(" · ");
  return element("li", {}, sign, element("span", { class: "wfkit-profile-line" }, status), element("span", { class: "wfkit-quiet" }, facts, " · ", timeOf(at)));
}

/** @param {number} seconds */
function durationOf(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toLocaleString("en", { maximumSignificantDigits: 3 })} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** @param {number} cost */
function costOf(cost) {
  return cost.toLocaleString("en", cost && cost < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 });
}
