// The demo page: its files, its words in both languages, and what a reader does with it in a browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchBrowser, root, startServer } from "./support.mjs";

const www = join(root, "www");
const read = (...path) => readFileSync(join(www, ...path), "utf8");
const modules = readdirSync(join(www, "js"));
const { STRINGS, EXAMPLES, text } = await import(new URL("../../www/js/strings.js", import.meta.url));
const { authorRow, lowerTo, merge, nearestMention, row, sentenceAt, targets } = await import(new URL("../../www/js/view.js", import.meta.url));
const ARABIC = /[\u0600-\u06FF]/;

describe("the page's files", () => {
  test("the policy in index.html holds the hash of the import map", () => {
    const html = read("index.html");
    const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html)[1];
    const hash = createHash("sha256").update(map).digest("base64");
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
    assert.ok(policy.includes(`'sha256-${hash}'`), `script-src needs 'sha256-${hash}'`);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types mizan default/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.deepEqual(Object.keys(JSON.parse(map).imports), ["mizan"]);
  });

  test("no module writes markup from strings, and none but strings.js holds Arabic words", () => {
    for (const name of modules) {
      const code = read("js", name);
      assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
      if (name !== "strings.js") assert.doesNotMatch(code, ARABIC, name);
    }
    assert.doesNotMatch(read("index.html"), / style=| on\w+=/);
  });

  test("every text is there in Arabic and in English, with the same places to fill in", () => {
    const { ar, en } = STRINGS;
    assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort());
    const places = (s) => [...new Set(Object.values(typeof s === "string" ? { s } : s).flatMap((x) => x.match(/\{\w+\}/g) ?? []))].sort();
    for (const key of Object.keys(ar)) {
      assert.deepEqual(places(ar[key]), places(en[key]), key);
      assert.equal(typeof ar[key], typeof en[key], key);
      if (typeof ar[key] === "object") assert.deepEqual(Object.keys(ar[key]).sort(), ["few", "many", "one", "other", "two", "zero"], key);
    }
  });

  test("every text that a module asks for exists", () => {
    for (const name of modules) {
      for (const [, key] of read("js", name).matchAll(/\bt\("(\w+)"/g)) assert.ok(key in STRINGS.ar, `${name}: ${key}`);
    }
    for (const id of EXAMPLES) assert.ok(STRINGS.ar[`ex_${id}`] && STRINGS.ar[`ex_${id}_k`], id);
  });

  test("Arabic plurals follow the number", () => {
    const forms = [0, 1, 2, 3, 11, 100].map((n) => text("ar", "n_stances", { n }));
    assert.equal(new Set(forms.map((f) => f.replace(/\d+/, ""))).size, 6);
    assert.equal(text("en", "n_stances", { n: 1 }), "1 stance");
    assert.equal(text("en", "n_stances", { n: 2 }), "2 stances");
  });

  test("the copy for use without a network holds every file of the page and the package", () => {
    const caches = read("sw.js");
    const list = new Function(`${/const FILES = \[[\s\S]*?\n\];/.exec(caches)[0]} return FILES;`)();
    const files = readdirSync(www, { recursive: true }).map((f) => f.replaceAll("\\", "/")).filter((f) => statSync(join(www, f)).isFile() && f !== "sw.js" && !f.includes("OFL"));
    assert.deepEqual(list.filter((f) => f !== "./" && !f.startsWith("./pkg/")).sort(), files.map((f) => `./${f}`).sort());
    const needed = new Set(["index.js", "worker.js"]);
    for (const name of needed) for (const [, to] of readFileSync(join(root, "pkg", name), "utf8").matchAll(/from "\.\/(\w+\.js)"/g)) needed.add(to);
    for (const name of needed) assert.ok(list.includes(`./pkg/${name}`), name);
  });

  test("the fonts are small and carry their licences", () => {
    const fonts = readdirSync(join(www, "fonts"));
    const bytes = fonts.reduce((n, f) => n + statSync(join(www, "fonts", f)).size, 0);
    assert.ok(bytes < 400 * 1024, `${bytes} bytes`);
    for (const f of fonts.filter((x) => x.startsWith("OFL"))) assert.match(read("fonts", f), /SIL Open Font License/i);
    assert.equal(fonts.filter((f) => f.startsWith("OFL")).length, 2);
  });

  test("words stand out from what is behind them in light and dark", () => {
    const css = read("css", "base.css");
    const theme = (from) => Object.fromEntries([...css.slice(css.indexOf(from)).split("}")[0].matchAll(/--([\w-]+): (#[0-9a-f]{3,6})/gi)].map((m) => [m[1], m[2]]));
    const light = (hex) => {
      const h = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
      const [r, g, b] = [0, 2, 4].map((i) => parseInt(h.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const pairs = ["ink", "soft", "brand", "against", "favor", "mixed", "PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "MISC"].flatMap((front) => ["paper", "sheet", "raised"].map((back) => [front, back]));
    pairs.push(["against", "against-wash"], ["favor", "favor-wash"], ["mixed", "mixed-wash"], ["ink", "wash"], ["brand", "wash"], ["on-brand", "brand"]);
    for (const colours of [theme(":root {"), theme(':root[data-theme="dark"]')]) {
      for (const [front, back] of pairs) {
        const r = ratio(colours[front], colours[back]);
        assert.ok(r >= 4.5, `${front} ${colours[front]} on ${back} ${colours[back]}: ${r.toFixed(2)}`);
      }
    }
  });
});

describe("what is drawn from a report", () => {
  const stance = (holder, target, polarity, strength, confidence) => ({ start: 0, end: 9, holder, target, polarity, strength, confidence, score: ((polarity === "favor" ? 1 : -1) * strength * confidence) / 2 });
  const report = {
    sentences: [{ start: 0, end: 9 }, { start: 10, end: 30 }, { start: 31, end: 40 }],
    mentions: [{ start: 0, end: 3 }, { start: 12, end: 15 }, { start: 32, end: 35 }],
    entities: [
      { id: "Q1", name: { ar: "a" }, type: "GPE", salience: 1, mentions: [0, 2] },
      { id: "Q2", name: { ar: "b" }, type: "PER", salience: 0.5, mentions: [1] },
      { id: "local:c", name: { ar: "c" }, type: "ORG", salience: 0.1, mentions: [] },
    ],
    stances: [stance("author", 0, "against", 2, 0.9), stance("author", 0, "favor", 1, 0.5), stance(1, 0, "favor", 2, 0.8), stance("unnamed", 1, "against", 1, 0.6)],
    targets: [
      { entity: 0, author: { label: "mixed", score: -0.325, confidence: 0.8, evidence: [0, 1] }, holders: [{ holder: 1, score: 0.8, evidence: [2] }] },
      { entity: 1, author: { label: "neutral", score: 0, confidence: 0.7, evidence: [] }, holders: [{ holder: "unnamed", score: -0.3, evidence: [3] }] },
    ],
  };

  test("a bar adds up the stances that are sure enough, never past its end", () => {
    const all = row(report, [0, 1, 2], 0);
    assert.deepEqual([all.label, all.visible, Number(all.net.toFixed(3))], ["mixed", [0, 1, 2], 0.15]);
    assert.ok(all.pieces.filter((p) => p.sign === "favor").reduce((n, p) => n + p.size, 0) <= 1);
    const sure = row(report, [0, 1], 0.7);
    assert.deepEqual([sure.label, sure.net, sure.visible], ["against", -0.9, [0]]);
    assert.equal(row(report, [0, 1], 0.95).label, "unsure");
    assert.equal(row(report, [], 0.7).label, "neutral");
  });

  test("the author's label is that of the whole article where it is sure enough, and never stands without a way to its evidence", () => {
    const { author } = report.targets[0];
    assert.equal(authorRow(report, author, 0.7).label, "mixed");
    const unsure = authorRow(report, author, 0.85);
    assert.deepEqual([unsure.label, unsure.visible], ["against", [0]]);
    assert.equal(authorRow(report, author, 0.95).label, "unsure");
    const hollow = authorRow(report, { label: "favor", score: 0.6, confidence: 0.8, evidence: [1] }, 0.7);
    assert.deepEqual([hollow.label, hollow.visible, hollow.pieces.map((p) => [p.sign, p.size, p.hollow])], ["favor", [1], [["favor", 0.6, true]]]);
    assert.deepEqual([authorRow(report, { label: "favor", score: 0.6, confidence: 0.8, evidence: [] }, 0.7)].map((r) => [r.label, r.pieces]), [["unsure", []]]);
    assert.equal(authorRow(report, report.targets[1].author, 0.7).label, "neutral");
  });

  test("a target without a visible stance gets no card", () => {
    assert.deepEqual(targets(report, 0.7).cards.map((c) => [c.entity, c.holders.length]), [[0, 1]]);
    assert.deepEqual(targets(report, 0.7).quiet.map((c) => c.entity), [1]);
    assert.deepEqual(targets(report, 0).cards.map((c) => c.entity), [0, 1]);
  });

  test("the same entity in two files is one row, and its author is each file's own", () => {
    const { entities, relations } = merge([{ id: "1", report }, { id: "2", report }], 0.7);
    assert.deepEqual(entities.map((e) => [e.id, e.cells.size, e.mentions]), [["Q1", 2, 4], ["Q2", 2, 2], ["local:c", 2, 0]]);
    assert.deepEqual(relations.map((r) => [r.holder, r.polarity, r.count, r.docs.size]), [[1, "favor", 2, 2], ["author", "against", 1, 1], ["author", "against", 1, 1]]);
  });

  test("showing less goes down in two steps: to the best of each report, then to everything", () => {
    const of = (...confidences) => ({ stances: confidences.map((confidence) => ({ confidence })) });
    assert.equal(lowerTo([of(0.62, 0.4, 0.31, 0.1)], 0.7, 3), 0.3);
    assert.equal(lowerTo([of(0.62, 0.4, 0.31, 0.1), of(0.26), of()], 0.7, 3), 0.25);
    assert.equal(lowerTo([of(0.62, 0.4, 0.31, 0.1)], 0.3, 3), 0);
  });

  test("an offset finds its sentence, and a stance the nearest mention of a name", () => {
    assert.deepEqual([0, 8, 10, 29, 31, 99].map((at) => sentenceAt(report, at)), [0, 0, 1, 1, 2, 2]);
    assert.equal(nearestMention(report, 0, { start: 31, end: 40 }), 2);
    assert.equal(nearestMention(report, 0, { start: 10, end: 30 }), 0);
    assert.equal(nearestMention(report, 2, { start: 10, end: 30 }), undefined);
  });
});

/** Bytes of `words` in an 8-bit encoding, by turning the decoder round. */
function encode(words, encoding) {
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map(Array.from({ length: 256 }, (_, b) => [decoder.decode(Uint8Array.of(b)), b]));
  return Buffer.from([...words].map((c) => byteOf.get(c) ?? 63));
}

const ARTICLE = "رفضت قطر التصريحات الإسرائيلية بشدة.\nوأشادت الكويت بموقف الدوحة، وانتقدت إيران الولايات المتحدة.\nوقال وزير الخارجية القطري إن بلاده تدعم مصر.\n";
const file = (name, buffer, mimeType = "text/plain") => ({ name, mimeType, buffer: Buffer.from(buffer) });
const DONE = ".file.done";

describe("the page in a browser", () => {
  let server;
  let browser;
  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Opens the page; whatever it logs as an error or asks of another origin fails the test. */
  async function visit(t, query = "", { offline = false, before, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, locale: "ar", reducedMotion: "reduce", ...(offline ? {} : { serviceWorkers: "block" }), ...options });
    t.after(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.wrong = [];
    page.asked = [];
    page.on("pageerror", (e) => page.wrong.push(String(e)));
    page.on("console", (m) => m.type() === "error" && page.wrong.push(m.text()));
    page.on("request", (r) => page.asked.push(r));
    await before?.(page);
    await page.goto(server.url + query);
    await page.waitForFunction(() => document.querySelector("#top .brand"));
    return page;
  }

  /** The page with one example, analyzed, all stances shown. */
  async function withExample(t, id = "y51", query = "", options) {
    const page = await visit(t, `?example=${id}${query}`, options);
    await page.waitForSelector("#text p");
    return page;
  }

  const showAll = async (page) => {
    const lower = page.locator("[data-key=lower]:visible");
    for (let n = 0; n < 3 && (await lower.count()); n += 1) await lower.first().click();
  };
  const drawn = (page) => page.evaluate(() => [...document.querySelectorAll("#text p")].map((p) => p.textContent));

  test("an example opens in one click, says that it is fictional, and asks nothing of another origin", async (t) => {
    const page = await visit(t);
    assert.equal(await page.locator(".example").count(), 6);
    const note = await page.locator(".examples .fiction").innerText();
    assert.ok(note.includes(STRINGS.ar.examplesNote) && note.includes(STRINGS.en.examplesNote));
    await page.locator("[data-key=ex-y51]").click();
    await page.waitForSelector("#text p");
    const fiction = await page.locator(".arthead .fiction").innerText();
    assert.ok(fiction.includes(STRINGS.ar.fictional) && fiction.includes(STRINGS.en.fictional));
    assert.ok((await page.locator("#text mark").count()) > 10);
    assert.ok(page.asked.every((r) => r.url().startsWith(server.url) && r.method() === "GET"), "only own files, only GET");
    assert.deepEqual(page.wrong, []);
  });

  test("the article shows every letter of its text, however it is marked", async (t) => {
    for (const id of ["y31", "y52"]) {
      const page = await withExample(t, id);
      await showAll(page);
      assert.deepEqual(await drawn(page), read("examples", `${id}.txt`).split(/\r?\n/).filter((l) => l.trim()));
    }
  });

  test("a click on a bar goes to its evidence and says it in words, in both languages", async (t) => {
    const page = await withExample(t, "y51");
    await showAll(page);
    await page.locator("button.rowbtn").first().click();
    const cue = page.locator("#text .cue.now").first();
    await cue.waitFor();
    const words = (await page.locator("#text .cue.now").allInnerTexts()).join("").replace(/\s+/g, " ").trim();
    const says = await page.locator(".dock").innerText();
    assert.match(says, /«.+»/s);
    assert.ok(says.replace(/\s+/g, " ").includes(words.slice(0, 8)), `${says} / ${words}`);
    assert.match(says, /ضد|مع/);
    assert.match(says, /كلام|فعل|تقييم/);
    assert.match(says, /صريح|ضمني/);
    const inView = await cue.evaluate((el) => {
      const box = el.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    });
    assert.ok(inView, "the cue is scrolled to");
    await page.locator("#lang").click();
    const english = await page.locator(".dock").innerText();
    assert.match(english, /against|for/);
    assert.match(english, /speech|action|evaluation/);
    assert.match(english, /explicit|implied/);
    assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
    assert.equal(await page.locator("#text").evaluate((el) => getComputedStyle(el).direction), "rtl");
  });

  test("stances under 0.7 wait to be asked for", async (t) => {
    const page = await withExample(t, "y61");
    const sure = async () => (await page.locator(".card .ev").evaluateAll((all) => all.map((el) => parseInt(el.lastElementChild.textContent, 10))));
    assert.ok((await sure()).every((p) => p >= 70));
    const before = (await sure()).length;
    await showAll(page);
    await page.waitForFunction(() => document.getElementById("minconf").value === "0");
    assert.ok((await sure()).length > before);
    assert.equal(await page.locator("[data-key=lower]").count(), 0);
  });

  test("where nothing is sure enough, the page says so and shows the rest in one click", async (t) => {
    const page = await withExample(t, "y61");
    await showAll(page);
    const top = Math.max(...(await page.locator(".card .ev").evaluateAll((all) => all.map((el) => parseInt(el.lastElementChild.textContent, 10)))));
    t.diagnostic(`surest stance: ${top}%`);
    await page.locator("#minconf").fill("95");
    if (top < 95) {
      await page.waitForSelector(".notice.none");
      assert.match(await page.locator(".notice.none").innerText(), /95%/);
      await page.locator(".notice.none button").click();
    } else {
      await page.locator("[data-key=lower]").click();
    }
    await page.waitForSelector(".card .ev", { state: "attached" });
  });

  test("several files at once: each has its line, and an odd one stops nobody", async (t) => {
    const page = await visit(t);
    await page.locator("mz-welcome input[type=file]").setInputFiles([
      file("utf8.txt", ARTICLE),
      file("windows.txt", encode(ARTICLE, "windows-1256")),
      file("iso.txt", encode(ARTICLE.replaceAll("؟", "?"), "iso-8859-6")),
      file("utf16.txt", Buffer.from(`\uFEFF${ARTICLE}`, "utf16le")),
      file("page.html", `<!doctype html><title>x</title><p>${ARTICLE.replaceAll("\n", "</p><p>")}</p><script>alert(1)</script>`, "text/html"),
      file("note.md", `# عنوان\n\n${ARTICLE}`, "text/markdown"),
      file("photo.png", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3]),
      file("paper.pdf", "%PDF-1.7\n%âãÏÓ"),
      file("empty.txt", ""),
      file("english.txt", "Nothing in Arabic here."),
    ]);
    await page.waitForFunction(() => document.querySelectorAll(".file.done, .file.failed").length === 10);
    const line = (name) => page.locator(".file", { hasText: name }).innerText();
    assert.match(await line("utf8.txt"), /utf-8/);
    assert.match(await line("windows.txt"), /windows-1256/);
    assert.match(await line("utf16.txt"), /utf-16/);
    assert.equal(await page.locator(DONE).count(), 6);
    for (const [name, code] of [["photo.png", "binary"], ["paper.pdf", "pdf"], ["empty.txt", "empty"], ["english.txt", "no_arabic"]]) {
      assert.ok((await line(name)).includes(STRINGS.ar[`err_${code}`]), name);
    }
    await page.locator("#lang").click();
    assert.ok((await line("photo.png")).includes(STRINGS.en.err_binary));
    for (const name of ["windows.txt", "iso.txt", "utf16.txt", "page.html", "note.md"]) {
      await page.locator(".filebtn", { hasText: name }).click();
      await page.waitForSelector("#text p");
      assert.ok((await drawn(page)).join(" ").includes("رفضت قطر التصريحات الإسرائيلية"), name);
      assert.ok(!(await drawn(page)).join(" ").includes("alert"), name);
    }
    assert.deepEqual(page.wrong, []);
  });

  test("all files together show who is in them and who is for or against whom, and lead to the evidence", async (t) => {
    const page = await visit(t, "?example=y51,y52,y61");
    await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 3);
    assert.equal(await page.locator("body").getAttribute("data-view"), "all");
    await showAll(page);
    assert.ok((await page.locator(".matrix tbody tr").count()) > 3);
    assert.equal(await page.locator(".matrix thead .colname").count(), 3);
    await page.locator(".pair").first().click();
    await page.waitForSelector("#text .cue.now");
    assert.match(await page.locator(".dock").innerText(), /«.+»/s);
    assert.equal(await page.locator("body").getAttribute("data-view"), "doc");
  });

  test("files and words may be dropped, and words pasted", async (t) => {
    const page = await visit(t);
    const give = (type, words, name) => page.evaluate(([kind, s, filename]) => {
      const data = new DataTransfer();
      if (filename) data.items.add(new File([s], filename, { type: "text/plain" }));
      else data.setData("text/plain", s);
      document.body.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true }) : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, [type, words, name]);
    await give("drop", ARTICLE, "dropped.txt");
    await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 1);
    await give("drop", ARTICLE);
    await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 2);
    await give("paste", ARTICLE);
    await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 3);
    await page.locator("[data-key=paste]").click();
    await page.locator("dialog textarea").fill("وصل وزير خارجية مصر إلى الدوحة.");
    await page.locator("dialog .btn.strong").click();
    await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 4);
    assert.deepEqual(await drawn(page), ["وصل وزير خارجية مصر إلى الدوحة."]);
    await page.locator("[data-key=clear]").click();
    await page.waitForSelector(".dropzone");
    assert.deepEqual(page.wrong, []);
  });

  test("the encoding may be chosen by hand", async (t) => {
    const page = await visit(t);
    await page.locator("mz-welcome input[type=file]").setInputFiles([file("a.txt", encode(ARTICLE, "windows-1256"))]);
    await page.waitForSelector("#text p");
    const right = await drawn(page);
    await page.locator(".enc select").selectOption("iso-8859-6");
    await page.waitForFunction((was) => document.querySelector("#text p") && document.querySelector("#text p").textContent !== was, right[0]);
    await page.locator(".enc select").selectOption("windows-1256");
    await page.waitForFunction((was) => document.querySelector("#text p")?.textContent === was, right[0]);
  });

  test("an analyzer that does not load is named as the reason, and a file can be stopped and tried again", async (t) => {
    const page = await visit(t, "", { before: (p) => p.route("**/*.wasm", (route) => route.abort()) });
    await page.locator("mz-welcome input[type=file]").setInputFiles([file("a.txt", ARTICLE)]);
    await page.waitForSelector(".file.failed");
    assert.ok((await page.locator(".file.failed").innerText()).includes(STRINGS.ar.err_load_failed));
    await page.unroute("**/*.wasm");
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route("**/*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await page.locator("[data-key^=again]").click();
    await page.locator(".notice.wait .btn").click();
    await page.waitForSelector(".file.failed");
    assert.ok((await page.locator(".file.failed").innerText()).includes(STRINGS.ar.err_aborted));
    release();
    await page.locator(".notice.bad .btn").click();
    await page.waitForSelector(".file.done");
  });

  test("a garbled text is shown mended, or as it was written", async (t) => {
    const page = await visit(t);
    const garbled = new TextDecoder("windows-1252").decode(Buffer.from(ARTICLE));
    await page.locator("mz-welcome input[type=file]").setInputFiles([file("garbled.txt", garbled)]);
    await page.waitForSelector("#text p");
    assert.deepEqual(await drawn(page), ARTICLE.trim().split("\n"));
    await page.locator("[data-key=turn]").click();
    await page.waitForFunction((first) => document.querySelector("#text p") && document.querySelector("#text p").textContent !== first || document.querySelector(".notice.bad"), ARTICLE.split("\n")[0]);
  });

  test("types of names can be hidden, and each has a sign of its own beside its colour", async (t) => {
    const page = await withExample(t, "y31");
    const types = await page.locator(".legend .chip.type").count();
    assert.ok(types >= 4);
    const styles = await page.locator(".legend .chip.type .m").evaluateAll((all) => all.map((el) => {
      const s = getComputedStyle(el);
      return `${s.textDecorationStyle} ${s.textDecorationThickness}`;
    }));
    assert.equal(new Set(styles).size, types, styles.join(", "));
    const line = () => page.locator('#text mark[data-t="GPE"]').first().evaluate((el) => getComputedStyle(el).textDecorationLine);
    assert.equal(await line(), "underline");
    await page.locator("[data-key=type-GPE]").click();
    await page.waitForFunction(() => document.querySelector("[data-key=type-GPE]").getAttribute("aria-pressed") === "false");
    assert.equal(await line(), "none");
  });

  test("a name lists its mentions and links to Wikidata without asking it anything", async (t) => {
    const page = await withExample(t, "y51");
    await page.locator("#text mark").nth(2).click();
    await page.waitForSelector(".detail");
    const n = await page.locator(".snip").count();
    assert.equal(n, await page.locator("#text mark.holder").count());
    await page.locator("[data-key=back]").click();
    const links = [];
    for (const line of (await page.locator(".nameline").all()).slice(0, 12)) {
      await line.click();
      const a = page.locator(".detail a");
      if (await a.count()) links.push(await a.getAttribute("href"));
      await page.locator("[data-key=back]").click();
    }
    assert.ok(links.length > 0, "some names are linked");
    for (const href of links) assert.match(href, /^https:\/\/www\.wikidata\.org\/wiki\/Q\d+$/);
    assert.ok(page.asked.every((r) => r.url().startsWith(server.url)));
  });

  test("marks, bars and tabs are reached with the keyboard", async (t) => {
    const page = await withExample(t, "y51");
    await showAll(page);
    assert.equal(await page.locator('#text [tabindex="0"]').count(), 1, "one way in");
    await page.locator('#text [tabindex="0"]').focus();
    const first = await page.evaluate(() => document.activeElement.textContent);
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".dock");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".dock", { state: "detached" });
    await page.locator("[data-key=tab-stances]").focus();
    await page.keyboard.press("Enter");
    await page.locator("button.rowbtn").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("#text .cue.now");
    assert.equal(await page.locator("button.rowbtn").first().getAttribute("aria-expanded"), "true");
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, a, input, select, [role=button]")].filter((el) => el.getClientRects().length && !(el.getAttribute("aria-label") || el.textContent.trim() || el.labels?.length)).map((el) => el.outerHTML));
    assert.deepEqual(nameless, []);
  });

  test("reports can be taken away as JSON and CSV", async (t) => {
    const page = await withExample(t, "y51");
    const take = async (format) => {
      await page.locator("[data-key=save]").click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-key=save-${format}]`).click()]);
      return { name: download.suggestedFilename(), body: readFileSync(await download.path(), "utf8") };
    };
    const json = await take("json");
    assert.equal(json.name, "y51.json");
    const report = JSON.parse(json.body);
    assert.equal(report.schema, 1);
    assert.equal(report.length, read("examples", "y51.txt").length);
    const csv = await take("csv");
    assert.equal(csv.name, "y51.csv");
    assert.match(csv.body, /^\uFEFF"?file"?,/);
    assert.equal(csv.body.trim().split("\n").length, 1 + report.stances.length);
  });

  test("language and theme can be changed and are remembered", async (t) => {
    const page = await visit(t, "", { colorScheme: "light" });
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator("#theme").click();
    assert.notEqual(await paper(), light);
    await page.locator("#lang").click();
    await page.waitForFunction(() => document.documentElement.lang === "en");
    await page.reload();
    await page.waitForSelector(".hero .pitch");
    assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
    assert.notEqual(await paper(), light);
    const left = await page.evaluate(() => document.body.innerText);
    const arabic = left.split("\n").filter((l) => /[\u0600-\u06FF]/.test(l));
    assert.deepEqual(arabic.map((l) => l.trim()).filter((l) => l !== STRINGS.en.toLang && !l.includes(STRINGS.ar.examplesNote)), [], "no Arabic is left over");
    await page.emulateMedia({ colorScheme: "dark" });
    const other = await visit(t, "", { colorScheme: "dark" });
    assert.notEqual(await other.evaluate(() => getComputedStyle(document.body).backgroundColor), light, "the system's theme is followed");
  });

  test("no view is wider than the window, from phone to desktop, in both languages", async (t) => {
    for (const lang of ["ar", "en"]) {
      const page = await visit(t, `?lang=${lang}&example=y31,y12`, { viewport: { width: 360, height: 740 } });
      await page.waitForFunction(() => document.querySelectorAll(".file.done").length === 2);
      const fits = async (where) => {
        const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= inner, `${lang}, ${where}: ${wide} > ${inner}`);
      };
      for (const width of [360, 820, 1100, 1600]) {
        await page.setViewportSize({ width, height: 740 });
        await fits(`all files at ${width}`);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      await page.locator("#tabs button").first().click();
      await fits("files");
      await page.locator(".filebtn").nth(1).click();
      await page.waitForSelector("#text p");
      for (const width of [820, 1100, 1600, 360]) {
        await page.setViewportSize({ width, height: 740 });
        await fits(`article at ${width}`);
      }
      await page.locator("#tabs button").nth(2).click();
      await fits("stances");
      await showAll(page);
      await page.locator("button.rowbtn").first().click();
      await page.waitForSelector("#text .cue.now");
      assert.equal(await page.locator("body").getAttribute("data-tab"), "article", "evidence opens in the article");
      await fits("evidence");
    }
  });

  test("after the first load it works with no network", async (t) => {
    const page = await visit(t, "", { offline: true });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await (await caches.open((await caches.keys())[0])).keys()).some((r) => r.url.endsWith("y32.txt")));
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("[data-key=ex-y32]").click();
    await page.waitForSelector("#text p");
    assert.ok((await page.locator("#text mark").count()) > 5);
  });

  test("a claim of the reader's own is tested against the article", async (t) => {
    const page = await withExample(t, "y51");
    await page.locator("[data-key=tab-claim]").click();
    await page.locator("[data-key=claim]").fill("الولايات المتحدة حليف موثوق");
    await page.locator("[data-key=claimgo]").click();
    await page.waitForSelector(".answer .verdict, mz-panel .notice.bad");
    const verdicts = ["agree", "disagree", "discuss", "unrelated"].map((k) => STRINGS.ar[`claim_${k}`]);
    const said = await page.locator(".answer .verdict").innerText();
    assert.ok(verdicts.some((v) => said.includes(v)), said);
  });
});
