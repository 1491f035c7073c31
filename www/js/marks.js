/** Text and report → paragraphs of marked text: sentences hold mentions, and both hold pieces of cues, quotes and values. */
import { h } from "./dom.js";
import { t } from "./store.js";
import { nameOf, whoIs } from "./words.js";

const LETTER = /[\u0620-\u065F\u066E-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]/;
const OPEN = /[«"“„‘(]/;
const SHUT = /[»"”’)]/;

/** Items that overlap [a, b), from a list sorted by start; `from` remembers where to begin next time. */
function within(list, a, b, from) {
  while (from.at < list.length && list[from.at].end <= a) from.at += 1;
  const found = [];
  for (let i = from.at; i < list.length && list[i].start < b; i += 1) if (list[i].end > a) found.push(list[i]);
  return found;
}

const sorted = (spans) => spans.map((s, index) => ({ ...s, index })).sort((x, y) => x.start - y.start || x.end - y.end);

/** A generator of one element a paragraph; offsets are those of the report, UTF-16 units of `doc.text`. */
export function* paragraphs(doc) {
  const { text, report } = doc;
  // A quote is shown with its own quotation marks.
  const quotes = report.quotes.map((q) => ({ ...q, start: q.start - (OPEN.test(text[q.start - 1] ?? "") ? 1 : 0), end: q.end + (SHUT.test(text[q.end] ?? "") ? 1 : 0) }));
  const lists = {
    sentence: sorted(report.sentences), mention: sorted(report.mentions), quote: sorted(quotes), value: sorted(report.values ?? []),
    cue: sorted(report.stances.map((s) => s.cue)),
  };
  const from = Object.fromEntries(Object.keys(lists).map((k) => [k, { at: 0 }]));
  let first = true;
  const line = /[^\r\n]+/g;
  for (let m = line.exec(text); m; m = line.exec(text)) {
    if (!m[0].trim()) continue;
    const p = paragraph(doc, lists, from, m.index, m.index + m[0].length);
    if (first && m[0].length < 140) p.classList.add("headline");
    first = false;
    yield p;
  }
}

function paragraph(doc, lists, from, start, end) {
  const { text } = doc;
  const here = Object.fromEntries(Object.entries(lists).map(([k, list]) => [k, within(list, start, end, from[k])]));
  const cuts = new Set([start, end]);
  for (const list of Object.values(here)) for (const s of list) for (const x of [s.start, s.end]) if (x > start && x < end) cuts.add(x);
  const edges = [...cuts].sort((x, y) => x - y);
  const p = h("p", { "data-start": start });
  let sentence = { index: -1, el: p };
  let mention = { index: -1, el: p };
  for (let k = 0; k + 1 < edges.length; k += 1) {
    const [a, b] = [edges[k], edges[k + 1]];
    const at = (list) => list.find((s) => s.start <= a && s.end >= b);
    const s = at(here.sentence);
    if ((s?.index ?? -1) !== sentence.index) {
      sentence = { index: s?.index ?? -1, el: s ? h("span", { class: "s", "data-s": s.index }) : p };
      if (s) p.append(sentence.el);
      mention = { index: -1, el: sentence.el };
    }
    const mm = at(here.mention);
    if ((mm?.index ?? -1) !== mention.index) {
      mention = { index: mm?.index ?? -1, el: mm ? mark(doc, mm) : sentence.el };
      if (mm) sentence.el.append(mention.el);
    }
    const cues = here.cue.filter((c) => c.start <= a && c.end >= b);
    mention.el.append(piece(doc, text.slice(a, b), a, b, cues, at(here.quote), at(here.value)));
  }
  return p;
}

function mark(doc, m) {
  const entity = doc.report.entities[m.entity];
  return h("mark", {
    class: "m", "data-t": m.type, "data-e": m.entity, "data-m": m.index, "data-label": t(`${m.type}s`), role: "button", tabindex: "-1",
    title: `${nameOf(entity)} · ${t(m.type)} · ${t("n_mentions", { n: entity.mentions.length })}`,
  });
}

function piece(doc, words, a, b, cues, quote, value) {
  if (!cues.length && !quote && !value) return words;
  const free = !LETTER.test(doc.text[b] ?? ""); // a sign in the middle of a word would break its letters apart
  const el = h("span", {}, words);
  if (cues.length) {
    el.classList.add("cue");
    el.dataset.c = cues.map((c) => c.index).join(" ");
    const ending = cues.filter((c) => c.end === b);
    if (ending.length && free) el.dataset.ends = ending.map((c) => c.index).join(" ");
  }
  if (quote) {
    el.classList.add("q");
    if (!quote.direct) {
      el.classList.add("indirect");
      if (quote.speaker !== null) el.title = t("said", { speaker: whoIs(doc.report, quote.speaker) });
    } else if (quote.end === b && quote.speaker !== null && free) {
      el.classList.add("qend");
      el.dataset.speaker = whoIs(doc.report, quote.speaker);
    }
  }
  if (value) {
    el.classList.add("v");
    el.title = value.value;
  }
  return el;
}
