/** The library in a second project elsewhere: by file path, by http URL, and as it is published. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const root = new URL("../", import.meta.url);

/** A project of its own: it shares no import map, no lock file and no types with the lab. */
const program = (specifier: string) => `
  import * as lab from ${JSON.stringify(specifier)};

  const moons: lab.Dataset = lab.standardScale(lab.makeMoons(120, { noise: 0.25, seed: 42 }));
  const split = lab.trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });
  await using device = await lab.openDevice("cpu", { workers: 2 });
  const runs: lab.Run[] = await lab.train(
    (["tanh", "relu"] as const).map((activation) => ({
      sizes: [2, 8, 2],
      activation,
      optimizer: lab.adam({ learningRate: 0.05 }),
    })),
    { device, data: split.train, test: split.test, epochs: 20, seed: 42 },
  );
  const field = await lab.predictGrid(runs[1].model, {
    device,
    ...lab.boundsOf(moons),
    size: [20, 20],
  });
  const figure = lab.figure([[lab.contourPanel(field, { points: moons, title: "elsewhere" })]]);
  const svg: string = lab.toSvg(figure);
  const many = Array.from({ length: 64 }, () => ({ sizes: [2, 16, 2], optimizer: lab.sgd() }));
  // Each worker holds a lock for as long as it lives.
  const { locks } = navigator as unknown as { locks: { query(): Promise<{ held: unknown[] }> } };
  let workers = 0;
  const onEpoch = () =>
    void locks.query().then(({ held }) => workers = Math.max(workers, held.length));
  await lab.train(many, { device, data: split.train, epochs: 500, seed: 42, onEpoch });
  console.log(JSON.stringify({
    device: device.kind,
    workers,
    losses: runs.map(({ trainLoss }) => [trainLoss[0], trainLoss[19]]),
    accuracy: runs[1].finalTestAccuracy,
    svg,
  }));
`;

/** Type checks and runs the program in a new folder; it may reach nothing but the lab's server. */
async function runElsewhere(specifier: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "second project é " });
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, "{}");
    await Deno.writeTextFile(`${folder}/main.ts`, program(specifier));
    const args = ["run", "--quiet", "--check", "--no-prompt", "--allow-import=127.0.0.1"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, "main.ts"],
      cwd: folder,
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    assertEquals([code, text.decode(stderr)], [0, ""]);
    const { device, workers, losses, accuracy, svg } = JSON.parse(text.decode(stdout));
    assertEquals(device, "cpu");
    assert(workers > 0);
    for (const [first, last] of losses) assert(last < 0.7 * first, `${first} to ${last}`);
    assert(accuracy > 0.75, `accuracy ${accuracy}`);
    assertStringIncludes(svg, "elsewhere");
    assert(svg.startsWith("<svg") && svg.trimEnd().endsWith("</svg>"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Serves the lab's sources on loopback, as a raw file host does. */
function serveLab(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ url }) => {
      const file = new URL(`.${new URL(url).pathname}`, root);
      try {
        return new Response(await Deno.readFile(file), {
          headers: { "content-type": contentType(file.pathname) },
        });
      } catch {
        return new Response("not found", { status: 404 });
      }
    },
  );
}

function contentType(path: string): string {
  return path.endsWith(".ts") ? "application/typescript" : "text/plain";
}

Deno.test("a second project imports the library by file path, without any permission", async () => {
  await runElsewhere(new URL("mod.ts", root).href);
});

Deno.test("a second project imports the library by http URL, without any permission", async () => {
  await using server = serveLab();
  await runElsewhere(`http://127.0.0.1:${server.addr.port}/mod.ts`);
});

/** The files that `deno publish` would publish, from the project's folder on. */
async function publishedFiles(): Promise<string[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty"],
    cwd: root,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  const told = text.decode(stdout) + text.decode(stderr);
  assertEquals(code, 0, told);
  return [...told.matchAll(/^ +(file:\/\/\S+) \(/gm)].map(([, url]) => url.slice(root.href.length));
}

Deno.test("what is published is the library, and enough for a second project", async () => {
  const files = await publishedFiles();
  const around = files.filter((file) => !/^(lib|gpu)\/[\w/]+\.(ts|wgsl)$/.test(file));
  assertEquals(around, ["LICENSE", "README.md", "deno.json", "mod.ts"]);
  const folder = await Deno.makeTempDir();
  try {
    for (const file of files) {
      const target = new URL(file, `file://${folder}/`);
      await Deno.mkdir(new URL(".", target), { recursive: true });
      await Deno.copyFile(new URL(file, root), target);
    }
    await runElsewhere(new URL(`file://${folder}/mod.ts`).href);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
