/**
 * Opens the gallery in a real, headless Chromium, and looks at it as readers do: on a screen and a
 * phone, by day and by night, on paper, and without a mouse.
 *
 * Called as `deno task check-gallery FOLDER`. Where there is no Chromium, it says so and checks
 * nothing.
 */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { asksForHelp } from "../../scripts/cli/flags/flags.ts";
import { readPng } from "../cli/read_png.ts";
import { chromiumFor, type Tab, withTab } from "./chromium.ts";
import inPage from "./in_page.js" with { type: "text" };
import { keyboardFaults } from "./keyboard.ts";
import { motionFaults } from "./motion.ts";

const help = `Usage: deno task check-gallery [FOLDER]

Looks at the gallery in a folder, out where none is given, in a headless Chromium: on a screen and a
phone, by day and by night, on paper, and by keyboard alone.

Example:
  deno task check-gallery out
`;

const folder = resolve(Deno.args[0] ?? "out");
const screens = [
  { name: "desktop", width: 1280, height: 800 },
  { name: "tablet", width: 820, height: 1180 },
  { name: "phone", width: 390, height: 844 },
  { name: "small phone", width: 320, height: 640 },
];
/** A4 within Chromium's margins. */
const paper = { name: "paper", width: 718, height: 1046 };

async function check(tab: Tab): Promise<string[]> {
  await open(tab);
  const shown = await evaluate<Shown[]>(tab, "faults.shown()");
  const figures = shown.length;
  const found = [...await faults(tab, "structure"), ...shown.flatMap(figureFaults)];
  if (figures === 0) found.push("no figures");
  const backgrounds = new Set<string>();
  for (const screen of screens) {
    for (const scheme of ["light", "dark"]) {
      await show(tab, screen, { features: [{ name: "prefers-color-scheme", value: scheme }] });
      backgrounds.add(await evaluate(tab, "getComputedStyle(document.body).backgroundColor"));
      const all = [
        ...await schemeFaults(tab, scheme),
        ...await faults(tab, "figures", figures),
        ...await faults(tab, "width"),
        ...await faults(tab, "contrast"),
      ];
      found.push(...all.map((fault) => `${screen.name}, ${scheme}: ${fault}`));
    }
    const byKeyboard = await keyboardFaults(tab, () => evaluate(tab, "faults.focused()"));
    found.push(...byKeyboard.map((fault) => `${screen.name}, keyboard: ${fault}`));
    // From the top again: the keyboard has been to the end of the page.
    await open(tab);
  }
  if (backgrounds.size !== 2) found.push("by night the page is no darker than by day");
  await show(tab, screens[0], {});
  found.push(...await motionFaults(tab, (expression) => evaluate(tab, expression)));
  await show(tab, paper, { media: "print" });
  const printed = [
    ...await faults(tab, "figures", figures),
    ...await faults(tab, "paper", paper.height),
  ];
  return [...found, ...printed.map((fault) => `paper: ${fault}`), ...troubles(tab)];
}

/** A figure of the page: its number, its pictures, and the file that it links to. */
interface Shown {
  readonly file: string;
  readonly number: string;
  readonly looks: readonly string[];
}

/** Files beside the page may be of other runs; those that it links to are not: they say the same. */
function figureFaults({ file, number, looks }: Shown, at: number): string[] {
  const wrong = number === `Figure ${at + 1}` ? [] : [`${file} is called ${number}`];
  try {
    const words = wordsOf(Deno.readTextFileSync(`${folder}/${decodeURIComponent(file)}`));
    const isSame = looks.length > 0 && looks.every((look) => wordsOf(look) === words);
    return isSame ? wrong : [...wrong, `${file} is another figure than the page shows`];
  } catch (error) {
    return [...wrong, `${file} cannot be read: ${error}`];
  }
}

/** What a figure says of itself, and of its origin. */
function wordsOf(svg: string): string | undefined {
  return svg.match(/<desc [^>]*>(.*?)<\/desc>/s)?.[1];
}

/** By night the ground of a figure that follows the colour scheme is dark, by day it is bright. */
async function schemeFaults(tab: Tab, scheme: string): Promise<string[]> {
  const corner = await evaluate<{ x: number; y: number } | null>(tab, "faults.corner()");
  if (corner === null) return [];
  const clip = { ...corner, width: 2, height: 2, scale: 1 };
  const { data } = await tab.send("Page.captureScreenshot", { clip });
  const { pixels } = await readPng(Uint8Array.fromBase64(data));
  const isDark = pixels[0] < 128;
  return isDark === (scheme === "dark") ? [] : [`a figure is ${isDark ? "dark" : "bright"}`];
}

async function open(tab: Tab): Promise<void> {
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await tab.send(`${domain}.enable`);
  const loaded = tab.next("Page.loadEventFired");
  await tab.send("Page.navigate", { url: pathToFileURL(`${folder}/index.html`).href });
  await loaded;
  await evaluate(tab, inPage);
}

function show(
  tab: Tab,
  { width, height }: { width: number; height: number },
  media: { media?: string; features?: unknown[] },
): Promise<unknown> {
  const screen = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
  return Promise.all([
    tab.send("Emulation.setDeviceMetricsOverride", screen),
    tab.send("Emulation.setEmulatedMedia", { media: "", features: [], ...media }),
  ]);
}

async function evaluate<Result>(tab: Tab, expression: string): Promise<Result> {
  const asked = { expression, returnByValue: true, awaitPromise: true };
  const { result, exceptionDetails } = await tab.send("Runtime.evaluate", asked);
  if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
  return result.value;
}

function faults(tab: Tab, check: string, argument?: number): Promise<string[]> {
  return evaluate(tab, `faults.${check}(${argument ?? ""})`);
}

/** What Chromium told of errors, and of anything that the page asked the network for. */
function troubles({ events }: Tab): string[] {
  return events.flatMap(({ method, params }) => {
    switch (method) {
      case "Runtime.exceptionThrown":
        return [`exception: ${params.exceptionDetails.text}`];
      case "Runtime.consoleAPICalled":
        return [`console: ${JSON.stringify(params.args)}`];
      case "Log.entryAdded":
        return [`log: ${params.entry.text}`];
      case "Network.requestWillBeSent": {
        const { url } = params.request;
        return /^(data:|file:.*index\.html$)/.test(url) ? [] : [`asks for ${url}`];
      }
      default:
        return [];
    }
  });
}

if (asksForHelp(Deno.args)) {
  console.log(help);
  Deno.exit();
}
const chromium = await chromiumFor("check-gallery");
const found: string[] = [];
await withTab(chromium, async (tab) => void found.push(...await check(tab)));
for (const fault of found) console.error(`check-gallery: ${fault}`);
if (found.length > 0) Deno.exit(1);
console.log("check-gallery: the gallery is seen, read and reached on screen, phone and paper");
