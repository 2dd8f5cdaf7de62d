/** A program of another project that trains and draws, as a bundle: in Chromium, and in Node 22. */

import { assertEquals } from "@std/assert";
import { findChromium, withTab } from "./browser/chromium.ts";

const root = new URL("../", import.meta.url);

/** Leaves the SVG text as `svg`, and the words of the figure's elements where there is a page. */
const program = `
import {
  boundsOf,
  contourPanel,
  figure,
  makeMoons,
  openDevice,
  predictGrid,
  readCsv,
  sgd,
  standardScale,
  toElement,
  toSvg,
  train,
} from "${new URL("mod.ts", root)}";

const moons = standardScale(makeMoons(120, { seed: 42 }));
const device = await openDevice("cpu");
const specs = [{ sizes: [2, 8, 2], optimizer: sgd({ learningRate: 0.5 }) }];
const [run] = await train(specs, { device, data: moons, test: moons, epochs: 5, seed: 42 });
const field = await predictGrid(run.model, { device, ...boundsOf(moons), size: [20, 20] });
const drawn = figure([[contourPanel(field, { points: moons })]], { title: "Moons & more" });
const page = globalThis.document;
page?.body.append(toElement(drawn, page));
const { classNames } = await readCsv("age;name\\n1,5;a\\n2;b\\n");
const found = { svg: toSvg(drawn), classNames, loss: run.trainLoss[4], title: page?.querySelector("title").textContent };
globalThis.found = found;
if (page === undefined) console.log(JSON.stringify(found));
`;

interface Found {
  readonly classNames: readonly string[];
  readonly svg: string;
  readonly loss: number;
  readonly title?: string;
}

/** Bundles the program, as a project of its own, into a folder that is removed afterwards. */
async function withBundle(
  args: readonly string[],
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    await Deno.writeTextFile(`${folder}/main.js`, program);
    const outcome = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", ...args, "--outdir", "out", "main.js"],
      cwd: folder,
      stdin: "null",
    }).output();
    assertEquals(outcome.success, true, new TextDecoder().decode(outcome.stderr));
    await use(`${folder}/out`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What the program comes to in Deno, from its sources. */
async function foundInDeno(folder: string): Promise<Found> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", `data:text/javascript,${encodeURIComponent(program)}`],
    cwd: folder,
    stdin: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

const chromium = await findChromium();
const node = await findNode();

Deno.test({
  name: `a bundle draws in Chromium what the sources draw in Deno${
    chromium ? "" : ": no Chromium"
  }`,
  ignore: chromium === undefined,
  fn: () =>
    withBundle(["--platform=browser"], async (folder) => {
      const code = await Deno.readTextFile(`${folder}/main.js`);
      // Not asked for, so not carried: with it the bundle has more than a megabyte.
      assertEquals([code.includes("_tfengine"), code.length < 1_000_000], [false, true]);
      const script = code.replaceAll("</script", "<\\/script");
      const page = `<!doctype html><body><script type="module">${script}</script>`;
      await Deno.writeTextFile(`${folder}/page.html`, page);
      await withTab(chromium ?? "", async (tab) => {
        for (const domain of ["Page", "Runtime"]) await tab.send(`${domain}.enable`);
        const loaded = tab.next("Page.loadEventFired");
        await tab.send("Page.navigate", { url: `file://${folder}/page.html` });
        await loaded;
        const { result } = await tab.send("Runtime.evaluate", {
          expression: `new Promise((resolve) => {
            const look = () => globalThis.found ? resolve(globalThis.found) : setTimeout(look, 50);
            look();
          })`,
          awaitPromise: true,
          returnByValue: true,
        });
        const { title, ...found }: Found = result.value;
        assertEquals(title, "Moons & more");
        assertEquals(found, await foundInDeno(folder));
      });
    }),
});

Deno.test({
  name: `a bundle draws in Node 22 what the sources draw in Deno${node ? "" : ": no Node 22"}`,
  ignore: node === undefined,
  fn: () =>
    withBundle([], async (folder) => {
      await Deno.writeTextFile(`${folder}/package.json`, '{ "type": "module" }');
      const [program, ...args] = node ?? [""];
      const { stdout, stderr } = await new Deno.Command(program, {
        args: [...args, `${folder}/main.js`],
        stdin: "null",
      }).output();
      const text = new TextDecoder();
      assertEquals(text.decode(stderr), "");
      assertEquals(JSON.parse(text.decode(stdout)), await foundInDeno(folder));
    }),
});

/** Node 22 as a command, where npm has it already: nothing is fetched. */
async function findNode(): Promise<readonly string[] | undefined> {
  const command = ["npx", "--offline", "-y", "node@22"];
  try {
    const [npx, ...args] = command;
    const { stdout } = await new Deno.Command(npx, {
      args: [...args, "--version"],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).startsWith("v22.") ? command : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
