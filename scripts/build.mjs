//! The only way to build: Rust sources → pkg/wasm/ (wasm-pack, wasm-opt), and the licences and README into pkg/.
//! Does nothing where the inputs are those of the last build. `--size` prints the sizes of what is there.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { Advice, files, fingerprint, must, root, run, script, step } from "./lib.mjs";
import { setup } from "./setup.mjs";
import { WASM_PACK, npmBin, rust, wasmEnvironment, wasmPack } from "./toolchain.mjs";

const SOURCES = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "package-lock.json", "src", "models", "data", "scripts/build.mjs", "scripts/toolchain.mjs"];
const OUTPUTS = ["pkg/wasm"];
const COPIES = { "README.md": "README.md", "LICENSE-MIT": "LICENSE-MIT", "LICENSE-APACHE": "LICENSE-APACHE", "models/LICENSE": "LICENSE-MODELS", NOTICE: "NOTICE" };
const STAMP = join(root, "target", "mizan-build.json");

const compiler = async () => (await must(rust().cargo, ["--version"])).stdout.trim();

function upToDate(inputs) {
  try {
    const stamp = JSON.parse(readFileSync(STAMP, "utf8"));
    return stamp.inputs === inputs && stamp.outputs === fingerprint(OUTPUTS);
  } catch {
    return false;
  }
}

/** wasm-pack's output, optimised by npm's binaryen: a distribution's wasm-opt can break the module. */
async function wasm() {
  if (!existsSync(join(npmBin, "wasm-opt"))) throw new Advice("binaryen is missing: run `npm ci`.");
  rmSync(join(root, "pkg", "wasm"), { recursive: true, force: true });
  const args = ["build", "--target", "web", "--profile", "wasm", "--no-pack", "--no-gitignore", "--out-dir", "pkg/wasm", "--out-name", "mizan"];
  const { code, output } = await run(await wasmPack(), args, { env: wasmEnvironment() });
  if (code !== 0) throw new Advice(`wasm-pack failed:\n${output.trimEnd()}`);
  if (!output.includes(npmBin)) throw new Advice(`wasm-pack did not take the wasm-opt of ${npmBin}:\n${output.trimEnd()}`);
}

/** Copies README and licences into the package, where they belong to the tarball and not to the repository. */
function copyTexts() {
  const present = Object.entries(COPIES).filter(([from]) => existsSync(join(root, from)));
  for (const [from, to] of present) copyFileSync(join(root, from), join(root, "pkg", to));
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Prints raw and brotli sizes of everything that a page loads. */
export function printSizes() {
  const loaded = files("pkg").filter((path) => /\.(js|wasm)$/.test(path) && !path.endsWith("cli.js"));
  const sizes = loaded.map((path) => {
    const bytes = readFileSync(join(root, path));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
    return { path, raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
  });
  const sum = (path, rows) => ({ path, raw: rows.reduce((n, row) => n + row.raw, 0), brotli: rows.reduce((n, row) => n + row.brotli, 0) });
  const script = sizes.filter(({ path }) => path.endsWith(".js"));
  console.log(`    ${"file".padEnd(26)} ${"raw".padStart(12)} ${"brotli".padStart(12)}`);
  for (const row of [...sizes, sum("all .js", script), sum("in all", sizes)]) {
    console.log(`    ${row.path.padEnd(26)} ${kilobytes(row.raw).padStart(12)} ${kilobytes(row.brotli).padStart(12)}`);
  }
}

/** Builds the package into pkg/ where it is not that of the sources. */
export async function build() {
  copyTexts();
  const inputs = fingerprint(SOURCES, [WASM_PACK, await compiler()]);
  if (upToDate(inputs)) return;
  await step("pkg/wasm", wasm, { hint: "Rust to WebAssembly, optimised; 1 to 5 minutes the first time" });
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ inputs, outputs: fingerprint(OUTPUTS) }));
  printSizes();
}

await script(import.meta.url, async () => {
  if (process.argv.includes("--size")) return printSizes();
  await setup();
  await build();
});
