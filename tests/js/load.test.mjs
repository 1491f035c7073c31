//! Loading in a real browser: what works, and what each `load_failed` says.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchBrowser, root, startServer } from "./support.mjs";

describe("loading in Chromium", () => {
  let server, browser, folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "mizan-load-"));
    copyFileSync(join(root, "pkg", "wasm", "mizan_bg.wasm"), join(folder, "module.txt"));
    writeFileSync(join(folder, "page.wasm"), "<!doctype html>");
    server = await startServer({ folders: { "/fixtures/": join(root, "tests", "js", "fixtures"), "/other/": folder } });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs `body` (with the package as `mizan`) in a fresh page and gives its result, or the error's code, reason and message. */
  async function inPage(body, { page: name = "blank.html", script = "" } = {}) {
    const page = await browser.newPage();
    try {
      await page.goto(`${server.url}fixtures/${name}`);
      return await page.evaluate(
        `(async () => { ${script}; const mizan = await import("/pkg/index.js");
          try { return await (async () => { ${body} })() } catch (e) { return { name: e.name, code: e.code, reason: e.reason, message: e.message } } })()`,
      );
    } finally {
      await page.close();
    }
  }

  const works = 'return new mizan.Analyzer().analyze("قال").length';

  test("every kind of source loads", async () => {
    const url = "/pkg/wasm/mizan_bg.wasm";
    const sources = ["", `"${url}"`, `new URL("${url}", location)`, `new Request("${url}")`, `fetch("${url}")`, `await fetch("${url}")`, `await (await fetch("${url}")).arrayBuffer()`, `await WebAssembly.compileStreaming(fetch("${url}"))`];
    for (const source of sources) assert.equal(await inPage(`await mizan.init(${source}); ${works}`), 3, source);
  });

  const failures = [
    ["404", "await mizan.init('/pkg/nothing.wasm')", {}, "http", /404/],
    ["a wrong MIME type", "await mizan.init('/other/module.txt')", {}, "mime", /MIME type "text\/plain"/],
    ["a page in place of the wasm", "await mizan.init('/other/page.wasm')", {}, "corrupt", /no WebAssembly module/],
    ["a policy that forbids WebAssembly", "await mizan.init()", { page: "no-wasm.html" }, "csp", /wasm-unsafe-eval/],
    ["a policy that forbids the fetch", "await mizan.init()", { page: "no-connect.html" }, "csp", /connect-src/],
    ["an old browser", "await mizan.init()", { script: "WebAssembly.validate = () => false" }, "unsupported", /too old/],
    ["no network", "await mizan.init('http://localhost:9/x.wasm')", {}, "network", /fetched/],
  ];
  for (const [name, body, options, reason, message] of failures) {
    test(`load_failed names ${name}`, async () => {
      const error = await inPage(body, options);
      assert.deepEqual([error.name, error.code, error.reason], ["MizanError", "load_failed", reason], error.message);
      assert.match(error.message, message);
    });
  }

  test("a policy without worker-src fails the worker's calls, not silently", async () => {
    const error = await inPage("return await new mizan.AnalyzerWorker({ source: new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0])) }).analyze('x')", { page: "no-connect.html" });
    assert.equal(error.code, "worker_failed", error.message);
    assert.match(error.message, /worker-src/);
  });
});
