//! A panic on the calling thread: its code, and that the next call works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { installedPackage } from "./support.mjs";
import { wasmThatTrapsIn } from "./trap.mjs";

const TEXT = "اتهمت واشنطن موسكو بالكذب.";

test("after a panic the next call works, in every analyzer, as often as it happens", async () => {
  const { init, Analyzer, decode } = await installedPackage();
  await init(await wasmThatTrapsIn("analyzer_normalize"));
  const [one, other, freed] = [new Analyzer(), new Analyzer(), new Analyzer()];
  const before = JSON.stringify(one.analyze(TEXT));
  for (let round = 0; round < 3; round++) {
    assert.throws(() => one.normalize(TEXT), { name: "MizanError", code: "internal" });
    assert.equal(JSON.stringify(other.analyze(TEXT)), before);
    assert.equal(JSON.stringify(one.analyze(TEXT)), before);
    assert.throws(() => other.normalize(TEXT), { code: "internal" });
    assert.equal(decode(new TextEncoder().encode(TEXT)).text, TEXT);
    freed.free();
  }
});
