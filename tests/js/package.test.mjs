//! The packed tarball, installed into a throw-away project and used in Node by its name.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { examples, installedPackage, installedProject, resolveInstalled, root } from "./support.mjs";

const TEXT = "اتهمت واشنطن موسكو بالكذب، وأكد الرئيس الأمريكي جو بايدن دعمه لأوكرانيا في 5 مارس 2022.";
const CODE = (code) => ({ name: "MizanError", code });

describe("the installed package", () => {
  let mizan;
  before(async () => {
    mizan = await installedPackage();
  });

  test("does nothing before init, and says so", () => {
    assert.throws(() => new mizan.Analyzer(), CODE("load_failed"));
    assert.throws(() => mizan.normalize("نص"), CODE("load_failed"));
    assert.throws(() => mizan.decode(new Uint8Array([65])), CODE("load_failed"));
  });

  test("a failed load can be tried again", async () => {
    await assert.rejects(mizan.init(new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9])), { ...CODE("load_failed"), reason: "corrupt" });
    await assert.rejects(mizan.init(new URL("file:///no/such/file.wasm")), { ...CODE("load_failed"), reason: "http" });
    await assert.rejects(mizan.init(12), CODE("invalid_argument"));
    await mizan.init();
    await mizan.init();
  });

  test("analyzes: every span slices the original, every index points somewhere", () => {
    const analyzer = new mizan.Analyzer();
    const text = `😀 ${TEXT}`;
    const report = analyzer.analyze(text, { include: ["tokens", "values", "quotes", "stances"] });
    assert.equal(report.schema, 1);
    assert.equal(report.length, text.length);
    assert.ok(report.mentions.length > 0);
    for (const span of [...report.mentions, ...report.values]) assert.equal(span.text, text.slice(span.start, span.end));
    for (const mention of report.mentions) assert.ok(report.entities[mention.entity].mentions.includes(report.mentions.indexOf(mention)));
    for (const token of report.tokens) assert.ok(token.start < token.end && token.end <= text.length);
    for (const stance of report.stances) assert.ok(report.entities[stance.target] && stance.cue.start >= stance.start && stance.cue.end <= stance.end);
    assert.equal(Object.getPrototypeOf(report), Object.prototype);
    assert.deepEqual(structuredClone(report), report);
    analyzer.free();
  });

  test("same text, same options, same bytes, in any number of analyzers", () => {
    const [one, other] = [new mizan.Analyzer(), new mizan.Analyzer()];
    const first = JSON.stringify(one.analyze(TEXT));
    assert.equal(JSON.stringify(one.analyze(TEXT)), first);
    assert.equal(JSON.stringify(other.analyze(TEXT)), first);
    assert.equal(one.render(TEXT, "json"), first);
  });

  test("lone surrogates move no offset and come back as they were given", () => {
    const analyzer = new mizan.Analyzer();
    const lone = `\ud800 ${TEXT} \udc00`;
    const shift = ({ text, start, end }) => [text, start - 2, end - 2];
    const plain = ({ text, start, end }) => [text, start, end];
    assert.deepEqual(analyzer.analyze(lone).mentions.map(shift), analyzer.analyze(TEXT).mentions.map(plain));
    assert.equal(analyzer.analyze(lone).length, lone.length);
  });

  test("takes any string without harm", () => {
    const analyzer = new mizan.Analyzer();
    for (const text of ["", " \n ", "\0", "abc", "ـــ", "ً".repeat(1000), "😀".repeat(50), "\ufeffنص", "«".repeat(300), "و".repeat(5000)]) {
      assert.equal(analyzer.analyze(text).length, text.length);
    }
  });

  test("stanceToward gives a label, its scores and evidence", () => {
    const analyzer = new mizan.Analyzer();
    const stance = analyzer.stanceToward(TEXT, "واشنطن تتهم موسكو بالكذب");
    assert.ok(["agree", "disagree", "discuss", "unrelated"].includes(stance.label));
    assert.deepEqual(Object.keys(stance.scores).sort(), ["agree", "disagree", "discuss", "unrelated"]);
    assert.equal(stance.scores[stance.label], stance.confidence);
    for (const { start, end } of stance.evidence) assert.ok(start < end && end <= TEXT.length);
  });

  test("normalizes, with a map back into the original", () => {
    const { text, map } = mizan.normalize("الـــقُرآن", { profile: "fold", map: true });
    assert.equal(text, "القران");
    assert.deepEqual([...map], [0, 1, 5, 7, 8, 9, 10]);
    assert.deepEqual(Object.keys(mizan.normalize("نص")), ["text"]);
  });

  test("decodes bytes in the encodings it recognises", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("دعم واشنطن", "utf16le")]);
    assert.equal(mizan.decode(utf16).text, "دعم واشنطن");
    assert.equal(mizan.decode(Buffer.from("دعم واشنطن")).text, "دعم واشنطن");
    const html = mizan.decode(Buffer.from("<!doctype html><title>x</title><p>دعم واشنطن</p><script>var a</script>"), { name: "a.html" });
    assert.equal(html.kind, "html");
    assert.match(html.text, /دعم واشنطن/);
    assert.doesNotMatch(html.text, /var a|<p>/);
  });

  test("wrong arguments are refused by name", () => {
    const analyzer = new mizan.Analyzer();
    const refused = [
      () => analyzer.analyze(123),
      () => analyzer.analyze(),
      () => analyzer.analyze(TEXT, "json"),
      () => analyzer.analyze(TEXT, []),
      () => analyzer.analyze(TEXT, { minConfidance: 0.5 }),
      () => analyzer.analyze(TEXT, { minConfidence: 2 }),
      () => analyzer.analyze(TEXT, { minConfidence: "0.5" }),
      () => analyzer.analyze(TEXT, { include: ["words"] }),
      () => analyzer.analyze(TEXT, { entities: [{ name: "x", type: "DOG" }] }),
      () => analyzer.analyze(TEXT, { referenceDate: "yesterday" }),
      () => analyzer.stanceToward(TEXT),
      () => analyzer.normalize(TEXT, { profile: "upper" }),
      () => analyzer.render(TEXT, "xml"),
      () => mizan.decode("text"),
      () => mizan.decode(new Uint8Array([65]), { encoding: "klingon" }),
      () => mizan.decode(new Uint8Array([65]), { file: "a.txt" }),
      () => new mizan.Analyzer("model"),
    ];
    for (const call of refused) assert.throws(call, CODE("invalid_argument"), String(call));
  });

  test("other failures have their codes", () => {
    const analyzer = new mizan.Analyzer();
    assert.throws(() => analyzer.analyze(TEXT, { maxLength: 5 }), CODE("too_large"));
    assert.throws(() => analyzer.analyze("ا".repeat(5_000_001)), CODE("too_large"));
    assert.throws(() => new mizan.Analyzer(new Uint8Array([1, 2, 3])), CODE("invalid_model"));
    assert.throws(() => mizan.decode(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])), CODE("invalid_encoding"));
    analyzer.free();
    analyzer.free();
    assert.throws(() => analyzer.analyze(TEXT), CODE("disposed"));
  });

  test("the worker says that it needs a browser", () => {
    assert.throws(() => new mizan.AnalyzerWorker(), CODE("worker_failed"));
  });

  test("a report follows the schema that ships with it", async () => {
    const schema = JSON.parse(readFileSync(await resolveInstalled("mizan/schema.json"), "utf8"));
    const analyzer = new mizan.Analyzer();
    const texts = [TEXT, ...examples().map((path) => readFileSync(path, "utf8"))];
    for (const text of texts) {
      const report = analyzer.analyze(text, { include: ["tokens", "values", "quotes", "stances"] });
      assert.deepEqual(violations(report, schema, schema), []);
    }
    assert.notDeepEqual(violations({ schema: 2 }, schema, schema), []);
  });

  test("holds what it should and nothing else", async () => {
    const folder = dirname(await resolveInstalled("mizan/package.json"));
    const present = readdirSync(folder, { recursive: true }).map(String).sort();
    for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "LICENSE-MODELS", "NOTICE", "index.d.ts", "worker.js", "schema.json"]) {
      assert.ok(present.includes(name), `${name} is missing`);
    }
    assert.deepEqual(present.filter((name) => name.startsWith("wasm")).map((name) => name.replaceAll("\\", "/")), [
      "wasm",
      "wasm/mizan.d.ts",
      "wasm/mizan.js",
      "wasm/mizan_bg.wasm",
      "wasm/mizan_bg.wasm.d.ts",
    ]);
    assert.ok(!present.some((name) => /test|\.ts$/.test(name) && !name.endsWith(".d.ts")));
  });

  test("the wasm is small enough to be instantiated anew after a panic", async () => {
    // Chromium makes no instance of more than 8 MiB on a page's main thread without waiting.
    assert.ok(statSync(await resolveInstalled("mizan/wasm/mizan_bg.wasm")).size < 8 * 1024 * 1024);
  });

  test("has the version of the crate", () => {
    const cargo = readFileSync(join(root, "Cargo.toml"), "utf8");
    const { version } = JSON.parse(readFileSync(join(root, "pkg", "package.json"), "utf8"));
    assert.equal(/^version = "(.+)"$/m.exec(cargo)[1], version);
  });

  test("can be required from CommonJS where Node can", async () => {
    const { createRequire } = await import("node:module");
    const require = createRequire(join(await installedProject(), "index.cjs"));
    if (process.features.require_module) assert.equal(typeof require("mizan").init, "function");
  });
});

/** Enough of JSON Schema for schema.json: what it uses and no more. */
function violations(value, schema, whole, path = "$") {
  if (schema.$ref) return violations(value, whole.$defs[schema.$ref.split("/").at(-1)], whole, path);
  if (schema.oneOf) return schema.oneOf.some((one) => violations(value, one, whole, path).length === 0) ? [] : [`${path}: no alternative fits`];
  if ("const" in schema) return value === schema.const ? [] : [`${path}: not ${schema.const}`];
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${path}: ${JSON.stringify(value)} is none of ${schema.enum}`];
  const types = {
    object: value !== null && typeof value === "object" && !Array.isArray(value),
    array: Array.isArray(value),
    string: typeof value === "string",
    boolean: typeof value === "boolean",
    number: typeof value === "number",
    integer: Number.isInteger(value),
  };
  if (!types[schema.type]) return [`${path}: not of type ${schema.type}`];
  if (value < schema.minimum || value > schema.maximum) return [`${path}: ${value} is out of range`];
  if (value.length < schema.minLength) return [`${path}: too short`];
  if (schema.type === "array") return value.flatMap((item, i) => violations(item, schema.items, whole, `${path}[${i}]`));
  if (schema.type !== "object") return [];
  const missing = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${path}: ${key} is missing`);
  const unknown = Object.keys(value).filter((key) => !(key in schema.properties)).map((key) => `${path}: ${key} is not in the schema`);
  const inner = Object.entries(value).flatMap(([key, item]) => (schema.properties[key] ? violations(item, schema.properties[key], whole, `${path}.${key}`) : []));
  return [...missing, ...unknown, ...inner];
}
