/** The panel: targets with the author's and each holder's stance as bars, the names, and a claim of the reader's own. */
import { h, icon, View, bdi, reveal } from "./dom.js";
import { state, set, t, pct, currentDoc } from "./store.js";
import { targets, countVisible, lowerTo, row } from "./view.js";
import { nameOf, whoIs, cueWords, howSaid, sign, verb } from "./words.js";
import { bar, barKey, labelWords, verdict } from "./bar.js";
import { claimBox } from "./claim.js";

/** Least confidence: a slider, and what it hides in words. Used by the panel and the overview. */
export function confidence(reports, noneKey) {
  const total = reports.reduce((n, r) => n + r.stances.length, 0);
  const visible = reports.reduce((n, r) => n + countVisible(r, state.min), 0);
  const hidden = total - visible;
  const lower = () => set({ min: lowerTo(reports, state.min) });
  const slider = h("input", { type: "range", min: 0, max: 95, step: 5, value: String(Math.round(state.min * 100)), "data-key": "min", id: "minconf", "aria-valuetext": pct(state.min),
    oninput: (e) => set({ min: Number(e.target.value) / 100 }) });
  return [
    h("div", { class: "conf" }, h("label", { for: "minconf" }, t("minConf")), slider, h("output", { for: "minconf" }, pct(state.min))),
    hidden > 0 && visible === 0
      ? h("div", { class: "notice soft none" }, h("p", {}, t(noneKey, { p: pct(state.min), n: t("n_stances", { n: hidden }) })), h("button", { class: "btn strong", "data-key": "lower", onclick: lower }, t("showLessSure")))
      : hidden > 0 && h("p", { class: "fine hid" }, t("hiddenSome", { n: t("n_stances", { n: hidden }), p: pct(state.min) }), " ", h("button", { class: visible < 4 * reports.length ? "btn small" : "link", "data-key": "lower", onclick: lower }, t("showLessSure"))),
  ];
}

export const openStance = (list, at = 0, more = {}) => set({ sel: { kind: "stance", list, at }, tab: "article", ...more });

const FIRST = 20; // pieces of evidence under a bar before the rest is asked for

class Panel extends View {
  static keys = ["docs", "report", "current", "lang", "min", "panel", "entity", "sel"];

  draw(changed) {
    const doc = currentDoc();
    if (changed.size === 1 && changed.has("sel") && this.querySelector(".rows")) return this.mark(true);
    if (!doc?.report) return this.replaceChildren();
    if (this.openFor !== doc.report) [this.openFor, this.open] = [doc.report, new Set()];
    const tab = (name, n) => h("button", { role: "tab", "data-key": `tab-${name}`, "aria-selected": String(state.panel === name), onclick: () => set({ panel: name, entity: null }) }, t(name), n !== undefined && h("span", { class: "count" }, String(n)));
    const place = this.querySelector(".panelbody")?.scrollTop ?? 0;
    const same = this.shown === `${doc.id} ${state.panel} ${state.entity}`;
    this.shown = `${doc.id} ${state.panel} ${state.entity}`;
    const body = h("div", { class: "panelbody", role: "tabpanel" }, state.panel === "entities" ? this.names(doc) : state.panel === "claim" ? claimBox(doc) : this.stances(doc));
    const slider = document.activeElement?.id === "minconf" && this.contains(document.activeElement) ? document.activeElement : null;
    if (slider && same) {
      // A slider that is being dragged must stay the same element.
      const next = body.querySelector("#minconf");
      next.replaceWith(slider);
      slider.setAttribute("aria-valuetext", pct(state.min));
    }
    this.replaceChildren(h("div", { class: "tabs", role: "tablist" }, tab("stances", countVisible(doc.report, state.min)), tab("entities", doc.report.entities.length), tab("claim")), body);
    if (same) body.scrollTop = place;
    slider?.focus();
    this.mark(changed.has("sel"));
  }

  /** Shows which row the selection came from, and opens it. */
  mark(scroll) {
    const now = state.sel?.kind === "stance" ? state.sel.list[state.sel.at] : -1;
    for (const el of this.querySelectorAll("[data-stances]")) {
      const here = el.dataset.stances.split(" ").includes(String(now));
      el.classList.toggle("now", here);
      if (here && scroll) {
        el.unfold(true);
        requestAnimationFrame(() => reveal(el, "nearest"));
      }
    }
    for (const el of this.querySelectorAll("[data-stance]")) {
      if (Number(el.dataset.stance) === now) el.setAttribute("aria-current", "true");
      else el.removeAttribute("aria-current");
    }
  }

  stances(doc) {
    const { report } = doc;
    const { cards, quiet } = targets(report, state.min);
    if (!report.stances.length) return h("p", { class: "notice soft" }, t(report.entities.length ? "noStances" : "noEntities"));
    return [
      confidence([report], "noneSure"),
      cards.length > 0 && h("div", { class: "how" }, barKey(), h("p", { class: "fine" }, t("barHelp"))),
      h("div", { class: "rows" }, cards.map((c) => this.card(doc, c))),
      quiet.length > 0 && h("details", { class: "quiet", open: cards.length < 2 }, h("summary", {}, t("noStanceFor")), h("p", { class: "namechips" }, quiet.map((c) => this.nameChip(doc, c.entity)))),
    ];
  }

  nameChip(doc, index) {
    const e = doc.report.entities[index];
    return h("button", { class: "namechip", "data-key": `name-${index}`, onclick: () => this.openName(index) }, h("span", { class: "tagicon", "data-t": e.type }, icon(e.type)), bdi(nameOf(e)));
  }

  openName(entity) {
    set({ entity, panel: "entities", sel: { kind: "entity", entity, at: 0 } });
  }

  card(doc, { entity, author, holders }) {
    const e = doc.report.entities[entity];
    return h("section", { class: "card", "aria-label": t("towards", { target: nameOf(e) }) },
      h("h3", {}, h("span", { class: "tagicon", "data-t": e.type, title: t(e.type) }, icon(e.type)),
        h("button", { class: "name", "data-key": `card-${entity}`, onclick: () => this.openName(entity) }, bdi(nameOf(e))),
        h("span", { class: "fine" }, t("n_mentions", { n: e.mentions.length }))),
      this.row(doc, entity, author, "author"),
      holders.length > 0 && h("div", { class: "holders" }, holders.map((r) => this.row(doc, entity, r, r.holder))));
  }

  row(doc, target, r, holder) {
    const { report } = doc;
    const who = whoIs(report, holder);
    const key = `row-${target}-${holder}`;
    const open = this.open.has(key);
    const list = h("ol", { class: "evidence", hidden: !open }, r.visible.slice(0, FIRST).map((i, k) => this.evidence(doc, i, () => openStance(r.visible, k))));
    if (r.visible.length > FIRST) {
      const rest = h("li", {}, h("button", { class: "btn quiet", onclick: () => rest.replaceWith(...r.visible.slice(FIRST).map((i, k) => this.evidence(doc, i, () => openStance(r.visible, k + FIRST)))) }, icon("down"), t("more")));
      list.append(rest);
    }
    const inner = [
      h("span", { class: "rowname" }, holder === "author" && icon("pen"), bdi(who)),
      bar(r, (ev, i) => {
        ev.stopPropagation();
        unfold(true);
        openStance(r.visible, r.visible.indexOf(i));
      }),
      verdict(r.label, r.sure),
    ];
    if (!r.visible.length) return h("div", { class: `row ${holder === "author" ? "author" : ""} empty` }, h("div", { class: "rowbtn" }, inner));
    const unfold = (to) => {
      this.open[to ? "add" : "delete"](key);
      list.hidden = !to;
      btn.setAttribute("aria-expanded", String(to));
    };
    const btn = h("button", { class: "rowbtn", "data-key": key, "aria-expanded": String(open), "data-stances": r.visible.join(" "),
      "aria-label": t("rowLabel", { who, label: labelWords(r.label, r.sure), target: nameOf(report.entities[target]), evidence: t("n_evidence", { n: r.visible.length }) }),
      onclick: () => {
        const shut = btn.getAttribute("aria-expanded") === "true" && btn.classList.contains("now");
        unfold(!shut);
        if (!shut) openStance(r.visible);
      } }, inner);
    btn.unfold = unfold;
    return h("div", { class: `row ${holder === "author" ? "author" : ""}` }, btn, list);
  }

  evidence(doc, i, onclick, withNames = false) {
    const s = doc.report.stances[i];
    const { entities } = doc.report;
    return h("li", {}, h("button", { class: `ev ${s.polarity}`, "data-key": `ev-${i}`, "data-stance": i, onclick },
      h("span", { class: "sign", "aria-hidden": "true" }, sign(s.polarity)),
      h("span", { class: "evwords" },
        withNames && [bdi(whoIs(doc.report, s.holder)), " ", verb(s.polarity), " ", bdi(nameOf(entities[s.target])), ": "],
        cueWords(doc, s), " ", h("span", { class: "fine" }, `(${howSaid(s)})`)),
      h("span", { class: "fine" }, pct(s.confidence))));
  }

  names(doc) {
    const { entities } = doc.report;
    if (state.entity !== null && entities[state.entity]) return this.detail(doc, state.entity);
    if (!entities.length) return h("p", { class: "notice soft" }, t("noEntities"));
    const order = entities.map((_, i) => i).sort((a, b) => entities[b].salience - entities[a].salience || entities[b].mentions.length - entities[a].mentions.length);
    const list = h("ul", { class: "names" }, order.map((i) => {
      const e = entities[i];
      const r = row(doc.report, doc.report.stances.flatMap((s, k) => (s.target === i ? [k] : [])), state.min);
      return h("li", { "data-words": `${e.name.ar} ${e.name.en ?? ""}`.toLowerCase() }, h("button", { class: "nameline", "data-key": `line-${i}`, onclick: () => this.openName(i) },
        h("span", { class: "tagicon", "data-t": e.type, title: t(e.type) }, icon(e.type)),
        h("span", { class: "both" }, bdi(nameOf(e)), e.name.en && h("span", { class: "other" }, bdi(state.lang === "en" ? e.name.ar : e.name.en))),
        r.visible.length > 0 && bar(r), h("span", { class: "count" }, String(e.mentions.length))));
    }));
    const find = h("input", { type: "search", "data-key": "find", placeholder: t("search"), "aria-label": t("search"), oninput: () => {
      const word = find.value.trim().toLowerCase();
      for (const li of list.children) li.hidden = !li.dataset.words.includes(word);
    } });
    return [h("div", { class: "find" }, icon("search"), find), list];
  }

  detail(doc, index) {
    const { report } = doc;
    const e = report.entities[index];
    const pick = (test) => report.stances.flatMap((s, i) => (s.confidence >= state.min && test(s) ? [i] : []));
    const part = (key, list) => list.length > 0 && [h("h4", {}, t(key)), h("ol", { class: "evidence" }, list.map((i, k) => this.evidence(doc, i, () => openStance(list, k), true)))];
    return [
      h("button", { class: "link backlink", "data-key": "back", onclick: () => set({ entity: null, sel: null }) }, icon("next", "flip"), t("back")),
      h("div", { class: "detail" }, h("h3", {}, h("span", { class: "tagicon", "data-t": e.type }, icon(e.type)), bdi(nameOf(e))),
        h("p", { class: "fine" }, e.name.en && [bdi(state.lang === "en" ? e.name.ar : e.name.en), " · "], t(e.type), " · ", this.ident(e.id))),
      part("stancesTo", pick((s) => s.target === index)),
      part("stancesBy", pick((s) => s.holder === index)),
      h("h4", {}, t("mentionsIn"), " ", h("span", { class: "count" }, String(e.mentions.length))),
      h("ol", { class: "snips" }, e.mentions.map((m, at) => h("li", {}, h("button", { class: "snip", "data-key": `snip-${m}`, dir: "rtl", lang: "ar", onclick: () => set({ sel: { kind: "entity", entity: index, at }, tab: "article" }) }, this.snippet(doc, report.mentions[m]))))),
    ];
  }

  /** A link that the reader may follow; the page itself asks Wikidata nothing. */
  ident(id) {
    if (/^Q\d+$/.test(id)) return h("a", { href: `https://www.wikidata.org/wiki/${id}`, target: "_blank", rel: "noopener noreferrer" }, `${t("wikidata")} ${id}`, icon("out"));
    return t("localId");
  }

  snippet(doc, m) {
    const clean = (s) => s.replace(/\s+/g, " ");
    const before = doc.text.slice(Math.max(0, m.start - 36), m.start);
    const after = doc.text.slice(m.end, m.end + 36);
    return [m.start > 36 && "…", clean(m.start > 36 ? before.slice(before.search(/\s/) + 1) : before), h("strong", {}, m.text), clean(after.slice(0, after.lastIndexOf(" ") + 1 || undefined)), "…"];
  }
}
customElements.define("mz-panel", Panel);
