//! The package's own wasm with one export made to trap, so that the way out of a panic is tested on the real module.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support.mjs";

/** Bytes of the module in which entering `name` (the name of an export) executes `unreachable`. */
export async function wasmThatTrapsIn(name) {
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(readFileSync(join(root, "pkg", "wasm", "mizan_bg.wasm")));
  for (let i = 0; i < module.getNumExports(); i++) {
    const found = binaryen.getExportInfo(module.getExportByIndex(i));
    if (found.name !== name) continue;
    const inner = binaryen.getFunctionInfo(module.getFunction(found.value));
    module.removeFunction(found.value);
    module.addFunction(found.value, inner.params, inner.results, [], module.unreachable());
    const bytes = module.emitBinary();
    module.dispose();
    return bytes;
  }
  throw new Error(`the module has no export ${name}`);
}
