//! `npm test`: sets up what is missing and runs every check; a failing stage does not hide the later ones.
//! `node scripts/test.mjs NAME…` runs the stages whose names hold one of the words. Ends with `N passed, N failed`.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, run, script, step, windows } from "./lib.mjs";
import { setup } from "./setup.mjs";
import { WASM_TARGET, browser, rust, wasmEnvironment, wasmTestRunner } from "./toolchain.mjs";

/** A command that passes or fails as a whole. */
const check = (command, args, options) => async () => {
  const { code, output } = await run(command, args, options);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
};

const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((n, [, count]) => n + Number(count), 0);

/** A command whose runner counts its tests; one that fails without a count has failed once. */
async function counted(command, args, options, { passed, failed }) {
  const { code, output } = await run(command, args, options);
  const counts = { passed: sum(output, passed), failed: sum(output, failed), output };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && counts.passed === 0) return { ...counts, failed: 1, output: `${output}\nno test was run` };
  return counts;
}

const CARGO_COUNTS = { passed: /^test result: \w+\. (\d+) passed/gm, failed: /^test result: \w+\. \d+ passed; (\d+) failed/gm };
const NODE_COUNTS = { passed: /^\S+ pass (\d+)$/gm, failed: /^\S+ (?:fail|cancelled) (\d+)$/gm };

const nativeCommand = join(root, "target", "release", `mizan-tools${windows ? ".exe" : ""}`);
const cargo = (...args) => check(rust().cargo, args);
async function browserTests() {
  const tests = ["web", "worker"].flatMap((name) => ["--test", name]);
  const env = {
    ...wasmEnvironment(),
    [`CARGO_TARGET_${WASM_TARGET.toUpperCase().replaceAll("-", "_")}_RUNNER`]: await wasmTestRunner(),
    CHROMEDRIVER: browser().chromedriver,
    WASM_BINDGEN_TEST_ONLY_WEB: "1",
  };
  return counted(rust().cargo, ["test", "--release", "--target", WASM_TARGET, ...tests], { env }, CARGO_COUNTS);
}

/** The tests of the package and the page, on one installed tarball. */
async function javascriptTests() {
  const { install } = await import("../tests/js/support.mjs");
  const project = await install();
  try {
    const tests = readdirSync(join(root, "tests", "js")).filter((name) => name.endsWith(".test.mjs"));
    const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...tests.sort().map((name) => join("tests", "js", name))];
    return await counted(process.execPath, args, { env: { ...process.env, MIZAN_INSTALLED: project } }, NODE_COUNTS);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

const wasmClippy = () => run(rust().cargo, ["clippy", "--release", "--lib", "--target", WASM_TARGET, "--", "-D", "warnings"], { env: wasmEnvironment() });

const node = (path, ...args) => check(process.execPath, [join(root, "node_modules", ...path.split("/")), ...args]);

/** Name, what it runs, and a hint where it takes long the first time. */
const STAGES = [
  ["cargo fmt", () => cargo("fmt", "--all", "--check")()],
  ["clippy", () => cargo("clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings")(), "compiles once"],
  ["clippy for WebAssembly", () => wasmClippy().then(({ code, output }) => ({ passed: Number(code === 0), failed: Number(code !== 0), output })), "compiles once"],
  ["cargo test", () => counted(rust().cargo, ["test", "--workspace", "--release", "--no-fail-fast"], {}, CARGO_COUNTS), "compiles once"],
  ["native command", () => cargo("build", "--release", "-p", "mizan-tools")(), "compiles once"],
  ["models are those of data/", () => check(nativeCommand, ["check"])()],
  ["WebAssembly tests in Chromium", browserTests, "compiles once"],
  ["publint", () => node("publint/src/cli.js", "--strict", "pkg")()],
  ["types of the package (attw)", () => node("@arethetypeswrong/cli/dist/index.js", "--pack", "pkg", "--profile", "esm-only")()],
  ["types in use (tsc)", () => node("typescript/bin/tsc", "--noEmit", "-p", "tests/js/tsconfig.json")()],
  ["package, command and page", javascriptTests],
];

async function stage([name, work, hint]) {
  const guarded = async () => {
    try {
      return await work();
    } catch (error) {
      return { passed: 0, failed: 1, output: error.stack ?? String(error) };
    }
  };
  const result = await step(name, guarded, {
    hint,
    failed: ({ failed }) => failed > 0,
    say: ({ passed, failed }) => `${passed} passed, ${failed} failed`,
  });
  if (result.failed > 0) console.log(`\n${result.output.trimEnd()}\n`);
  return result;
}

await script(import.meta.url, async () => {
  const words = process.argv.slice(2);
  console.log("Mizan: setting up and building (a second run only looks)");
  await setup({ tests: true });
  await build();
  if (!existsSync(join(root, "..", "shared"))) console.log("  ! ../shared is not here: the tests that measure on it skip");

  console.log("Tests");
  const total = { passed: 0, failed: 0 };
  for (const one of STAGES) {
    if (words.length > 0 && !words.some((word) => one[0].includes(word))) continue;
    const { passed, failed } = await stage(one);
    total.passed += passed;
    total.failed += failed;
  }
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
});
