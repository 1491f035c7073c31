//! `npm run screenshots`: docs/screenshots/*.png of the page on its own examples: Arabic and English, light and dark, phone and desktop.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "./build.mjs";
import { root, script, step } from "./lib.mjs";
import { serve } from "./serve.mjs";
import { setup } from "./setup.mjs";
import { browser } from "./toolchain.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const SIZES = { desktop: { width: 1360, height: 850 }, phone: { width: 390, height: 844 } };
const folder = join(root, "docs", "screenshots");

/** A picture shows the less sure stances too, marked as such, as after one click on what the page offers. */
async function lower(page) {
  const offer = page.locator("[data-key=lower]:visible").first();
  if (await offer.count()) await offer.click();
}

/** Opens the evidence of the first bar: of the author's where there is one. */
async function evidence(page) {
  await lower(page);
  const phone = await page.locator("#tabs").isVisible();
  if (phone) await page.locator("#tabs button").nth(2).click();
  await page.locator("button.rowbtn").first().click();
  await page.waitForSelector("#text .cue.now");
}

async function panel(page) {
  await lower(page);
  await page.locator("#tabs button").nth(2).click();
}

/** Name, size, examples, what is done before the picture is taken. */
const VIEWS = [
  ["article", "desktop", "y52", evidence],
  ["article", "phone", "y52", evidence],
  ["stances", "phone", "y52", panel],
  ["files", "desktop", "y51,y52,y61,y31,y12,y32", lower],
  ["files", "phone", "y51,y52,y61,y31,y12,y32", lower],
  ["start", "desktop", "", () => {}],
];
const LOOKS = [["ar", "light"], ["ar", "dark"], ["en", "light"], ["en", "dark"]];

/** All views in Arabic and light; in the other looks only the article. */
const wanted = (view, lang, theme) => view === "article" || (view === "files" && lang === "en" && theme === "dark") || (lang === "ar" && theme === "light");

async function take(chrome, url, [view, size, example, act], lang, theme) {
  const context = await chrome.newContext({ viewport: SIZES[size], deviceScaleFactor: size === "phone" ? 2 : 1, reducedMotion: "reduce", serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${url}?lang=${lang}&theme=${theme}${example && `&example=${example}`}`);
  if (example) await page.waitForFunction((n) => document.querySelectorAll(".file.done").length === n, example.split(",").length);
  await act(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${view}-${size}-${lang}-${theme}.png`) });
  await context.close();
}

await script(import.meta.url, async () => {
  await setup();
  await build();
  mkdirSync(folder, { recursive: true });
  const server = await serve();
  const chrome = await chromium.launch({ executablePath: browser().chromium, args: FLAGS });
  try {
    for (const view of VIEWS) {
      for (const [lang, theme] of LOOKS.filter(([l, th]) => wanted(view[0], l, th))) {
        await step(`${view[0]}, ${view[1]}, ${lang}, ${theme}`, () => take(chrome, server.url, view, lang, theme));
      }
    }
  } finally {
    await chrome.close();
    await server.close();
  }
});
