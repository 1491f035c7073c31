//! What the scripts share: running commands, one printed line a step, hashes of inputs. Node's built-in modules only.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { delimiter, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
export const windows = process.platform === "win32";

/** A failure that is the reader's to mend: printed as one line, without a stack. */
export class Advice extends Error {}

/** Runs `main` where its module is the script that was started: advice becomes one line and exit status 1, anything else keeps its stack. */
export async function script(url, main) {
  if (fileURLToPath(url) !== realpathSync(process.argv[1])) return;
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Advice ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Prints one line when the step is done, with its time and what `work` gives to say; a step with a `hint` is announced too, since
 * it takes long. `failed(value)` tells of a value that is a failure.
 */
export async function step(label, work, { hint, failed = () => false, say = (value) => value } = {}) {
  const start = performance.now();
  if (hint) console.log(`  … ${label} (${hint})`);
  const value = await work();
  const note = say(value);
  console.log(`  ${failed(value) ? "✗" : "✓"} ${label}${note ? `: ${note}` : ""}  ${seconds(start)}`);
  return value;
}

/**
 * Runs a command to its end and gives `{ code, output }` (stdout and stderr together, stdout alone in `stdout`).
 * `show: true` lets the output through as it comes.
 */
export function run(command, args, { cwd = root, env, show = false, input } = {}) {
  return new Promise((resolve) => {
    const shell = windows && /\.(cmd|bat)$/.test(command);
    const child = spawn(command, args, { cwd, env: env ?? process.env, shell, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
    const stdout = [];
    const all = [];
    child.stdout.on("data", (data) => {
      stdout.push(data);
      all.push(data);
      if (show) process.stdout.write(data);
    });
    child.stderr.on("data", (data) => {
      all.push(data);
      if (show) process.stderr.write(data);
    });
    if (input !== undefined) child.stdin.end(input);
    const end = (code) => resolve({ code, output: Buffer.concat(all).toString(), stdout: Buffer.concat(stdout).toString() });
    child.on("error", (error) => {
      all.push(Buffer.from(`${error.message}\n`));
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

/** As `run`, but a failure is an error that carries the end of the output. */
export async function must(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const tail = options.show ? "" : `\n${result.output.trimEnd().split("\n").slice(-30).join("\n")}`;
    throw new Advice(`${command} ${args.join(" ")} failed (exit status ${result.code})${tail}`);
  }
  return result;
}

/** npm, run by the Node that runs us, so that it is there also where only `node` is on PATH. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli && /\.c?js$/.test(cli) ? must(process.execPath, [cli, ...args], options) : must(windows ? "npm.cmd" : "npm", args, options);
}

/** The full path of an executable, looked for in `folders` first and then on PATH. */
export function which(name, folders = []) {
  const names = windows ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of [...folders, ...(process.env.PATH ?? "").split(delimiter)]) {
    for (const file of names) {
      const path = join(folder, file);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {}
    }
  }
  return undefined;
}

/** The environment with `folders` first on PATH. */
export const withPath = (folders, env = process.env) => ({ ...env, PATH: [...folders, env.PATH].filter(Boolean).join(delimiter) });

/** Every file under `path` (or `path` itself), sorted, as paths relative to the root; nothing where it is absent. */
export function files(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

/** SHA-256 over names and contents of files, and over extra strings. */
export function fingerprint(paths, extra = []) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(files)) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  for (const text of extra) hash.update(`\0${text}`);
  return hash.digest("hex");
}
