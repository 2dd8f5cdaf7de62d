/**
 * Runs the GPU's kernels in a headless Chromium: another compiler of WGSL than Deno's, stricter where
 * barriers and bounds are concerned, and SwiftShader as another adapter.
 *
 * Called as `deno task check-webgpu`. Where there is no Chromium, or it has no adapter, it says so and
 * checks nothing.
 */

import { pathToFileURL } from "node:url";
import { asksForHelp } from "../../scripts/cli/flags/flags.ts";
import { chromiumFor, type Tab, withTab } from "./chromium.ts";

const flags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
/** Seconds that the checks may take: SwiftShader is slow. */
const patience = 600;

interface Found {
  readonly adapter: string | null;
  readonly faults: readonly string[];
}

/** The checks as one module for a browser. */
async function bundled(): Promise<string> {
  const entry = new URL("webgpu_page.ts", import.meta.url);
  const bundle = new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--no-check", "--platform=browser", entry.href],
    stderr: "inherit",
  });
  const { success, stdout } = await bundle.output();
  if (!success) throw new Error("Cannot bundle the page");
  return new TextDecoder().decode(stdout).replaceAll("</script", "<\\/script");
}

async function check(tab: Tab): Promise<Found> {
  const folder = Deno.makeTempDirSync();
  try {
    const page = `${folder}/page.html`;
    Deno.writeTextFileSync(
      page,
      `<!doctype html><title>check</title>
<script type="module">${await bundled()}</script>`,
    );
    for (const domain of ["Page", "Runtime"]) await tab.send(`${domain}.enable`);
    const loaded = tab.next("Page.loadEventFired");
    await tab.send("Page.navigate", { url: pathToFileURL(page).href });
    await loaded;
    return await found(tab);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Asks now and then, as a single question may not wait that long. */
async function found(tab: Tab): Promise<Found> {
  const now = `Promise.race([globalThis.found, new Promise((r) => setTimeout(r, 5000))])`;
  for (const end = Date.now() + 1000 * patience; Date.now() < end;) {
    const asked = { expression: now, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await tab.send("Runtime.evaluate", asked);
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    if (result.value !== undefined) return result.value;
    const thrown = tab.events.find(({ method }) => method === "Runtime.exceptionThrown");
    if (thrown) throw new Error(thrown.params.exceptionDetails.exception.description);
  }
  throw new Error(`Chromium is not done after ${patience} seconds`);
}

const help = `Usage: deno task check-webgpu

Runs the kernels of the GPU in a headless Chromium, on an adapter in software: another compiler than
Deno's, and a slow one.

Example:
  deno task check-webgpu
`;

if (asksForHelp(Deno.args)) {
  console.log(help);
  Deno.exit();
}
const chromium = await chromiumFor("check-webgpu");
const results: Found[] = [];
await withTab(chromium, async (tab) => void results.push(await check(tab)), flags);
const [{ adapter, faults }] = results;
for (const fault of faults) console.error(`check-webgpu: ${fault}`);
if (faults.length > 0) Deno.exit(1);
console.log(
  adapter === null
    ? "check-webgpu: left out, as this Chromium has no WebGPU adapter"
    : `check-webgpu: curves, gradients, grids and products are right on ${adapter}`,
);
