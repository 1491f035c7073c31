/** The card under the article that says in words what is selected: a stance (who, against whom, which words) or a name. */
import { h, icon, View, bdi } from "./dom.js";
import { state, set, t, currentDoc, pct } from "./store.js";
import { whoIs, nameOf, cueWords, howSaid, sign, verb, stanceLine } from "./words.js";

class Dock extends View {
  static keys = ["sel", "current", "lang", "report"];

  connectedCallback() {
    this.setAttribute("aria-live", "polite");
    super.connectedCallback();
  }

  draw() {
    const doc = currentDoc();
    const { sel } = state;
    this.hidden = !doc?.report || !sel;
    if (this.hidden) return this.replaceChildren();
    const count = sel.kind === "stance" ? sel.list.length : doc.report.entities[sel.entity].mentions.length;
    const go = (step) => () => set({ sel: { ...sel, at: (sel.at + step + count) % count } });
    const walk = count > 1 && h("span", { class: "walk" },
      h("button", { class: "round", "data-key": "prev", "aria-label": t("prev"), onclick: go(-1) }, icon("prev", "flip")),
      h("span", { class: "fine" }, t("ofN", { i: sel.at + 1, n: count })),
      h("button", { class: "round", "data-key": "next", "aria-label": t("next"), onclick: go(1) }, icon("next", "flip")));
    this.replaceChildren(h("div", { class: "dock" },
      sel.kind === "stance" ? this.stance(doc, doc.report.stances[sel.list[sel.at]]) : this.entity(doc, sel.entity),
      h("div", { class: "dockside" }, walk,
        h("button", { class: "round", "data-key": "shut", "aria-label": t("close"), onclick: () => set({ sel: null }) }, icon("x")))));
  }

  stance(doc, s) {
    return h("div", { class: `say ${s.polarity}`, "aria-label": stanceLine(doc, s) },
      h("p", { class: "sayline" },
        bdi(whoIs(doc.report, s.holder), "who"), " ", h("span", { class: `verb ${s.polarity}` }, h("span", { class: "sign" }, sign(s.polarity)), verb(s.polarity)), " ",
        bdi(nameOf(doc.report.entities[s.target]), "who"), ": ", cueWords(doc, s), " ", h("span", { class: "how" }, `(${howSaid(s)})`)),
      h("p", { class: "fine" }, t("confidence", { p: pct(s.confidence) }), h("span", { class: "surety", "--w": s.confidence, "aria-hidden": "true" })));
  }

  entity(doc, index) {
    const e = doc.report.entities[index];
    return h("div", { class: "say" }, h("p", { class: "sayline" }, h("span", { class: "tagicon", "data-t": e.type }, icon(e.type)), bdi(nameOf(e), "who"), " ",
      h("span", { class: "how" }, [t(e.type), t("n_mentions", { n: e.mentions.length })].join(" · "))));
  }
}
customElements.define("mz-dock", Dock);
