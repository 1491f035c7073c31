//! `npm run screenshots`: the page with an example article, in both languages, light and dark, wide and narrow → docs/screenshots/.
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "./build.mjs";
import { root, script, step } from "./lib.mjs";
import { setup } from "./setup.mjs";

const FOLDER = join(root, "docs", "screenshots");
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** File name → what is shown: an example article (the start page where there is none), language, colours, size. */
const SHOTS = {
  "desktop-ar-light": { example: "y51", size: DESKTOP },
  "desktop-en-dark": { example: "y51", size: DESKTOP, english: true, dark: true },
  "start-ar-light": { size: DESKTOP },
  "phone-ar-light": { example: "y51", size: PHONE },
  "phone-ar-dark": { example: "y51", size: PHONE, dark: true },
};

async function shoot(browser, url, name, { example, size, english, dark }) {
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: size === PHONE ? 2 : 1,
    colorScheme: dark ? "dark" : "light",
    locale: "ar",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  await page.goto(example ? `${url}?example=${example}` : url);
  await page.waitForSelector(example ? "#text p" : ".example");
  if (english) await page.locator("#lang").click();
  await page.evaluate(() => document.fonts.ready);
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  await context.close();
  return relative(root, path);
}

await script(import.meta.url, async () => {
  await setup({ tests: true });
  await build();
  const { launchBrowser, startServer } = await import("../tests/js/support.mjs");
  mkdirSync(FOLDER, { recursive: true });
  const [server, browser] = [await startServer(), await launchBrowser()];
  try {
    for (const [name, shot] of Object.entries(SHOTS)) await step(name, () => shoot(browser, server.url, name, shot));
  } finally {
    await browser.close();
    await server.close();
  }
});
