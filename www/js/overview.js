/** Several reports at a glance: who is in which file with all stances toward them, and who is for or against whom. */
import { h, icon, View, bdi } from "./dom.js";
import { state, set, t, doneDocs } from "./store.js";
import { merge, countVisible } from "./view.js";
import { nameOf, whoIs, sign, titleOf, headlineOf, cueWords, verb } from "./words.js";
import { bar, barKey, labelWords } from "./bar.js";
import { confidence } from "./panel.js";
import { exportMenu } from "./export.js";

class Overview extends View {
  static keys = ["docs", "report", "current", "lang", "min"];
  rows = innerWidth < 740 ? 7 : 9;
  pairs = 12;

  draw() {
    if (state.current !== "all") return this.replaceChildren();
    const docs = doneDocs();
    const { entities, relations } = merge(docs, state.min);
    const total = docs.reduce((n, d) => n + d.report.stances.length, 0);
    const visible = docs.reduce((n, d) => n + countVisible(d.report, state.min), 0);
    const slider = document.activeElement?.id === "minconf" && this.contains(document.activeElement) ? document.activeElement : null;
    const conf = h("div", { class: "overconf" }, confidence(docs.map((d) => d.report), "noneSureAll"));
    const head = h("div", { class: "overhead" }, h("div", {}, h("h2", {}, t("all")), h("p", { class: "fine" }, [t("n_files", { n: docs.length }), t("n_entities", { n: entities.length }), t("n_stances", { n: visible })].join(" · "))), total > 0 && conf, docs.length > 0 && exportMenu(docs));
    const wait = docs.length + state.docs.filter((d) => d.error).length < state.docs.length;
    if (slider) conf.querySelector("#minconf").replaceWith(slider);
    this.setAttribute("aria-busy", String(wait));
    this.replaceChildren(head, docs.length ? this.matrix(docs, entities) : "", docs.length ? this.relations(docs, relations) : h("progress", { "aria-label": t("state_analyzing") }));
    slider?.focus();
  }

  matrix(docs, entities) {
    const shown = entities.slice(0, this.rows);
    return h("section", { class: "block" }, h("div", { class: "blockhead" }, h("div", {}, h("h3", {}, t("overviewWho")), h("p", { class: "fine" }, t("overviewWhoSub"))), barKey()),
      h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": t("overviewWho") }, h("table", { class: "matrix", "--files": docs.length },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("entity")), docs.map((d) => h("th", { scope: "col" }, h("button", { class: "colname", onclick: () => set({ current: d.id, sel: null, entity: null, panel: "stances", tab: "article" }) }, bdi(titleOf(d))), headlineOf(d) && h("span", { class: "headline1" }, bdi(headlineOf(d))))))),
        h("tbody", {}, shown.map((e) => h("tr", {},
          h("th", { scope: "row" }, h("span", { class: "rowhead" }, h("span", { class: "tagicon", "data-t": e.type, title: t(e.type) }, icon(e.type)), bdi(nameOf(e)))),
          docs.map((d) => this.cell(d, e))))))),
      this.moreButton("rows", entities.length));
  }

  cell(doc, e) {
    const c = e.cells.get(doc.id);
    if (!c) return h("td", { class: "none", title: t("absent") }, h("span", { class: "unseen" }, t("absent")));
    const what = c.visible.length ? `${labelWords(c.label, c.sure)}${t("comma")}${t("n_evidence", { n: c.visible.length })}` : t("mentioned");
    const open = () => set({ current: doc.id, tab: "article", ...(c.visible.length
      ? { panel: "stances", entity: null, sel: { kind: "stance", list: c.visible, at: 0 } }
      : { panel: "entities", entity: c.entity, sel: { kind: "entity", entity: c.entity, at: 0 } }) });
    return h("td", {}, h("button", { class: "cell", "data-key": `cell-${doc.id}-${e.id}`, "aria-label": `${nameOf(e)}${t("comma")}${titleOf(doc)}: ${what}`, title: what, onclick: open },
      c.visible.length ? [bar(c), h("span", { class: `sign ${c.label}` }, sign(c.label))] : h("span", { class: "dot" }, "·"),
      h("span", { class: "fine" }, String(c.mentions))));
  }

  relations(docs, relations) {
    if (!relations.length) return "";
    return h("section", { class: "block" }, h("h3", {}, t("overviewRel")), h("p", { class: "fine" }, t("overviewRelSub")),
      h("ol", { class: "pairs" }, relations.slice(0, this.pairs).map((r, k) => {
        const [docId, list] = r.docs.entries().next().value;
        const doc = docs.find((d) => d.id === docId);
        const s = r.doc.report.stances[r.docs.get(r.doc.id)[0]];
        return h("li", {}, h("button", { class: `pair ${r.polarity}`, "data-key": `pair-${k}`, onclick: () => set({ current: doc.id, tab: "article", panel: "stances", entity: null, sel: { kind: "stance", list, at: 0 } }) },
          h("span", { class: "sign", "aria-hidden": "true" }, sign(r.polarity)),
          h("span", { class: "pairwords" }, bdi(whoIs(r.doc.report, r.holder, r.holder === "author" ? r.doc : null), "who"), " ", h("span", { class: `verb ${r.polarity}` }, verb(r.polarity)), " ", bdi(nameOf(r.doc.report.entities[r.target]), "who"),
            h("span", { class: "fine" }, cueWords(r.doc, s), " · ", [t("n_evidence", { n: r.count }), r.docs.size > 1 && t("n_files", { n: r.docs.size })].filter(Boolean).join(" · ")))));
      })),
      this.moreButton("pairs", relations.length));
  }

  moreButton(what, total) {
    return total > this[what] && h("button", { class: "btn quiet", "data-key": `more-${what}`, onclick: () => {
      this[what] += 20;
      this.redraw(new Set());
    } }, icon("down"), t("more"));
  }
}
customElements.define("mz-overview", Overview);
