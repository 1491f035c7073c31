//! The package's command against the native one: the same bytes and exit status, in each format, on every article that is here.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { examples, execute, installedProject, nativeCommand, sharedArticles, skipWithoutShared } from "./support.mjs";

const TEXT = "اتهمت واشنطن موسكو بالكذب، وأكد الرئيس الأمريكي جو بايدن دعمه لأوكرانيا في 5 مارس 2022.";

describe("the command", () => {
  let folder, command;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "mizan-cli-"));
    command = join(await installedProject(), "node_modules", "mizan", "cli.js");
    const write = (name, bytes) => writeFileSync(join(folder, name), bytes);
    write("plain.txt", TEXT);
    write("bom.txt", `\ufeff${TEXT}\r\n`);
    write("utf16.txt", Buffer.from(`\ufeff${TEXT}`, "utf16le"));
    // "دعم بوتين" in Windows-1256, among enough Latin spaces to be told apart.
    write("1256.txt", Buffer.from([0xcf, 0xda, 0xe3, 0x20, 0xc8, 0xe6, 0xca, 0xed, 0xe4]));
    write("page.html", `<!doctype html><title>عنوان</title><article><p>${TEXT}</p></article><script>x</script>`);
    write("note.md", `# عنوان\n\n**${TEXT}** [رابط](http://example.org)\n`);
    write("binary.bin", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]));
    write("empty.txt", "");
    write('odd,"name.txt', TEXT);
    const lines = [JSON.stringify(TEXT), JSON.stringify({ id: 'a"1', text: TEXT }), "", "{}", "[1]", '"open', JSON.stringify({ text: "", id: 7 }), JSON.stringify({ id: 5 })];
    write("lines.jsonl", Buffer.concat([Buffer.from(`${lines.join("\n")}\r\n`), Buffer.from([0x22, 0xc7, 0x22, 10]), Buffer.from('"قال"')]));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const ours = (args, options) => execute(process.execPath, [command, "analyze", ...args], { cwd: folder, ...options });
  const native = (args, options) => execute(nativeCommand, ["analyze", ...args], { cwd: folder, ...options });

  function assertSame(args, options) {
    const [a, b] = [ours(args, options), native(args, options)];
    assert.equal(a.stdout.toString(), b.stdout.toString(), args.join(" "));
    assert.ok(a.stdout.equals(b.stdout), args.join(" "));
    assert.equal(a.status, b.status, `${args.join(" ")}: ${a.stderr} / ${b.stderr}`);
    assert.equal(a.stderr === "", b.stderr === "", `${a.stderr} / ${b.stderr}`);
    return a;
  }

  const formats = [[], ["--json"], ["--conll"], ["--csv"], ["--min-confidence", "0.9"], ["--csv", "--min-confidence=0.3"], ["--claim", "واشنطن تتهم موسكو بالكذب"]];

  test("prints the native command's bytes for the project's articles", () => {
    const articles = examples();
    assert.ok(articles.length > 0);
    for (const format of formats) {
      assertSame([...format, articles[0]]);
      assert.ok(assertSame([...format, ...articles]).stdout.length > 1000);
    }
  });

  test("prints the native command's bytes for the articles of ../shared", { skip: skipWithoutShared }, () => {
    for (const format of formats) assertSame([...format, ...sharedArticles()]);
  });

  test("reads txt, md and html in several encodings", () => {
    const files = ["plain.txt", "bom.txt", "utf16.txt", "1256.txt", "page.html", "note.md", "empty.txt", 'odd,"name.txt'];
    for (const format of formats) assertSame([...format, ...files]);
    for (const file of files) assertSame([file]);
    assertSame(["--encoding", "windows-1256", "1256.txt"]);
    const [bare, marked] = ["plain.txt", "bom.txt"].map((file) => JSON.parse(ours([file]).stdout));
    assert.deepEqual(marked.mentions, bare.mentions);
  });

  test("reads standard input", () => {
    assert.deepEqual(assertSame(["-"], { input: TEXT }).stdout, ours(["plain.txt"]).stdout);
    assertSame(["--csv", "plain.txt", "-"], { input: TEXT });
  });

  test("reads lines of JSON, an error standing in the place of a bad one", () => {
    const { stdout, status } = assertSame(["--jsonl", "lines.jsonl"]);
    const lines = stdout.toString().trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((line) => line.error?.code ?? line.id ?? "report"), [
      "report",
      'a"1',
      ...Array(4).fill("invalid_argument"),
      7,
      "invalid_argument",
      "invalid_encoding",
      "report",
    ]);
    assert.equal(Object.keys(lines[1])[0], "id");
    assert.equal(status, 1);
    assertSame(["--jsonl", "--skip", "1", "lines.jsonl"]);
    assertSame(["--jsonl", "--skip=100", "lines.jsonl"]);
    assertSame(["--jsonl", "--threads", "2", "-"], { input: `${JSON.stringify(TEXT)}\n`.repeat(20) });
    assertSame(["--jsonl", "--claim", "واشنطن تتهم موسكو بالكذب", "lines.jsonl"]);
    assertSame(["--jsonl", "-"], { input: "" });
  });

  test("goes on after a file that fails, and says so in its exit status", () => {
    assert.equal(assertSame(["binary.bin", "plain.txt"]).status, 1);
    assert.equal(assertSame(["--csv", "no-such-file", "plain.txt"]).status, 1);
    assert.match(ours(["binary.bin"]).stderr, /binary\.bin: invalid_encoding: /);
    assert.equal(assertSame(["--jsonl", "no-such-file"]).status, 1);
  });

  test("refuses bad arguments with status 2", () => {
    const bad = [[], ["--xml", "plain.txt"], ["-", "-"], ["--json", "--csv", "plain.txt"], ["--jsonl", "plain.txt", "bom.txt"], ["--skip", "1", "plain.txt"], ["--threads", "0", "plain.txt"], ["--min-confidence", "2", "plain.txt"], ["--min-confidence", "x", "plain.txt"], ["--claim", " ", "plain.txt"], ["--claim", "س", "--csv", "plain.txt"], ["plain.txt", "--claim"], ["--encoding", "klingon", "plain.txt"]];
    for (const args of bad) {
      assert.equal(assertSame(args).status, 2, args.join(" "));
      assert.match(ours(args).stderr, /^mizan: .+\n\nusage: mizan analyze/s);
    }
    assert.equal(execute(process.execPath, [command, "tag"]).status, 2);
  });

  test("--help prints the usage", () => {
    for (const args of [["--help"], ["analyze", "--help"], ["analyze", "-h"]]) {
      const { status, stdout } = execute(process.execPath, [command, ...args]);
      assert.equal(status, 0);
      assert.match(stdout.toString(), /^usage: mizan analyze FILE/);
    }
  });
});
