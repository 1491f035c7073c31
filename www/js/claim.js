/** A claim that the reader types → does the article agree with it, and which sentences say so. */
import { h, reveal, arabic } from "./dom.js";
import { t, pct, touch } from "./store.js";
import { analyzer } from "./intake.js";

const SIGNS = { agree: "favor", disagree: "against", discuss: "mixed", unrelated: "neutral" };

export function claimBox(doc) {
  const input = h("input", { type: "text", dir: arabic() ? "rtl" : "auto", "data-key": "claim", placeholder: t("claimPlaceholder"), "aria-label": t("claim"), value: doc.claim?.words ?? "" });
  const form = h("form", { class: "claim", onsubmit: async (e) => {
    e.preventDefault();
    const words = input.value.trim();
    if (!words) return;
    doc.claim = { words };
    try {
      doc.claim.result = await analyzer().stanceToward(doc.text, words);
    } catch {
      doc.claim.failed = true;
    }
    touch("report");
  } }, h("p", { class: "fine" }, t("claimHelp")), h("div", { class: "claimline" }, input, h("button", { class: "btn strong", "data-key": "claimgo" }, t("claimGo"))));
  return [form, doc.claim?.failed && h("p", { class: "notice bad" }, t("claimFail")), doc.claim?.result && answer(doc, doc.claim.result)];
}

function answer(doc, r) {
  const show = (span) => {
    const p = [...document.querySelectorAll("#text p")].findLast((el) => Number(el.dataset.start) <= span.start);
    const s = doc.report.sentences.findIndex((x) => x.start <= span.start && x.end > span.start);
    const el = document.querySelector(`#text .s[data-s="${s}"]`) ?? p;
    for (const old of document.querySelectorAll("#text .s.now")) old.classList.remove("now");
    el?.classList.add("now");
    reveal(el);
  };
  return h("div", { class: "answer" },
    h("p", { class: `big verdict ${SIGNS[r.label]}` }, t(`claim_${r.label}`), " ", h("span", { class: "fine" }, t("confidence", { p: pct(r.confidence) }))),
    h("ol", { class: "snips" }, r.evidence.slice(0, 5).map((span) => h("li", {}, h("button", { class: "snip", dir: "rtl", lang: "ar", onclick: () => show(span) }, doc.text.slice(span.start, span.end).trim())))));
}
