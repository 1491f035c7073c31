//! Sets up what is missing, and nothing else: a second run only looks.
//! `node scripts/setup.mjs` readies the build, `--tests` also what `npm test` needs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Advice, must, npm, root, run, script, step, which, windows } from "./lib.mjs";
import { WASM_PACK, WASM_TARGET, browser, cargoHome, rust, wasmPack } from "./toolchain.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);

function checkNode() {
  if (major < 20 || (major === 20 && minor < 19)) throw new Advice(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
}

function checkLinker() {
  if (windows || which("cc")) return;
  const how = process.platform === "darwin" ? "xcode-select --install" : "on Debian and Ubuntu: apt-get install build-essential";
  throw new Advice(`A C linker (cc) is missing; Rust needs one. Install it (${how}), then run the same command again.`);
}

/** The wasm target, and for tests rustfmt and clippy. Without rustup the target must already be there. */
async function rustParts(tests) {
  const { cargo, rustup } = rust();
  const version = await run(cargo, ["--version"]);
  if (version.code !== 0) throw new Advice(`cargo does not run: ${version.output.trim().split("\n")[0]}\nWith rustup, \`rustup default stable\` sets it up.`);
  if (!rustup) {
    const rustc = which("rustc", [join(cargo, "..")]);
    const sysroot = rustc && (await run(rustc, ["--print", "sysroot"])).stdout.trim();
    if (sysroot && existsSync(join(sysroot, "lib", "rustlib", WASM_TARGET))) return;
    throw new Advice(`This Rust has no ${WASM_TARGET} target and no rustup to add it. Install Rust with rustup (https://rustup.rs), then run the same command again.`);
  }
  const installed = (await must(rustup, ["component", "list", "--installed"])).stdout;
  if (!installed.includes(`rust-std-${WASM_TARGET}`)) {
    await step(`Rust target ${WASM_TARGET}`, async () => void (await must(rustup, ["target", "add", WASM_TARGET])));
  }
  const wanted = tests ? ["rustfmt", "clippy"].filter((name) => !installed.includes(name)) : [];
  if (wanted.length > 0) await step(wanted.join(", "), async () => void (await must(rustup, ["component", "add", ...wanted])));
}

async function installWasmPack() {
  if (await wasmPack()) return;
  const args = ["install", "--locked", "wasm-pack", "--version", WASM_PACK, "--root", cargoHome()];
  await step(`wasm-pack ${WASM_PACK}`, async () => void (await must(rust().cargo, args)), { hint: "cargo builds it once, 2 to 5 minutes" });
  if (!(await wasmPack())) throw new Advice(`wasm-pack was installed but does not run from ${join(cargoHome(), "bin")}.`);
}

/** Whether node_modules holds what package-lock.json names; `npm ci` would take seconds each time. */
function npmUpToDate() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  try {
    const wanted = read("package-lock.json");
    const present = read("node_modules/.package-lock.json");
    return Object.entries(wanted).every(([path, { version, optional }]) => path === "" || optional || present[path]?.version === version);
  } catch {
    return false;
  }
}

async function installNpmPackages() {
  if (npmUpToDate()) return;
  await step("npm packages of package-lock.json", async () => void (await npm(["ci", "--no-audit", "--no-fund"])), { hint: "once" });
}

const isDebian = () => existsSync("/etc/debian_version") && which("apt-get");

/** Chromium and its driver: from Debian's packages where we may install them, else advice. */
async function installBrowser() {
  const found = browser();
  if (found.chromium && found.chromedriver) return;
  if (!isDebian() || process.getuid?.() !== 0) {
    const missing = [found.chromium ? "" : "Chromium or Chrome", found.chromedriver ? "" : "chromedriver"].filter(Boolean).join(" and ");
    const how = isDebian() ? "apt-get install chromium chromium-driver" : "or name them in CHROMIUM and CHROMEDRIVER";
    throw new Advice(`The browser tests need ${missing}. Install it (${how}), then run the same command again.`);
  }
  await step(
    "Chromium and its driver",
    async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      await must("apt-get", ["update", "-q"], { env });
      await must("apt-get", ["install", "-q", "-y", "--no-install-recommends", "chromium", "chromium-driver"], { env });
    },
    { hint: "Debian's packages, once" },
  );
}

/** Everything the build needs; with `tests`, also the browser and the linters. */
export async function setup({ tests = false } = {}) {
  checkNode();
  rust();
  checkLinker();
  await rustParts(tests);
  await installNpmPackages();
  if (tests) await installBrowser();
  await installWasmPack();
}

await script(import.meta.url, () => setup({ tests: process.argv.includes("--tests") }));
