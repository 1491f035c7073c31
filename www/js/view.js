/** Report → what is drawn: which stances are visible, rows of the panel, the merged view of several reports. No DOM, no words. */

export const TYPES = ["PER", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "MISC"];

const shown = (report, evidence, min) => evidence.filter((i) => report.stances[i].confidence >= min);

/** Label of what is visible: the report's own where nothing is hidden. */
function labelOf(pieces) {
  const sum = (sign) => pieces.reduce((a, p) => a + (p.sign === sign ? p.size : 0), 0);
  const [f, a] = [sum("favor"), sum("against")];
  if (!f && !a) return "neutral";
  if (Math.min(f, a) * 3 >= Math.max(f, a)) return "mixed";
  return f > a ? "favor" : "against";
}

/** One row of a bar: its pieces (each one a stance), net score -1..1 and label. */
export function row(report, evidence, min, given = {}) {
  const visible = shown(report, evidence, min);
  const pieces = visible.map((i) => {
    const s = report.stances[i];
    return { i, sign: s.polarity, strength: s.strength, size: Math.abs(s.score) / visible.length };
  });
  const whole = visible.length === evidence.length;
  const net = whole && given.score !== undefined ? given.score : pieces.reduce((a, p) => a + (p.sign === "favor" ? p.size : -p.size), 0);
  const label = whole && given.label ? given.label : evidence.length && !visible.length ? "unsure" : labelOf(pieces);
  return { visible, pieces, net, label };
}

const weight = (r) => r.pieces.reduce((a, p) => a + p.size, 0) * Math.sqrt(r.visible.length);

/** Targets in the report's order; `cards` have a visible stance, `quiet` are the others. */
export function targets(report, min) {
  const cards = [];
  const quiet = [];
  for (const target of report.targets) {
    const author = row(report, target.author.evidence, min, target.author);
    const holders = target.holders
      .map((hd) => ({ holder: hd.holder, ...row(report, hd.evidence, min, { score: hd.score }) }))
      .filter((r) => r.visible.length)
      .sort((a, b) => weight(b) - weight(a));
    const card = { entity: target.entity, author, holders };
    (author.visible.length || holders.length ? cards : quiet).push(card);
  }
  return { cards, quiet };
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
