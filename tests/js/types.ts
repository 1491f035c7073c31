// Compiled by `tsc`, never run: the types as a user meets them.
import { Analyzer, AnalyzerWorker, MizanError, decode, init, normalize, type Report } from "mizan";

await init();
await init(new URL("./x.wasm", import.meta.url));
await init(fetch("./x.wasm"));

const analyzer = new Analyzer();
const report: Report = analyzer.analyze("نص", { minConfidence: 0.7, include: ["tokens"], entities: [{ name: "ليث", type: "PER" }] });
const first: string | undefined = report.mentions[0]?.text;
for (const stance of report.stances) {
  const holder: number | "author" | "unnamed" = stance.holder;
  const lemma: string = stance.cue.lemma;
  void [holder, lemma];
}
const label: "agree" | "disagree" | "discuss" | "unrelated" = analyzer.stanceToward("نص", "زعم").label;
const map: Uint32Array | undefined = normalize("نص", { profile: "search", map: true }).map;
const kind: "txt" | "md" | "html" = decode(new Uint8Array()).kind;

const worker = new AnalyzerWorker({ size: 2 });
for await (const result of worker.analyzeAll(["نص"], { signal: AbortSignal.timeout(1000) })) {
  if (result instanceof MizanError) void (result.code satisfies string);
  else void (result.length satisfies number);
}
worker.dispose();

// @ts-expect-error an option that does not exist
analyzer.analyze("نص", { minConfidance: 1 });
// @ts-expect-error a number is no text
analyzer.analyze(12);
// @ts-expect-error no such profile
normalize("نص", { profile: "upper" });
// @ts-expect-error codes are a closed list
new MizanError("other", "x");

export { first, label, map, kind };
