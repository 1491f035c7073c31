/** The article: right to left in every interface language, its names and cues marked, the selection shown and scrolled to. */
import { h, icon, View, reveal, bdi } from "./dom.js";
import { state, set, t, pct, currentDoc } from "./store.js";
import { TYPES, typeCounts, sentenceAt, nearestMention, merge, lowerTo, SURE } from "./view.js";
import { again, ENCODINGS, RETRY, stop, turn } from "./intake.js";
import { titleOf, bothTongues, stanceLine, whoIs, nameOf, verb, sign } from "./words.js";
import { paragraphs } from "./marks.js";
import { exportMenu } from "./export.js";

const STOPS = ".m, .cue.on";
const BATCH = 80; // paragraphs drawn at once; the rest follow in the next ticks

class Article extends View {
  static keys = ["docs", "report", "current", "lang", "min", "off", "labels", "quotes", "values", "sel"];

  draw(changed) {
    const doc = currentDoc();
    const whole = this.doc !== doc || this.report !== doc?.report || this.state !== doc?.state || changed.has("lang");
    if (whole) this.build(doc);
    if (!doc?.report) return;
    if (whole || changed.has("off") || changed.has("labels") || changed.has("quotes") || changed.has("values")) this.toggles();
    if (whole || changed.has("min")) this.cues();
    if (whole || changed.has("min")) this.sums();
    this.wayIn();
    if (whole || changed.has("sel")) this.select(changed.has("sel") || (changed.has("lang") && state.sel !== null));
  }

  build(doc) {
    [this.doc, this.report, this.state] = [doc, doc?.report, doc?.state];
    clearTimeout(this.later);
    this.rest = null;
    if (!doc) return this.replaceChildren();
    this.body = h("div", { class: "text", id: "text", dir: "rtl", lang: "ar", tabindex: "-1", onclick: (e) => this.click(e), onkeydown: (e) => this.key(e), onfocusin: (e) => this.rove(e.target) });
    this.replaceChildren(this.head(doc), this.bodyOf(doc));
    if (doc.report) {
      this.rest = paragraphs(doc);
      this.more();
    }
  }

  bodyOf(doc) {
    if (doc.report) return this.body;
    if (doc.error) {
      return h("div", { class: "notice bad", role: "alert" }, icon("alert"), h("div", {}, h("p", {}, t(`err_${doc.error}`)), doc.detail && h("p", { class: "fine", dir: "ltr" }, doc.detail),
        RETRY.has(doc.error) && h("button", { class: "btn", onclick: () => again(doc) }, icon("retry"), t("retry"))));
    }
    return h("div", { class: "notice wait" }, h("progress", { "aria-label": t(`state_${doc.state}`) }), h("p", {}, t(`state_${doc.state}`)), h("button", { class: "btn", onclick: () => stop(doc) }, t("stop")));
  }

  head(doc) {
    const choices = ENCODINGS.includes(doc.encoding) || !doc.encoding ? ENCODINGS : [...ENCODINGS, doc.encoding];
    const shown = doc.choice || doc.encoding;
    return h("header", { class: "arthead" },
      h("div", { class: "artline" },
        h("h2", {}, bdi(titleOf(doc))),
        doc.report && exportMenu([doc])),
      h("div", { class: "meta" },
        h("span", {}, t(doc.source === "paste" ? "pasted" : `kind_${doc.kind}`)),
        doc.bytes && h("label", { class: "enc", title: t("encodingHelp") }, t("encoding"), h("select", { "data-key": "enc", onchange: (e) => again(doc, e.target.value) },
          h("option", { value: "" }, doc.choice || !doc.encoding ? t("encodingAuto") : `${doc.encoding} (${t("encodingAuto")})`),
          choices.map((e) => h("option", { value: e, selected: doc.choice !== "" && e === shown }, e)))),
        doc.words > 0 && h("span", {}, t("n_words", { n: doc.words })),
        doc.report && h("span", {}, t("n_entities", { n: doc.report.entities.length })),
        doc.report && h("span", {}, t("n_stances", { n: doc.report.stances.length }))),
      doc.example && h("p", { class: "fiction" }, bothTongues("fictional")),
      doc.report && (doc.mended || doc.report.repairs.length > 0) && h("p", { class: "fine" }, t(doc.mended ? "repaired" : "repairedSome"), " ",
        (doc.mended || doc.asWritten) && h("button", { class: "link", "data-key": "turn", onclick: () => turn(doc) }, t(doc.mended ? "showRaw" : "showRepaired"))),
      doc.report && h("div", { class: "sums" }),
      doc.report && this.legend(doc));
  }

  /** The strongest positions in words, before the text itself. */
  sums() {
    const some = merge([this.doc], state.min).relations.slice(0, 3);
    this.querySelector(".sums").replaceChildren(...some.map((r) => {
      const list = r.docs.get(this.doc.id);
      return h("button", { class: `sum ${r.polarity}`, title: t("n_evidence", { n: list.length }), onclick: () => set({ sel: { kind: "stance", list, at: 0 }, panel: "stances" }) },
        bdi(whoIs(this.report, r.holder)), " ", h("span", { class: `verb ${r.polarity}` }, h("span", { class: "sign", "aria-hidden": "true" }, sign(r.polarity)), verb(r.polarity)), " ", bdi(nameOf(this.report.entities[r.target])), list.some((i) => this.report.stances[i].confidence >= SURE) ? "" : t("doubt"));
    }));
    const weak = !some.length && this.report.stances.length > 0;
    if (weak) this.querySelector(".sums").append(h("button", { class: "sum", "data-key": "lower", onclick: () => set({ min: lowerTo([this.report], state.min) }) }, t("noneSure", { p: pct(state.min), n: t("n_stances", { n: this.report.stances.length }) }), " ", h("span", { class: "link" }, t("showLessSure"))));
  }

  legend(doc) {
    const counts = typeCounts(doc.report);
    const chip = (key, cls, on, onclick, ...kids) => h("button", { class: `chip ${cls}`, "data-key": key, "aria-pressed": String(on), onclick }, kids);
    const flag = (name, help) => chip(name, "plain", state[name], () => set({ [name]: !state[name] }), help ?? t(name));
    return h("div", { class: "legend", role: "group", "aria-label": t("typesLabel") },
      TYPES.filter((k) => counts[k]).map((k) => chip(`type-${k}`, "type", !state.off.has(k), () => {
        const off = new Set(state.off);
        if (!off.delete(k)) off.add(k);
        set({ off });
      }, icon(k), h("span", { class: "m", "data-t": k }, t(k)), h("span", { class: "count" }, String(counts[k])))),
      h("span", { class: "gap" }),
      flag("labels"), doc.report.quotes.length > 0 && flag("quotes"), (doc.report.values?.length ?? 0) > 0 && flag("values"));
  }

  /** Draws the next paragraphs; `all` draws every one that is left. */
  more(all = false) {
    clearTimeout(this.later);
    const some = [];
    while (this.rest && (all || some.length < BATCH)) {
      const { value, done } = this.rest.next();
      if (done) this.rest = null;
      else some.push(value);
    }
    if (some.length) this.body.append(...some);
    this.cues(some);
    this.wayIn();
    if (this.rest) this.later = setTimeout(() => this.more(), 0);
  }

  toggles() {
    for (const k of TYPES) this.body.classList.toggle(`off-${k}`, state.off.has(k));
    for (const k of ["labels", "quotes", "values"]) this.body.classList.toggle(k, state[k]);
    for (const b of this.querySelectorAll(".legend .chip")) {
      const key = b.dataset.key;
      b.setAttribute("aria-pressed", String(key.startsWith("type-") ? !state.off.has(key.slice(5)) : state[key]));
    }
  }

  /** Marks the cues whose stance is sure enough to be shown. */
  cues(scopes = [this.body]) {
    const { stances } = this.doc.report;
    for (const scope of scopes) for (const el of scope.querySelectorAll(".cue")) {
      const sure = el.dataset.c.split(" ").filter((i) => stances[i].confidence >= state.min);
      const signs = new Set(sure.map((i) => stances[i].polarity));
      const ends = (el.dataset.ends ?? "").split(" ").some((i) => sure.includes(i));
      el.classList.toggle("on", sure.length > 0);
      el.classList.toggle("favor", signs.has("favor") && signs.size === 1);
      el.classList.toggle("against", signs.has("against") && signs.size === 1);
      el.classList.toggle("mixed", signs.size === 2);
      if (sure.length) {
        el.setAttribute("role", "button");
        if (el !== this.roving) el.tabIndex = -1;
        el.title = sure.map((i) => stanceLine(this.doc, stances[i])).join("\n");
        if (ends) el.dataset.sign = signs.size === 2 ? "±" : signs.has("favor") ? "+" : "−";
      } else {
        for (const a of ["role", "tabindex", "title", "data-sign"]) el.removeAttribute(a);
        if (el === this.roving) this.roving = null;
      }
    }
  }

  select(scroll) {
    for (const el of this.body.querySelectorAll(".now, .holder, .target")) {
      el.classList.remove("now", "now-favor", "now-against", "holder", "target");
      el.removeAttribute("data-tag");
    }
    const { sel } = state;
    this.body.classList.toggle("following", sel?.kind === "entity");
    if (!sel) return;
    if (this.rest) this.more(true);
    const el = sel.kind === "stance" ? this.showStance(this.doc.report.stances[sel.list[sel.at]], sel.list[sel.at]) : this.showEntity(sel);
    if (scroll) requestAnimationFrame(() => reveal(el));
  }

  showStance(stance, index) {
    this.body.querySelector(`.s[data-s="${sentenceAt(this.report, stance.cue.start)}"]`)?.classList.add("now");
    const tag = (entity, name) => {
      if (typeof entity !== "number") return;
      const m = nearestMention(this.report, entity, stance);
      const el = m === undefined ? null : this.body.querySelector(`mark[data-m="${m}"]`);
      el?.classList.add(name);
      if (el) el.dataset.tag = t(`${name}Tag`);
    };
    tag(stance.holder, "holder");
    tag(stance.target, "target");
    const cues = [...this.body.querySelectorAll(".cue")].filter((c) => c.dataset.c.split(" ").includes(String(index)));
    for (const c of cues) c.classList.add("now", `now-${stance.polarity}`);
    if (cues[0]) this.rove(cues[0]);
    return cues[0];
  }

  showEntity({ entity, at }) {
    for (const el of this.body.querySelectorAll(`mark[data-e="${entity}"]`)) el.classList.add("holder");
    const el = this.body.querySelector(`mark[data-m="${this.report.entities[entity].mentions[at]}"]`);
    el?.classList.add("now");
    if (el) this.rove(el);
    return el;
  }

  /** One of the marks is the way in for the Tab key; the arrows walk the others. */
  rove(el) {
    if (!el?.matches?.(STOPS)) return;
    if (this.roving) this.roving.tabIndex = -1;
    this.roving = el;
    el.tabIndex = 0;
  }

  wayIn() {
    if (!this.body.contains(this.roving)) this.rove(this.body.querySelector(STOPS));
  }

  key(e) {
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      this.click(e);
      return;
    }
    const step = { ArrowLeft: 1, ArrowRight: -1, ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step || !e.target.matches(STOPS)) return;
    const stops = [...this.body.querySelectorAll(STOPS)];
    const to = stops[stops.indexOf(e.target) + step];
    if (!to) return;
    e.preventDefault();
    this.rove(to);
    to.focus();
  }

  click(e) {
    const m = e.target.closest("mark.m");
    const cue = e.target.closest(".cue.on");
    if (m) {
      const entity = Number(m.dataset.e);
      set({ sel: { kind: "entity", entity, at: this.report.entities[entity].mentions.indexOf(Number(m.dataset.m)) }, entity, panel: "entities" });
    } else if (cue) {
      const list = cue.dataset.c.split(" ").map(Number).filter((i) => this.report.stances[i].confidence >= state.min);
      set({ sel: { kind: "stance", list, at: 0 }, panel: "stances" });
    }
  }
}
customElements.define("mz-article", Article);
