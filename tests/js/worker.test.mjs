//! AnalyzerWorker in a real browser: the same results as Analyzer, and its ways to end.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchBrowser, root, startServer } from "./support.mjs";
import { wasmThatTrapsIn } from "./trap.mjs";

const TEXT = "اتهمت واشنطن موسكو بالكذب، وأكد الرئيس الأمريكي جو بايدن دعمه لأوكرانيا.";
/** Long enough that a call still runs when the test aborts it. */
const LONG = `${TEXT}\n`.repeat(30_000);

describe("AnalyzerWorker in Chromium", () => {
  let server, browser, page, folder;
  const errors = [];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "mizan-worker-"));
    writeFileSync(join(folder, "trap.wasm"), await wasmThatTrapsIn("analyzer_normalize"));
    writeFileSync(join(folder, "crash.js"), "onmessage = () => { throw new Error('crashed') }");
    server = await startServer({ folders: { "/fixtures/": join(root, "tests", "js", "fixtures"), "/other/": folder } });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`${server.url}fixtures/blank.html`);
    await page.evaluate(async ([TEXT, LONG]) => {
      Object.assign(globalThis, await import("/pkg/index.js"), { TEXT, LONG, code: (promise) => promise.then(() => "no error", (e) => e.code) });
    }, [TEXT, LONG]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(errors, [], "no uncaught error in the page");
  });

  test("gives what the analyzer gives", async () => {
    const [local, remote] = await page.evaluate(async () => {
      await init();
      const [local, remote] = [new Analyzer(), new AnalyzerWorker()];
      const bytes = new TextEncoder().encode(TEXT);
      const results = [
        [local.analyze(TEXT), local.stanceToward(TEXT, "claim"), local.normalize(TEXT, { map: true }), local.render(TEXT, "csv", {}, "f"), decode(bytes, { name: "a.txt" })],
        await Promise.all([remote.analyze(TEXT), remote.stanceToward(TEXT, "claim"), remote.normalize(TEXT, { map: true }), remote.render(TEXT, "csv", {}, "f"), remote.decode(bytes, { name: "a.txt" })]),
      ];
      remote.dispose();
      return results;
    });
    assert.deepEqual(remote, local);
  });

  test("passes errors with their codes", async () => {
    const codes = await page.evaluate(async () => {
      const worker = new AnalyzerWorker();
      const codes = await Promise.all([
        code(worker.analyze(1)),
        code(worker.analyze(TEXT, { nonsense: 1 })),
        code(worker.analyze(TEXT, { targets: [() => {}] })),
        code(worker.analyze(TEXT, { maxLength: 1 })),
        code(worker.analyze(TEXT, { signal: 1 })),
        code(worker.decode(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]))),
        code(worker.analyze(TEXT)),
      ]);
      worker.dispose();
      return [...codes, await code(worker.analyze(TEXT))];
    });
    assert.deepEqual(codes, ["invalid_argument", "invalid_argument", "invalid_argument", "too_large", "invalid_argument", "invalid_encoding", "no error", "disposed"]);
  });

  test("an aborted call ends at once and costs the others nothing", async () => {
    const { codes, lengths } = await page.evaluate(async () => {
      const worker = new AnalyzerWorker();
      await worker.analyze(TEXT);
      const [running, waiting] = [new AbortController(), new AbortController()];
      const calls = [
        code(worker.analyze(LONG, { signal: running.signal })),
        code(worker.analyze(TEXT, { signal: waiting.signal })),
        code(worker.analyze(TEXT, { signal: AbortSignal.abort() })),
      ];
      const others = [worker.analyze(TEXT), worker.analyze(TEXT + TEXT)];
      setTimeout(() => (waiting.abort(), running.abort()), 20);
      const result = { codes: await Promise.all(calls), lengths: (await Promise.all(others)).map((r) => r.length) };
      worker.dispose();
      return result;
    });
    assert.deepEqual(codes, ["aborted", "aborted", "aborted"]);
    assert.deepEqual(lengths, [TEXT.length, 2 * TEXT.length]);
  });

  test("after a panic, and after a crash, the next call works", async () => {
    const codes = await page.evaluate(async () => {
      const trap = new AnalyzerWorker({ source: "/other/trap.wasm" });
      const codes = [await code(trap.analyze(TEXT)), await code(trap.normalize(TEXT)), await code(trap.analyze(TEXT))];
      const both = await Promise.all([code(trap.normalize(TEXT)), code(trap.analyze(TEXT))]);
      trap.dispose();
      const crash = new AnalyzerWorker({ url: "/other/crash.js" });
      const crashes = [await code(crash.analyze(TEXT)), await code(crash.analyze(TEXT))];
      crash.dispose();
      return [...codes, ...both, ...crashes];
    });
    assert.deepEqual(codes, ["no error", "internal", "no error", "internal", "no error", "worker_failed", "worker_failed"]);
  });

  test("a script that cannot be had fails each call", async () => {
    const codes = await page.evaluate(async () => {
      const missing = new AnalyzerWorker({ url: "/other/missing.js", size: 2 });
      const wasm = new AnalyzerWorker({ source: "/other/missing.wasm" });
      let foreign;
      try {
        foreign = await code(new AnalyzerWorker({ url: "http://127.0.0.1:9/worker.js" }).analyze(TEXT));
      } catch (error) {
        foreign = error.code;
      }
      return [...(await Promise.all([1, 2, 3].map(() => code(missing.analyze(TEXT))))), await code(wasm.analyze(TEXT)), await code(wasm.analyze(TEXT)), foreign];
    });
    assert.deepEqual(codes, ["worker_failed", "worker_failed", "worker_failed", "load_failed", "load_failed", "worker_failed"]);
  });

  test("dispose ends what runs and what waits", async () => {
    const codes = await page.evaluate(async () => {
      const worker = new AnalyzerWorker({ size: 2 });
      const calls = Array.from({ length: 5 }, () => code(worker.analyze(LONG)));
      setTimeout(() => worker.dispose(), 50);
      const codes = await Promise.all(calls);
      worker.dispose();
      const early = new AnalyzerWorker();
      const call = code(early.analyze(TEXT));
      early.dispose();
      return [...codes, await call];
    });
    assert.deepEqual(codes, Array(6).fill("disposed"));
  });

  test("analyzeAll keeps the order, reads no further than it must, and puts errors in their place", async () => {
    const { out, ahead } = await page.evaluate(async () => {
      const worker = new AnalyzerWorker({ size: 2 });
      let read = 0;
      let ahead = 0;
      function* texts() {
        for (let i = 1; i <= 40; i++) {
          read++;
          yield i === 7 ? 7 : "ا".repeat(i === 3 ? 20000 : i);
        }
      }
      const out = [];
      for await (const result of worker.analyzeAll(texts())) {
        ahead = Math.max(ahead, read - out.length);
        out.push(result instanceof MizanError ? result.code : result.length);
      }
      worker.dispose();
      return { out, ahead };
    });
    assert.deepEqual(out, Array.from({ length: 40 }, (_, i) => (i + 1 === 7 ? "invalid_argument" : i + 1 === 3 ? 20000 : i + 1)));
    assert.ok(ahead <= 5, `${ahead} texts were read ahead`);
  });

  test("analyzeAll gives a result before a slow source gives its next text, and ends with its source, its signal, its loop", async () => {
    const seen = await page.evaluate(async () => {
      const worker = new AnalyzerWorker();
      const seen = [];
      let next;
      async function* slow(log) {
        try {
          yield "ا";
          await new Promise((resolve) => (next = resolve));
          yield "اا";
        } finally {
          log.push("closed");
        }
      }
      for await (const report of worker.analyzeAll(slow(seen))) {
        seen.push(report.length);
        next();
      }
      const drain = async (texts, options, after) => {
        for await (const report of worker.analyzeAll(texts, options)) {
          seen.push(report.length);
          after?.();
        }
      };
      function* failing() {
        yield "ا";
        throw new RangeError("source");
      }
      await drain(failing()).catch((error) => seen.push(error.message));
      const stop = new AbortController();
      seen.push(await code(drain(slow([]), { signal: stop.signal }, () => setTimeout(() => stop.abort(), 10))));
      seen.push(await code(drain(["ا"], { signal: AbortSignal.abort() })));
      function* endless() {
        try {
          for (;;) yield "ا";
        } finally {
          seen.push("left");
        }
      }
      for await (const _ of worker.analyzeAll(endless())) break;
      seen.push(await code(drain("نص")), await code(drain(12)));
      seen.push((await worker.analyze("اااا")).length);
      worker.dispose();
      seen.push(await code(drain(["ا"])));
      return seen;
    });
    // The source is read ahead, so it is closed before its last result is there.
    // Whether a result stands before the failure of its source is a matter of timing.
    const fixed = seen.filter((x, i) => !(x === 1 && seen[i + 1] === "source"));
    assert.deepEqual(fixed, [1, "closed", 2, "source", 1, "aborted", "aborted", "left", "invalid_argument", "invalid_argument", 4, "disposed"]);
  });
});
