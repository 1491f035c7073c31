#!/usr/bin/env node
//! `mizan analyze FILE…`: articles → reports as JSON, JSON lines, CoNLL columns or CSV; the same bytes as the native command's.
import { createReadStream, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Analyzer, decode, init } from "./analyzer.js";
import { MizanError, asMizanError } from "./errors.js";

const HELP = `usage: mizan analyze FILE… [--json|--jsonl|--conll|--csv] [options]

FILE is a txt, md or html file in any encoding that is recognised, or - for standard input. Offsets in a report are UTF-16 code
units of the text as decoded and extracted.

  --json               one report; of several files one a line, each with "file" first (the default)
  --jsonl              FILE holds a JSON string or {"id", "text"} a line; one report a line in the same order, "id" first where given;
                       a bad line gives {"error": {"code", "message"}} in its place
  --conll              token TAB BIO-type TAB entity id, an empty line after each sentence
  --csv                one stance a row: file, sentence, holder, target, polarity, strength, confidence, basis, cue
  --claim TEXT         adds how the article stands to a claim (JSON formats)
  --min-confidence X   leaves out mentions and stances below X (0 to 1)
  --encoding LABEL     the encoding of the files, where it is known
  --threads N          for the native command; this one has a single thread
  --skip N             leaves out the first N lines of --jsonl, to go on after a stop

Exit status: 0, 1 when some input failed, 2 for bad arguments.
`;

/** A line of a batch longer than this is no article. */
const LONGEST_LINE = 64 * 1024 * 1024;
const LINE_FEED = 10;
const FORMATS = ["json", "jsonl", "conll", "csv"];
const OPTIONS = {
  ...Object.fromEntries(FORMATS.map((name) => [name, { type: "boolean" }])),
  ...Object.fromEntries(["claim", "min-confidence", "encoding", "threads", "skip"].map((name) => [name, { type: "string" }])),
  help: { type: "boolean", short: "h" },
};

class UsageError extends Error {}

function demand(condition, message) {
  if (!condition) throw new UsageError(message);
}

function number(text, name, pattern, what) {
  demand(pattern.test(text), `${name} is «${text}»; give ${what}`);
  return Number(text);
}

const WHOLE = /^\+?\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The arguments, checked; nothing where help was asked for. */
function parse(argv) {
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals: files } = parsed;
  if (values.help) return undefined;
  const formats = FORMATS.filter((name) => values[name]);
  demand(formats.length <= 1, "give only one of --json, --jsonl, --conll, --csv");
  const format = formats[0] ?? "json";
  demand(files.length > 0, "give a FILE, or - for standard input");
  demand(files.filter((file) => file === "-").length <= 1, "standard input (-) can be read only once");
  demand(format !== "jsonl" || files.length === 1, `--jsonl reads one FILE, ${files.length} are given`);
  demand(format === "jsonl" || values.skip === undefined, "--skip counts lines of --jsonl");
  demand(values.claim === undefined || /^jsonl?$/.test(format), "--claim has no place in --conll and --csv; use --json or --jsonl");
  demand(values.claim === undefined || values.claim.trim() !== "", "--claim is empty");
  const skip = number(values.skip ?? "0", "--skip", WHOLE, "a number of lines");
  const threads = number(values.threads ?? "1", "--threads", WHOLE, "a number from 1");
  demand(threads > 0, "--threads is 0; give a number from 1");
  const options = {};
  if (values["min-confidence"] !== undefined) {
    options.minConfidence = number(values["min-confidence"], "--min-confidence", DECIMAL, "a number from 0 to 1");
    demand(options.minConfidence >= 0 && options.minConfidence <= 1, "--min-confidence is not from 0 to 1");
  }
  return { files, format, skip, options, claim: values.claim, encoding: values.encoding };
}

/** Writes and waits where the reader is slower. */
async function print(text) {
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

const complain = (file, error) => console.error(`mizan: ${file}: ${error.code}: ${error.message}`);

async function standardInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function read(file) {
  try {
    return file === "-" ? await standardInput() : readFileSync(file);
  } catch (error) {
    throw new MizanError("load_failed", error.message, { cause: error });
  }
}

/** What is printed for one file. */
async function report(analyzer, file, { files, format, options, claim, encoding }) {
  const { text } = decode(await read(file), { name: file, encoding });
  if (format === "csv") return withoutFirstLine(analyzer.render(text, "csv", options, file));
  if (format === "conll") return analyzer.render(text, "conll", options);
  let json = analyzer.render(text, "json", options);
  if (claim !== undefined) json = `${json.slice(0, -1)},"claim":${JSON.stringify(analyzer.stanceToward(text, claim, options))}}`;
  return `${files.length > 1 ? `{"file":${JSON.stringify(file)},${json.slice(1)}` : json}\n`;
}

const withoutFirstLine = (text) => text.slice(text.indexOf("\n") + 1);

/** Each file's report; errors go to standard error. False where a file failed. */
async function analyzeFiles(analyzer, args) {
  let allWell = true;
  if (args.format === "csv") await print(analyzer.render("", "csv"));
  for (const file of args.files) {
    let text;
    try {
      text = await report(analyzer, file, args);
    } catch (error) {
      complain(file, asMizanError(error));
      allWell = false;
      continue;
    }
    await print(text);
  }
  return allWell;
}

/** The lines of a file as bytes without their line feeds; null for one that is too long. In memory is one line at a time. */
async function* linesOf(file) {
  let parts = [];
  let length = 0;
  const take = () => {
    const line = length > LONGEST_LINE ? null : parts.length === 1 ? parts[0] : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  const add = (bytes) => {
    length += bytes.length;
    if (length > LONGEST_LINE) parts = [];
    else parts.push(bytes);
  };
  for await (const chunk of file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 })) {
    let start = 0;
    for (let end; (end = chunk.indexOf(LINE_FEED, start)) >= 0; start = end + 1) {
      add(chunk.subarray(start, end));
      yield take();
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

const tooLong = () => ({ json: JSON.stringify({ error: { code: "too_large", message: `the line is longer than ${LONGEST_LINE} bytes; split the text` } }), ok: false });

/** A line for each line of the one file. False where one failed. */
async function analyzeLines(analyzer, { files: [file], skip, options, claim }) {
  let allWell = true;
  let left = skip;
  try {
    for await (const line of linesOf(file)) {
      if (left-- > 0) continue;
      const { json, ok } = line === null ? tooLong() : analyzer.analyzeLine(line, options, claim);
      allWell &&= ok;
      await print(`${json}\n`);
    }
  } catch (error) {
    complain(file, error instanceof MizanError ? error : new MizanError("load_failed", error.message));
    return false;
  }
  return allWell;
}

async function main([command, ...rest]) {
  if (command === "--help" || command === "-h") return void process.stdout.write(HELP);
  demand(command === "analyze", command === undefined ? "give the command analyze" : `there is no command «${command}»`);
  const args = parse(rest);
  if (!args) return void process.stdout.write(HELP);
  await init();
  const analyzer = new Analyzer();
  if (args.encoding !== undefined) {
    try {
      decode(new Uint8Array(), { encoding: args.encoding });
    } catch (error) {
      throw new UsageError(error.message);
    }
  }
  const allWell = await (args.format === "jsonl" ? analyzeLines : analyzeFiles)(analyzer, args);
  if (!allWell) process.exitCode = 1;
}

process.stdout.on("error", (error) => {
  // Whoever reads has had enough, as `head` does.
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`mizan: ${error.message}\n\n${HELP}`);
    process.exitCode = 2;
  } else {
    console.error(`mizan: ${error.code ?? "internal"}: ${error.message}`);
    process.exitCode = 1;
  }
}
