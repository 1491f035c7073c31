/** Report → what is drawn: which stances are visible, rows of the panel, the merged view of several reports. No DOM, no words. */

export const TYPES = ["PER", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "MISC"];

const shown = (report, evidence, min) => evidence.filter((i) => report.stances[i].confidence >= min);

function labelOf(favor, against) {
  if (!favor && !against) return "neutral";
  if (Math.min(favor, against) * 3 >= Math.max(favor, against)) return "mixed";
  return favor > against ? "favor" : "against";
}

const clamp = (x) => Math.max(-1, Math.min(1, x));

/** One row of a bar: its pieces (each one a stance), net score -1..1 and label, of the stances that are sure enough. */
export function row(report, evidence, min) {
  const visible = shown(report, evidence, min);
  const sum = (sign) => visible.reduce((a, i) => a + (report.stances[i].polarity === sign ? Math.abs(report.stances[i].score) : 0), 0);
  const [favor, against] = [sum("favor"), sum("against")];
  const scale = Math.max(1, favor, against);
  const pieces = visible.map((i) => {
    const s = report.stances[i];
    return { i, sign: s.polarity, strength: s.strength, size: Math.abs(s.score) / scale };
  });
  const sure = visible.some((i) => report.stances[i].confidence >= SURE);
  return { visible, pieces, sure, net: clamp(favor - against), label: evidence.length && !visible.length ? "unsure" : labelOf(favor, against) };
}

/**
 * The author's row. Their position over the whole article is a judgement of its own: where it is sure enough it gives the label,
 * and where no single sentence is as sure, a hollow bar that still leads to the sentences it rests on.
 */
export function authorRow(report, author, min) {
  const found = row(report, author.evidence, min);
  const sure = author.confidence >= min && author.label !== "neutral";
  const whole = { net: author.score, label: author.label, sure: author.confidence >= SURE };
  if (found.visible.length) return sure ? { ...found, ...whole, sure: whole.sure || (found.sure && found.label === author.label) } : found;
  if (!sure || !author.evidence.length) return { ...found, label: author.label === "neutral" ? "neutral" : "unsure" };
  const piece = (sign, size) => ({ i: author.evidence[0], sign, strength: 1, size, hollow: true });
  const pieces = author.label === "mixed" ? [piece("against", 0.35), piece("favor", 0.35)] : [piece(author.label, Math.max(0.15, Math.abs(author.score)))];
  return { visible: author.evidence, pieces, ...whole };
}

const weight = (r) => r.pieces.reduce((a, p) => a + p.size, 0) * Math.sqrt(r.visible.length);

/** Targets in the report's order; `cards` have a visible position, `quiet` are the others. */
export function targets(report, min) {
  const cards = [];
  const quiet = [];
  for (const target of report.targets) {
    const author = authorRow(report, target.author, min);
    const holders = target.holders
      .map((hd) => ({ holder: hd.holder, ...row(report, hd.evidence, min) }))
      .filter((r) => r.visible.length)
      .sort((a, b) => weight(b) - weight(a));
    const card = { entity: target.entity, author, holders };
    (author.pieces.length || holders.length ? cards : quiet).push(card);
  }
  return { cards, quiet };
}

/** What counts as sure: the least confidence that the page starts with. */
export const SURE = 0.7;

/** The next step down from `min`: where each report shows its `enough` best stances, and from there everything. */
export function lowerTo(reports, min, enough = 10) {
  const best = reports.map((r) => r.stances.map((s) => s.confidence).sort((a, b) => b - a)).filter((c) => c.length);
  const least = Math.min(...best.map((c) => c[Math.min(enough, c.length) - 1]));
  const step = Math.max(0, Math.floor(least * 20) / 20);
  return step < min ? step : 0;
}

export const countVisible = (report, min) => report.stances.filter((s) => s.confidence >= min).length;

export const typeCounts = (report) => {
  const n = Object.fromEntries(TYPES.map((k) => [k, 0]));
  for (const m of report.mentions) n[m.type] = (n[m.type] ?? 0) + 1;
  return n;
};

/** The same entity in several reports has one id. */
export function merge(docs, min) {
  const entities = new Map();
  const relations = new Map();
  const keyOf = (doc, who) => (typeof who === "number" ? doc.report.entities[who].id : who === "author" ? `author:${doc.id}` : who);
  for (const doc of docs) {
    const { report } = doc;
    report.entities.forEach((e, index) => {
      const m = entities.get(e.id) ?? { id: e.id, name: e.name, type: e.type, salience: 0, mentions: 0, visible: 0, cells: new Map() };
      const evidence = report.stances.flatMap((s, i) => (s.target === index ? [i] : []));
      const r = row(report, evidence, min);
      m.salience += e.salience;
      m.mentions += e.mentions.length;
      m.visible += r.visible.length;
      m.cells.set(doc.id, { entity: index, mentions: e.mentions.length, ...r });
      entities.set(e.id, m);
    });
    report.stances.forEach((s, i) => {
      if (s.confidence < min) return;
      const key = `${keyOf(doc, s.holder)}\n${keyOf(doc, s.target)}\n${s.polarity}`;
      const r = relations.get(key) ?? { doc, holder: s.holder, target: s.target, polarity: s.polarity, force: 0, count: 0, docs: new Map() };
      r.force += Math.abs(s.score);
      r.count += 1;
      r.docs.set(doc.id, [...(r.docs.get(doc.id) ?? []), i]);
      relations.set(key, r);
    });
  }
  const rank = (m) => (m.salience + m.visible / 4) * Math.sqrt(m.cells.size);
  return {
    entities: [...entities.values()].sort((a, b) => rank(b) - rank(a)),
    relations: [...relations.values()].sort((a, b) => b.force - a.force),
  };
}

/** Indices of the sentence that holds `offset`, by halving. */
export function sentenceAt(report, offset) {
  let lo = 0;
  let hi = report.sentences.length - 1;
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    if (report.sentences[mid].start <= offset) lo = mid;
    else hi = mid - 1;
  }
  return lo;
}

/** The mention of `entity` that is nearest to a stance: in its sentence where there is one, else the last one before. */
export function nearestMention(report, entity, stance) {
  const own = report.entities[entity].mentions;
  return own.find((i) => report.mentions[i].start >= stance.start && report.mentions[i].end <= stance.end)
    ?? own.filter((i) => report.mentions[i].start < stance.start).pop();
}
