/** The list of files: progress, encoding, the first names and how they stand, or the error in words. */
import { h, icon, View, bdi } from "./dom.js";
import { state, set, t, doneDocs } from "./store.js";
import { targets } from "./view.js";
import { addFiles, again, RETRY, remove, clear, stop } from "./intake.js";
import { nameOf, sign, titleOf, headlineOf } from "./words.js";
import { pasteBox } from "./paste.js";

const PROGRESS = { queued: 0, reading: 0.15, decoding: 0.35, analyzing: 0.65 };

/** A button that opens the file picker. */
export function picker(cls, key = "pick") {
  const input = h("input", { type: "file", multiple: true, hidden: true, accept: ".txt,.text,.md,.markdown,.html,.htm,.xhtml,text/*", onchange: () => {
    addFiles(input.files);
    input.value = "";
  } });
  return [h("button", { class: cls, "data-key": key, onclick: () => input.click() }, icon(cls.includes("strong") ? "upload" : "plus"), t(key)), input];
}

class Files extends View {
  static keys = ["docs", "report", "current", "lang", "min"];

  draw() {
    if (!state.docs.length) return this.replaceChildren();
    this.replaceChildren(
      h("div", { class: "fileshead" }, h("h2", {}, t("files")), h("div", { class: "fileacts" }, picker("btn quiet", "add"), pasteBox("btn quiet"),
        state.docs.length > 1 && h("button", { class: "btn quiet", "data-key": "clear", onclick: clear }, t("clear")))),
      h("ul", { class: "filelist" },
        state.docs.length > 1 && h("li", { class: "file all" }, h("button", { class: "filebtn", "data-key": "all", "aria-current": state.current === "all" ? "true" : null, onclick: () => set({ current: "all", sel: null, tab: "article" }) },
          h("span", { class: "filename" }, icon("grid"), t("all")), h("span", { class: "fine" }, t("ofN", { i: doneDocs().length, n: state.docs.length })))),
        state.docs.map((doc) => this.file(doc))));
  }

  file(doc) {
    const busy = doc.state in PROGRESS;
    return h("li", { class: `file ${doc.state}`, "data-doc": doc.id },
      h("button", { class: "filebtn", "data-key": `file-${doc.id}`, "aria-current": state.current === doc.id ? "true" : null, onclick: () => set({ current: doc.id, sel: null, entity: null, panel: state.panel === "claim" ? "claim" : "stances", tab: "article" }) },
        h("span", { class: "filename" }, icon(doc.error ? "alert" : "file"), bdi(titleOf(doc))),
        !doc.error && headlineOf(doc) && h("span", { class: "headline1" }, bdi(headlineOf(doc))),
        h("span", { class: "fine" }, [doc.example && t(`ex_${doc.example}_k`), doc.encoding, doc.words > 0 && t("n_words", { n: doc.words })].filter(Boolean).join(" · ")),
        busy && h("progress", { max: 1, value: String(PROGRESS[doc.state]), "aria-label": t(`state_${doc.state}`) }),
        busy && h("span", { class: "fine" }, t(`state_${doc.state}`)),
        doc.error && h("span", { class: "err", role: "alert" }, t(`err_${doc.error}`)),
        doc.report && this.glance(doc)),
      h("span", { class: "fileside" },
        RETRY.has(doc.error) && h("button", { class: "round", "data-key": `again-${doc.id}`, "aria-label": t("retry"), title: t("retry"), onclick: () => again(doc) }, icon("retry")),
        h("button", { class: "round", "data-key": `drop-${doc.id}`, "aria-label": busy ? t("stop") : t("remove"), title: busy ? t("stop") : t("remove"), onclick: () => (busy ? stop(doc) : remove(doc)) }, icon("x"))));
  }

  /** The first names with the author's side, or all sides where the author keeps out. */
  glance(doc) {
    const { cards, quiet } = targets(doc.report, state.min);
    const none = { label: "neutral" };
    const others = doc.report.entities.map((e, entity) => ({ entity, author: none, salience: e.salience })).sort((a, b) => b.salience - a.salience);
    const some = (cards.length || quiet.length ? [...cards, ...quiet] : others).slice(0, 3);
    return h("span", { class: "glance" }, some.map((c) => {
      const label = c.author.label === "unsure" ? "neutral" : c.author.label;
      return h("span", { class: `tiny ${label}` }, bdi(nameOf(doc.report.entities[c.entity])), label !== "neutral" && h("span", { class: "sign", title: `${t("author")}: ${t(label)}` }, sign(label)));
    }));
  }
}
customElements.define("mz-files", Files);
