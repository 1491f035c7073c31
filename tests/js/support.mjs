//! What the JavaScript tests share: the packed and installed package, the native command, the server, the browser.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npm, root, windows } from "../../scripts/lib.mjs";
import { serve } from "../../scripts/serve.mjs";
import { browser } from "../../scripts/toolchain.mjs";

export { root };

/** The material beside the checkout, or undefined: tests that need it skip with `skipWithoutShared`. */
export const shared = existsSync(join(root, "..", "shared", "articles")) ? join(root, "..", "shared") : undefined;
export const skipWithoutShared = shared ? false : "../shared is not here";

const textsIn = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith(".txt"))
        .sort()
        .map((name) => join(folder, name));

/** The project's own articles. */
export const examples = () => textsIn(join(root, "www", "examples"));
/** Articles that are not the project's to ship. */
export const sharedArticles = () => (shared ? textsIn(join(shared, "articles")) : []);

/** The native command; `npm test` has built it before. */
export const nativeCommand = join(root, "target", "release", windows ? "mizan-tools.exe" : "mizan-tools");

let installing;

/**
 * Packs pkg/ and installs the tarball into a throw-away project, once in a run of the tests (MIZAN_INSTALLED names one that is
 * there). Gives the project's folder.
 */
export function installedProject() {
  installing ??= process.env.MIZAN_INSTALLED ? Promise.resolve(process.env.MIZAN_INSTALLED) : install();
  return installing;
}

export async function install() {
  const project = mkdtempSync(join(tmpdir(), "mizan-project-"));
  process.on("exit", () => rmSync(project, { recursive: true, force: true }));
  const packed = await npm(["pack", "--json", "--pack-destination", project, join(root, "pkg")], { cwd: project });
  const [{ filename }] = JSON.parse(packed.stdout);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "throw-away", private: true, type: "module" }));
  mkdirSync(join(project, "node_modules"), { recursive: true });
  await npm(["install", "--offline", "--no-audit", "--no-fund", join(project, filename)], { cwd: project });
  return project;
}

/** Where the installed package resolves `name` ("mizan", "mizan/schema.json"), through its exports. */
export async function resolveInstalled(name) {
  return createRequire(join(await installedProject(), "index.js")).resolve(name);
}

/** The installed package, imported by its name. */
export async function installedPackage() {
  return import(pathToFileURL(await resolveInstalled("mizan")));
}

/** Serves the page and the package as `npm start` does; `folders` adds path prefixes. */
export function startServer({ folders = {} } = {}) {
  return serve({ mounts: { ...folders, "/pkg/": join(root, "pkg"), "/": join(root, "www") } });
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Headless Chromium, driven by playwright-core. */
export async function launchBrowser() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: browser().chromium, args: FLAGS });
}

/** Runs a command and gives `{ status, stdout, stderr }`, stdout as bytes. */
export function execute(command, args, { input, cwd = root } = {}) {
  try {
    return { status: 0, stdout: execFileSync(command, args, { input, cwd, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 1 << 28 }), stderr: "" };
  } catch (error) {
    if (error.status === null || error.status === undefined) throw error;
    return { status: error.status, stdout: error.stdout, stderr: error.stderr.toString() };
  }
}
