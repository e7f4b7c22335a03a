// @ts-check
// What JupyterLab loads when it starts: it says that there is a sidebar, and gets its code from the server when the
// sidebar is shown for the first time. Written by hand in the form that JupyterLab expects of a container, so that
// there is no build step.
(() => {
  const ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="24" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M4 4h6v6H8v4h2v-1h10v7H10v-4H6v-6H4zM14 4h6v6h-6V8h-2V6h2z"/></svg>`;
  const NO_SERVER = "The part of wfkit that runs in the Jupyter server did not answer. It has to be installed where the server runs: " +
    "`jupyter server extension list` names it as wfkit.jupyter, `jupyter server extension enable wfkit.jupyter` turns it on, and the server has to be started again.";

  /** @type {Record<string, Record<string, any>>} What JupyterLab shares with its extensions. */
  let shared = {};

  /** @param {string} name @returns {Promise<any>} A module of JupyterLab; undefined where the application has none. */
  async function moduleOf(name) {
    const versions = Object.values(shared[name] ?? {});
    const found = versions.find(({ loaded }) => loaded) ?? versions.at(-1);
    try {
      return found ? (await found.get())() : undefined;
    } catch {
      // Some applications name modules that they cannot give.
      return undefined;
    }
  }

  /** What went wrong, as the server says it. */
  class Refusal extends Error {
    /** @param {string} words @param {string} kind */
    constructor(words, kind) {
      super(words);
      this.kind = kind;
    }
  }

  /** @param {any} settings Of the server. @param {any} connection @returns {(path: string, query?: Record<string, any>) => Promise<any>} */
  function asking(settings, connection) {
    return async (path, query = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
      const url = `${settings.baseUrl}wfkit/${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
      let answer;
      try {
        answer = await connection.makeRequest(url, {}, settings);
      } catch {
        throw new Refusal("The Jupyter server does not answer.", "offline");
      }
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) return said;
      throw new Refusal(said.kind || answer.status !== 404 ? said.message || answer.statusText : NO_SERVER, said.kind ?? "failed");
    };
  }

  /**
   * The notebook that code goes to: the one that was used last.
   * @param {any} app @param {any} tracker
   */
  function notebookOf(app, tracker) {
    return {
      /** @returns {boolean} */
      isOpen: () => Boolean(tracker.currentWidget),
      /** @returns {string | undefined} Its folder, from that of the server. */
      folder: () => tracker.currentWidget?.context.path.split("/").slice(0, -1).join("/"),
      /** @param {() => void} heard */
      onChange: (heard) => tracker.currentChanged.connect(heard),
      /**
       * Puts code into a cell of its own: the selected one when that is empty, else one below it.
       * @param {string} code @param {boolean} isRun
       */
      async insert(code, isRun) {
        const panel = tracker.currentWidget;
        if (!panel) return;
        const { NotebookActions } = await moduleOf("@jupyterlab/notebook");
        const notebook = panel.content;
        const isEmpty = notebook.activeCell?.model.type === "code" && !notebook.activeCell.model.sharedModel.getSource().trim();
        if (!isEmpty) NotebookActions.insertBelow(notebook);
        if (notebook.activeCell.model.type !== "code") NotebookActions.changeCellType(notebook, "code");
        notebook.activeCell.model.sharedModel.setSource(code);
        app.shell.activateById(panel.id);
        if (isRun) await NotebookActions.run(notebook, panel.sessionContext);
      },
    };
  }

  /** @param {string} text @returns {Promise<any>} The module that it is. */
  async function imported(text) {
    const url = URL.createObjectURL(new Blob([text, "\n//# sourceURL=wfkit-sidebar.js"], { type: "text/javascript" }));
    try {
      return await import(/* webpackIgnore: true */ url);
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** @param {any} Widget Of Lumino. @param {any} given What the view gets. */
  function sidebarOf(Widget, given) {
    return new (class extends Widget {
      /** @type {Promise<void> | undefined} */
      opening;

      onAfterAttach() {
        if (this.isVisible) this.open();
      }

      onAfterShow() {
        this.open();
      }

      onAfterHide() {
        this.view?.hidden();
      }

      async open() {
        try {
          // One at a time: JupyterLab may attach and show in one breath.
          this.opening ??= this.load();
          await this.opening;
          this.view.shown();
        } catch (error) {
          this.opening = undefined;
          this.node.textContent = error instanceof Error ? error.message : String(error);
          this.node.classList.add("wfkit-sidebar-words");
          this.node.style.padding = "12px";
        }
      }

      async load() {
        const { module, style } = await given.ask("view");
        const sheet = document.createElement("style");
        sheet.textContent = style;
        document.head.append(sheet);
        this.node.replaceChildren();
        this.node.style.padding = "";
        this.view = (await imported(module)).default({ ...given, el: this.node });
      }
    })();
  }

  /**
   * Puts panels of cells beside the notebook, one of each kind.
   * @param {any} app @param {any} Widget Of Lumino.
   */
  function besideOf(app, Widget) {
    /** @type {Map<string, any>} */
    const shown = new Map();
    /** @param {HTMLElement} node @param {{kind: string, anchor: string, title: string}} place @param {() => void} closed */
    return (node, { kind, anchor, title }, closed) => {
      shown.get(kind)?.dispose();
      const widget = new Widget();
      widget.id = `wfkit-beside-${kind}`;
      widget.title.label = widget.title.caption = title;
      widget.node.style.overflow = "auto";
      widget.node.append(node);
      const isAside = anchor === "left" || anchor === "right";
      // JupyterLab shows a cross in its sidebars, and does nothing on a click.
      widget.title.closable = !isAside;
      app.shell.add(widget, isAside ? anchor : "main", isAside ? { rank: 1000 } : { mode: anchor === "tab" ? "tab-after" : anchor });
      app.shell.activateById(widget.id);
      shown.set(kind, widget);
      widget.disposed.connect(() => {
        if (shown.get(kind) === widget) shown.delete(kind);
        closed();
      });
      return () => widget.dispose();
    };
  }

  async function plugin() {
    const [widgets, notebooks, application, apputils, services, components] = await Promise.all(
      ["@lumino/widgets", "@jupyterlab/notebook", "@jupyterlab/application", "@jupyterlab/apputils", "@jupyterlab/services", "@jupyterlab/ui-components"].map(moduleOf),
    );
    const tokens = [notebooks?.INotebookTracker, application?.ILayoutRestorer, apputils?.ICommandPalette];
    return {
      id: "wfkit:sidebar",
      description: "Workflows of a registry in the sidebar.",
      autoStart: true,
      optional: tokens.filter(Boolean),
      /** @param {any} app @param {any[]} services_ */
      activate(app, ...services_) {
        const found = new Map(tokens.filter(Boolean).map((token, place) => [token, services_[place]]));
        const [tracker, restorer, palette] = tokens.map((token) => found.get(token));
        // An application without notebooks, such as Voila, has no use for it.
        if (!tracker || !widgets || !services) return;
        const ask = asking(app.serviceManager.serverSettings, services.ServerConnection);
        const sidebar = sidebarOf(widgets.Widget, { ask, notebook: notebookOf(app, tracker) });
        sidebar.id = "wfkit-sidebar";
        sidebar.title.caption = "Workflows (wfkit)";
        sidebar.title.icon = new components.LabIcon({ name: "wfkit:workflows", svgstr: ICON });
        sidebar.node.setAttribute("role", "region");
        sidebar.node.setAttribute("aria-label", "Workflows");
        /** @type {any} */ (window)._JUPYTERLAB.wfkit.beside = besideOf(app, widgets.Widget);
        app.shell.add(sidebar, "left", { rank: 600 });
        restorer?.add(sidebar, sidebar.id);
        app.commands.addCommand("wfkit:show", { label: "Show Workflows", execute: () => app.shell.activateById(sidebar.id) });
        palette?.addItem({ command: "wfkit:show", category: "wfkit" });
      },
    };
  }

  /** @type {any} */ (window)._JUPYTERLAB ??= {};
  /** @type {any} */ (window)._JUPYTERLAB.wfkit = {
    /** @param {any} scope */
    init: (scope) => { shared = scope; },
    get: async () => {
      const made = await plugin();
      return () => made;
    },
  };
})();
