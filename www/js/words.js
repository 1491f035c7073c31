/** A stance, a name, a label: in the words of the reader's language. */
import { state, t, pct } from "./store.js";
import { STRINGS } from "./strings.js";
import { bdi, h } from "./dom.js";

export const nameOf = (entity) => (state.lang === "en" && entity.name.en) || entity.name.ar;

export function whoIs(report, holder, doc) {
  if (typeof holder === "number") return nameOf(report.entities[holder]);
  if (holder === "author") return doc ? t("authorOf", { name: titleOf(doc) }) : t("author");
  return t("unnamed");
}

export const verb = (polarity) => t(polarity === "favor" ? "favorWith" : "againstWith");
export const sign = (label) => ({ favor: "+", against: "−", mixed: "±" })[label] ?? "·";

export function howSaid(stance) {
  return [t(stance.basis), t(`strength${stance.strength}`), stance.negated && t("negated")].filter(Boolean).join(t("comma"));
}

export const cueOf = (doc, stance) => doc.text.slice(stance.cue.start, stance.cue.end).replace(/\s+/g, " ");

/** The cue as an element; one or two words say little by themselves, so the next ones of the sentence follow, unstressed. */
export function cueWords(doc, stance) {
  const cue = cueOf(doc, stance);
  const count = cue.split(" ").length;
  const rest = count > 2 ? "" : doc.text.slice(stance.cue.end, stance.end).replace(/\s+/g, " ");
  const after = rest.split(" ").slice(0, 5 - count).join(" ").replace(/[\s\p{P}]+$/u, "");
  return h("bdi", { class: "cuewords", lang: "ar" }, "«", h("b", {}, cue), after, "»");
}

/** «Qatar against the United States: «…» (speech, explicit)», in the language of the interface. */
export function stanceLine(doc, stance) {
  const { report } = doc;
  return t("stanceLine", {
    holder: whoIs(report, stance.holder), verb: verb(stance.polarity), target: nameOf(report.entities[stance.target]),
    cue: cueOf(doc, stance), how: howSaid(stance),
  });
}

export const sure = (x) => t("confidence", { p: pct(x) });

/** The first line that reads like a headline: a file's name often says nothing. */
export function headlineOf(doc) {
  if (doc.example) return "";
  const lines = doc.text.slice(0, 2000).split(/\r?\n/).map((l) => l.trim()).filter(Boolean);
  const line = lines.slice(0, 8).find((l) => l.split(/\s+/).length > 4) ?? lines[0] ?? "";
  return line.length > 90 ? `${line.slice(0, 90).replace(/\s\S*$/, "")}…` : line;
}

export const titleOf = (doc) => (doc.example ? t(`ex_${doc.example}`) : doc.source === "paste" ? `${t("pasteTitle")} ${doc.id}` : doc.name);

/** What must be read by everybody, in Arabic and in English at once. */
export const bothTongues = (key) => [bdi(STRINGS.ar[key]), " ", bdi(STRINGS.en[key])];
