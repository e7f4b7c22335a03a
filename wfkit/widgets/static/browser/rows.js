// @ts-check
/// <reference path="../view.js" />
/// <reference path="filters.js" />

/**
 * @typedef {{
 *   id: string, name: string, description: string, found: string, tags: Tag[], more_tags: number, format: string,
 *   is_template: boolean, is_valid: boolean, versions: number, runs: number,
 *   created_at: string, updated_at: string, deleted_at: string | null,
 * }} FoundRow
 * @typedef {{rows: FoundRow[], total: number | null, page: number, pages: number, size: number}} Listing
 */

/** @typedef {"created_at" | "updated_at" | "deleted_at"} Time */

/** @param {Time} time @returns {[string, string, string][]} A column's key, its title, and what of it is sorted by. */
function columnsOf(time) {
  const title = { created_at: "Created", updated_at: "Modified", deleted_at: "Deleted" }[time];
  return [["name", "Name", "name"], ["tags", "Tags", ""], ["format", "Format", ""], ["time", title, time === "deleted_at" ? "" : time],
    ["versions", "Versions", "version"], ["runs", "Runs", "runs"]];
}

/** @param {Model} model @returns {Time} Which time is shown: that which is sorted by, if any. */
function timeShown(model) {
  if (model.get("deleted")) return "deleted_at";
  return model.get("sort").endsWith("created_at") ? "created_at" : "updated_at";
}

const SHOWN_TAGS = 2;

/** The list of what was found, page by page. */
class RowList {
  /** @param {View} view @param {{choose: (id: string, byKeyboard: boolean) => void}} actions */
  constructor(view, actions) {
    this.view = view;
    this.model = view.model;
    this.actions = actions;
    this.head = element("div", { class: "wfkit-row wfkit-row-head", role: "group", "aria-label": "Sort by" });
    this.list = element("div", { class: "wfkit-rows", role: "listbox", "aria-label": "Workflows" });
    this.pager = pagerOf((page) => view.set({ page }));
    this.body = element("div", { class: "wfkit-rows-body" }, this.head, this.list);
    this.root = element("div", { class: "wfkit-list" }, this.body, this.pager.root);
    this.rove = letRove(this.list, ".wfkit-row");
    this.drawn = "";
    this.list.addEventListener("click", (/** @type {MouseEvent} */ event) => this.choose(event.target, false));
    view.on("change:listing", () => this.draw());
    view.on("change:sort", () => this.drawHead());
    view.on("change:selected", () => this.mark());
  }

  drawHead() {
    const sort = this.model.get("sort");
    const active = focusNow();
    const focused = active instanceof HTMLElement && this.head.contains(active) ? active.dataset.sort : undefined;
    const set = (/** @type {string} */ next) => this.view.set({ sort: next, page: 1 });
    this.head.replaceChildren(...columnsOf(timeShown(this.model)).map(([key, title, column]) => headOf(key, title, column, sort, set)));
    if (focused) /** @type {HTMLElement | null} */ (this.head.querySelector(`[data-sort="${focused}"]`))?.focus();
  }

  draw() {
    /** @type {Listing} */
    const listing = this.model.get("listing");
    const query = this.model.get("query").trim();
    const time = timeShown(this.model);
    this.drawHead();
    this.pager.show(listing);
    const words = JSON.stringify([listing.rows, query, time]);
    if (words !== this.drawn) this.replace(listing.rows.map((row) => rowOf(row, query, time)));
    this.drawn = words;
    this.list.hidden = this.head.hidden = !listing.rows.length;
    this.mark();
  }

  /** Puts rows in place of those before; the focus stays on its row, or where that was. @param {HTMLElement[]} rows */
  replace(rows) {
    const active = focusNow();
    const before = active instanceof HTMLElement && this.list.contains(active) ? active : null;
    const place = before ? this.rove.items().indexOf(before) : -1;
    const scrolled = this.body.scrollTop;
    this.list.replaceChildren(...rows);
    this.body.scrollTop = before ? scrolled : 0;
    const kept = this.row(before?.dataset.id) ?? rows[Math.min(place, rows.length - 1)];
    this.rove.enter(kept ?? this.row(this.model.get("selected")));
    if (before) (kept ?? /** @type {HTMLElement | null} */ (this.view.root.querySelector("input")))?.focus();
  }

  mark() {
    const selected = this.model.get("selected");
    for (const item of this.rove.items()) item.setAttribute("aria-selected", String(item.dataset.id === selected));
  }

  /** @param {string | null | undefined} id @returns {HTMLElement | undefined} */
  row(id) {
    return this.rove.items().find((item) => item.dataset.id === id);
  }

  /** @param {EventTarget | null} target @param {boolean} byKeyboard */
  choose(target, byKeyboard) {
    const id = this.idAt(target);
    if (id !== undefined) this.actions.choose(id, byKeyboard);
  }

  /** @param {KeyboardEvent} event @returns {boolean} Whether it meant something here. */
  pressed(event) {
    if (this.idAt(event.target) === undefined) return false;
    const { page, pages } = this.model.get("listing");
    if (event.key === "Enter" || event.key === " ") this.choose(event.target, event.key === "Enter");
    else if (event.key === "PageDown" && page < pages) this.view.set({ page: page + 1 });
    else if (event.key === "PageUp" && page > 1) this.view.set({ page: page - 1 });
    else return false;
    return true;
  }

  /** @param {EventTarget | null} target @returns {string | undefined} The id of the row that this is in. */
  idAt(target) {
    return rowAt(target)?.dataset.id;
  }

  /** Gives the focus to a row; to the one that Tab leads to when it is not there. @param {string | null} [id] */
  focus(id) {
    (this.row(id) ?? this.rove.items().find((item) => item.tabIndex === 0))?.focus();
  }

  /** Says something beside the number of workflows. @param {string} words */
  remark(words) {
    this.pager.note.textContent = words;
  }
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function rowAt(target) {
  return target instanceof Element ? target.closest(".wfkit-row[data-id]") : null;
}

/** @param {string} key @param {string} title @param {string} column @param {string} sort @param {(sort: string) => void} set */
function headOf(key, title, column, sort, set) {
  if (!column) return element("span", { class: `wfkit-cell-${key}` }, title);
  const isUp = sort === column;
  const isDown = sort === `-${column}`;
  const sign = isUp ? "▲" : isDown ? "▼" : "";
  const said = isUp ? `${title}, ascending` : isDown ? `${title}, descending` : title;
  const button = element("button", { type: "button", class: `wfkit-sort wfkit-cell-${key}`, "aria-label": said, title: `Sort by ${title.toLowerCase()}` },
    title, ...(sign ? [element("span", { class: "wfkit-sort-sign", "aria-hidden": "true" }, sign)] : []));
  button.dataset.sort = column;
  const first = column === "name" ? column : `-${column}`;
  button.addEventListener("click", () => set(isUp ? `-${column}` : isDown ? column : first));
  return button;
}

/** @param {FoundRow} row @param {string} query Marked where it is found. @param {Time} when @returns {HTMLElement} */
function rowOf(row, query, when) {
  const marks = [];
  if (row.is_template) marks.push(chipOf("template", "wfkit-chip--accent"));
  if (!row.is_valid) marks.push(chipOf("errors", "wfkit-chip--alarm"));
  const name = element("div", { class: "wfkit-row-name" }, element("bdi", { title: row.name }, ...marked(row.name, query)), ...marks);
  const { label, words } = belowOf(row, query);
  const below = element("div", { class: "wfkit-row-below", title: words }, label, element("bdi", {}, ...marked(words, query)));
  const tags = row.tags.slice(0, SHOWN_TAGS).map(({ label }) => chipOf(label));
  const left = row.tags.length + row.more_tags - tags.length;
  if (left) tags.push(element("span", { class: "wfkit-quiet", title: row.tags.slice(SHOWN_TAGS).map(({ label }) => label).join(", ") }, `+${left}`));
  const time = timeOf(row[when] ?? row.updated_at);
  const made = element("div", { class: "wfkit-row", role: "option", tabindex: -1, "aria-selected": "false" },
    element("div", { class: "wfkit-cell-name" }, name, below),
    element("div", { class: "wfkit-cell-tags" }, ...tags),
    element("div", { class: "wfkit-cell-format" }, row.format),
    element("div", { class: "wfkit-cell-time" }, time),
    countCell("versions", row.versions, "version"), countCell("runs", row.runs, "run"));
  made.dataset.id = row.id;
  made.setAttribute("aria-label", [row.name, ...marks.map((mark) => mark.textContent), row.format, time.textContent,
    counted(row.versions, "version"), counted(row.runs, "run"), row.tags.map(({ label }) => label).join(", ")].filter(Boolean).join(", "));
  return made;
}

/**
 * What stands below the name: where it was found when the name does not say so, else what it is for.
 * @param {FoundRow} row @param {string} query
 */
function belowOf(row, query) {
  const has = (/** @type {string} */ text) => text.toLowerCase().includes(query.toLowerCase());
  const tag = row.tags.find(({ label }) => has(label));
  if (!query || has(row.name) || has(row.description)) return { label: "", words: row.description };
  if (tag) return { label: "tag: ", words: tag.label };
  return row.found ? { label: "in it: ", words: row.found } : { label: "", words: row.description };
}

/** @param {string} text @param {string} query @returns {(string | Node)[]} The text, with each place of the query marked. */
function marked(text, query) {
  const [lower, words] = [text.toLowerCase(), query.toLowerCase()];
  // Where a letter becomes two in lower case, places would be those of another text.
  if (!words || lower.length !== text.length) return [text];
  const parts = [];
  let from = 0;
  for (let at = lower.indexOf(words); at >= 0; at = lower.indexOf(words, from)) {
    parts.push(text.slice(from, at), element("mark", { class: "wfkit-mark" }, text.slice(at, at + words.length)));
    from = at + words.length;
  }
  return [...parts, text.slice(from)];
}

/** @param {string} key @param {number} count @param {string} noun Shown where there is no head above the numbers. */
function countCell(key, count, noun) {
  const words = element("span", { class: "wfkit-count-noun" }, ` ${noun}${count === 1 ? "" : "s"}`);
  return element("div", { class: `wfkit-cell-${key} ${count ? "" : "is-none"}` }, count.toLocaleString("en"), words);
}

/** @param {(page: number) => void} go */
function pagerOf(go) {
  const words = element("span", { class: "wfkit-quiet", role: "status" });
  const note = element("span", { class: "wfkit-quiet" });
  const buttons = {
    first: signButton("First page", "M11 4L7 8l4 4M4.5 4v8"), previous: signButton("Previous page", "M10 4L6 8l4 4"),
    next: signButton("Next page", "M6 4l4 4-4 4"), last: signButton("Last page", "M5 4l4 4-4 4M11.5 4v8"),
  };
  const at = element("span", { class: "wfkit-quiet" });
  const controls = element("div", { class: "wfkit-controls", role: "group", "aria-label": "Pages" }, buttons.first, buttons.previous, at, buttons.next, buttons.last);
  let page = 1;
  let pages = 1;
  buttons.first.addEventListener("click", () => go(1));
  buttons.previous.addEventListener("click", () => go(page - 1));
  buttons.next.addEventListener("click", () => go(page + 1));
  buttons.last.addEventListener("click", () => go(pages));
  const root = element("div", { class: "wfkit-pager" }, words, note, controls);
  return {
    root,
    note,
    /** @param {Listing} listing */
    show: (listing) => {
      ({ page, pages } = listing);
      const first = (page - 1) * listing.size + 1;
      const last = first + listing.rows.length - 1;
      words.textContent = !listing.total ? "" : pages === 1 ? counted(listing.total, "workflow") : `${first.toLocaleString("en")}–${last.toLocaleString("en")} of ${listing.total.toLocaleString("en")}`;
      at.textContent = `${page.toLocaleString("en")} / ${pages.toLocaleString("en")}`;
      controls.hidden = pages === 1;
      root.classList.toggle("is-empty", !listing.total);
      buttons.first.disabled = buttons.previous.disabled = page <= 1;
      buttons.next.disabled = buttons.last.disabled = page >= pages;
    },
  };
}
