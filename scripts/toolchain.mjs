//! Where the tools are: cargo, rustup, wasm-pack, the browser. Everything is called by its full path, because a fresh
//! machine often has none of them on PATH.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Advice, root, run, which, withPath } from "./lib.mjs";

export const WASM_PACK = "0.15.1";
export const WASM_TARGET = "wasm32-unknown-unknown";

export const cargoHome = () => process.env.CARGO_HOME || join(homedir(), ".cargo");
const cargoFolders = () => [join(cargoHome(), "bin"), join(homedir(), ".cargo", "bin")];
export const npmBin = join(root, "node_modules", ".bin");

const RUSTUP_HELP = "Install Rust with rustup (https://rustup.rs), then run the same command again.";

/** Full paths of cargo and rustup. */
export function rust() {
  const cargo = which("cargo") ?? which("cargo", cargoFolders());
  if (!cargo) throw new Advice(`Rust is missing. ${RUSTUP_HELP}`);
  return { cargo, rustup: which("rustup") ?? which("rustup", cargoFolders()) };
}

/** The pinned wasm-pack where it is installed. Another version on PATH is not taken: its output could differ. */
export async function wasmPack() {
  for (const path of [which("wasm-pack", cargoFolders()), which("wasm-pack")]) {
    if (path && (await run(path, ["--version"])).output.trim() === `wasm-pack ${WASM_PACK}`) return path;
  }
  return undefined;
}

/** Where wasm-pack keeps what it installs; told to it too, so that both look in one place. */
const wasmPackCache = () =>
  process.env.WASM_PACK_CACHE ||
  {
    darwin: () => join(homedir(), "Library", "Caches", ".wasm-pack"),
    win32: () => join(process.env.LOCALAPPDATA ?? homedir(), ".wasm-pack"),
  }[process.platform]?.() ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), ".wasm-pack");

/**
 * The runner of WebAssembly tests in the version of Cargo.lock's wasm-bindgen, which wasm-pack installed for the build.
 * `wasm-pack test` would compile every native test to WebAssembly before it runs the two that are meant.
 */
export async function wasmTestRunner() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const version = /name = "wasm-bindgen"\nversion = "(.+)"/.exec(lock.replaceAll("\r", ""))?.[1];
  const folders = existsSync(wasmPackCache()) ? readdirSync(wasmPackCache()).map((name) => join(wasmPackCache(), name)) : [];
  for (const path of folders.map((folder) => which("wasm-bindgen-test-runner", [folder, join(folder, "bin")]))) {
    if (path && (await run(path, ["--version"])).output.trim() === `wasm-bindgen-test-runner ${version}`) return path;
  }
  throw new Advice(`wasm-pack has installed no wasm-bindgen-test-runner ${version} in ${wasmPackCache()}: remove target/mizan-build.json and run again.`);
}

/** The environment in which wasm-pack runs: npm's binaryen first, since wasm-pack takes the first wasm-opt on PATH; cargo after it. */
export function wasmEnvironment() {
  const { cargo } = rust();
  const remaps = [
    [root, "mizan"],
    [cargoHome(), "cargo"],
  ].map(([from, to]) => `--remap-path-prefix=${from}=/${to}`);
  const flags = ["-Ctarget-feature=+simd128", ...remaps];
  return {
    ...withPath([npmBin, ...cargoFolders().slice(0, 1), join(cargo, "..")]),
    WASM_PACK_CACHE: wasmPackCache(),
    CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
  };
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS";

/** Chromium (or Chrome) and its driver; CHROMIUM and CHROMEDRIVER name others. */
export function browser() {
  return {
    chromium: process.env.CHROMIUM || BROWSERS.map((name) => which(name)).find(Boolean) || which("Google Chrome", [MAC_CHROME]),
    chromedriver: process.env.CHROMEDRIVER || which("chromedriver"),
  };
}
