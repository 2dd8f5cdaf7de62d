/** Imports point one way: read off the module graph that Deno itself resolves. */

import { assert, assertEquals } from "@std/assert";
import project from "../deno.json" with { type: "json" };

interface Dependency {
  specifier: string;
  isDynamic?: boolean;
  code?: { specifier?: string };
  type?: { specifier?: string };
}

interface Edge {
  from: string;
  to: string;
  /** What the source says. */
  spelled: string;
  kind: "code" | "type" | "dynamic";
}

const root = new URL("../", import.meta.url).href;

/** What devices, and what trains on them, are made of. */
const arithmetic = [
  "lib/check",
  "lib/array_blocks.ts",
  "lib/yield_to_event_loop.ts",
  "lib/random",
  "lib/models",
  "lib/kernels",
];

/** What all folders of the plots draw with. */
const drawing = [
  "lib/check",
  "lib/quantiles.ts",
  ...["format", "geometry", "markers", "palettes", "shape", "style", "text", "theme", "words"].map((
    name,
  ) => `lib/plots/${name}.ts`),
];

/** What the modules of a folder may import, besides others of the same folder. */
const allowed: Record<string, { code: string[]; type?: string[] }> = {
  "lib/show.ts": { code: [] },
  "lib/check.ts": { code: ["lib/show.ts"] },
  "lib/check_kinds.ts": { code: [] },
  "lib/check_shape.ts": { code: ["lib/check"] },
  "lib/array_blocks.ts": { code: [] },
  "lib/base64.ts": { code: ["lib/check.ts"] },
  "lib/crc32.ts": { code: [] },
  "lib/quantiles.ts": { code: ["lib/check"] },
  "lib/data_description.ts": { code: ["lib/check"] },
  "lib/yield_to_event_loop.ts": { code: [] },
  "lib/random": { code: ["lib/check", "lib/base64.ts"] },
  "lib/datasets": { code: ["lib/check", "lib/data_description.ts", "lib/random"] },
  "lib/datasets/csv": {
    code: ["lib/check", "lib/data_description.ts", "lib/datasets", "npm:papaparse"],
  },
  "lib/wasm": { code: [] },
  "lib/models": {
    code: [
      ...["lib/check", "lib/random", "lib/wasm", "lib/base64.ts", "lib/crc32.ts"],
      "lib/data_description.ts",
    ],
  },
  "lib/kernels": {
    code: ["lib/check", "lib/models", "lib/wasm", "lib/yield_to_event_loop.ts"],
  },
  "lib/devices": { code: arithmetic },
  "lib/devices/open.ts": { code: ["lib/check", "lib/devices", "gpu/device.ts"] },
  "lib/devices/tfjs": {
    code: [...arithmetic, "lib/devices", "npm:@tensorflow/"],
  },
  "lib/training": {
    code: [
      ...arithmetic,
      "lib/base64.ts",
      "lib/data_description.ts",
      "lib/devices/checks.ts",
      "lib/devices/check_evaluation.ts",
      "lib/datasets/check_dataset.ts",
      "lib/datasets/plane.ts",
    ],
    type: ["lib/datasets", "lib/devices/device.ts"],
  },
  "lib/store": { code: ["lib/check", "lib/base64.ts"] },
  "lib/studies": {
    code: [
      ...arithmetic,
      "lib/devices/checks.ts",
      "lib/datasets/check_dataset.ts",
      "lib/datasets/principal.ts",
      "lib/quantiles.ts",
      "lib/store",
      "lib/training",
    ],
    type: ["lib/datasets", "lib/devices/device.ts"],
  },
  "lib/plots": {
    code: ["lib/check"],
    type: ["lib/datasets/dataset.ts", "lib/models/field.ts"],
  },
  "lib/plots/words": { code: [] },
  "lib/plots/axes": { code: [...drawing, "npm:d3-array"] },
  "lib/plots/layout": { code: [...drawing, "lib/plots/panel.ts", "lib/plots/axes"] },
  "lib/plots/marks": {
    code: [
      ...drawing,
      ...["lib/plots/panel.ts", "lib/plots/axes", "lib/base64.ts", "lib/crc32.ts"],
    ],
    type: ["lib/datasets/dataset.ts", "lib/models/field.ts"],
  },
  "lib/plots/panels": {
    code: [
      ...drawing,
      ...["panel.ts", "axes", "layout", "marks"].map((name) => `lib/plots/${name}`),
    ],
    type: ["lib/datasets/dataset.ts", "lib/models/field.ts"],
  },
  "lib/plots/matrix": {
    code: [
      ...drawing,
      ...["panel.ts", "figure_options.ts", "figure_tree.ts", "axes", "layout", "marks", "panels"]
        .map((name) => `lib/plots/${name}`),
    ],
    type: ["lib/models/field.ts"],
  },
  "lib/plots/writers": {
    code: [...drawing, "lib/plots/figure_tree.ts"],
  },
  "gpu": {
    code: [...arithmetic, "lib/devices"],
  },
  "mod.ts": { code: ["lib/"] },
  "scripts": {
    code: [
      "mod.ts",
      "lib/check",
      "lib/yield_to_event_loop.ts",
      "lib/plots/words.ts",
      "@std/",
      "npm:get-east-asian-width",
      "node:path",
    ],
  },
  "scripts/cli/png/renderer.ts": {
    code: ["npm:@resvg/resvg-wasm", "npm:@expo-google-fonts/arimo"],
  },
  "scripts/cli/provenance.ts": { code: ["deno.json"] },
  "scripts/cli/queue": { code: ["npm:bullmq", "npm:ioredis"] },
  "scripts/bench": { code: ["@tensorflow/"] },
  "scripts/bench/column.ts": { code: ["deno.json"] },
};

async function edgesFrom(entry: string): Promise<Edge[]> {
  const { stdout, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: new URL(root),
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assert(success, text.decode(stderr));
  const { modules } = JSON.parse(text.decode(stdout)) as {
    modules: { specifier: string; dependencies?: Dependency[] }[];
  };
  return modules
    .filter(({ specifier }) => specifier.startsWith(root) && !specifier.endsWith(".d.ts"))
    .flatMap(({ specifier, dependencies = [] }) =>
      dependencies.map((dependency): Edge => ({
        from: specifier.slice(root.length),
        to: (dependency.code?.specifier ?? dependency.type?.specifier ?? "").replace(root, ""),
        spelled: dependency.specifier,
        kind: dependency.isDynamic ? "dynamic" : dependency.code ? "code" : "type",
      }))
    );
}

/** The rule of the longest folder that a module lies in. */
function folderOf(path: string): string {
  const folders = Object.keys(allowed).filter((key) => path === key || path.startsWith(`${key}/`));
  return folders.sort((a, b) => b.length - a.length)[0] ?? "nowhere";
}

function isAllowed({ from, to, spelled, kind }: Edge): boolean {
  const folder = folderOf(from);
  const { code, type = [] } = allowed[folder] ?? { code: [] };
  const targets = [folder, ...code, ...(kind === "type" ? type : [])];
  if (folder.startsWith("scripts/")) targets.push("scripts", ...allowed.scripts.code);
  return targets.some((target) => to.startsWith(target) || spelled.startsWith(target));
}

function breaches(edges: readonly Edge[]): string[] {
  return edges.filter((edge) => !isAllowed(edge))
    .map(({ from, to, kind }) => `${from} -> ${to} (${kind})`);
}

Deno.test("imports of the library point one way", async () => {
  const edges = await edgesFrom("mod.ts");
  assert(edges.length > 200, `only ${edges.length} imports seen`);
  assertEquals(breaches(edges), []);
});

/** Chains of imports, type-only ones included, that lead back to where they began. */
function circles(edges: readonly Edge[]): string[] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, chain: readonly string[]) => {
    const start = chain.indexOf(path);
    if (start >= 0) found.push([...chain.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const { to } of targets.get(path) ?? []) visit(to, [...chain, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}

Deno.test("there are no circles of imports in the library and its devices, type-only ones included", async () => {
  const edges = (await edgesFrom("mod.ts")).filter(({ from }) => /^(lib|gpu)\//.test(from));
  assert(edges.some(({ from }) => from.startsWith("gpu/fused/")));
  assertEquals(circles(edges), []);
});

/** The modules in a folder. */
function modulesIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? modulesIn(`${folder}${name}/`)
      : /(?<!\.d)\.ts$/.test(name)
      ? [`${folder}${name}`]
      : []
  ).sort();
}

Deno.test("there are no circles of imports in the tests", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const all = `${folder}/all.ts`;
    const modules = modulesIn("tests/");
    assert(modules.includes("tests/gpu/adapter.ts") && modules.length > 150);
    const lines = modules.map((path) => `import ${JSON.stringify(new URL(path, root).href)};`);
    Deno.writeTextFileSync(all, lines.join("\n"));
    const edges = (await edgesFrom(all)).filter(({ from }) => from.startsWith("tests/"));
    assert(edges.length > 500, `only ${edges.length} imports seen`);
    assertEquals(circles(edges), []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a circle of imports is seen, and a path that is only taken twice is not one", () => {
  const edge = (from: string, to: string): Edge => ({ from, to, spelled: to, kind: "type" });
  const twice = [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")];
  assertEquals(circles(twice), []);
  assertEquals(circles([...twice, edge("d", "b")]), ["b -> d -> b"]);
});

/** The scripts of the tasks, without the tests' own. */
const commandScripts = Object.values(project.tasks)
  .flatMap((task) => [...task.matchAll(/ scripts\/(\w+)\.ts/g)].map(([, name]) => name));

Deno.test("scripts import the library by mod.ts, and each other without circles", async () => {
  for (const script of commandScripts) {
    const edges = (await edgesFrom(`scripts/${script}.ts`))
      .filter(({ from }) => from.startsWith("scripts/"));
    assertEquals([breaches(edges), circles(edges)], [[], []]);
  }
});

Deno.test("only open.ts reaches a device, and only when it is opened", async () => {
  const edges = await edgesFrom("mod.ts");
  for (
    const [home, entry] of [
      ["lib/devices/cpu/", "cpu/device.ts"],
      ["lib/devices/tfjs/", "tfjs/device.ts"],
      ["gpu/", "gpu/device.ts"],
    ]
  ) {
    const entries = edges.filter(({ from, to }) => to.startsWith(home) && !from.startsWith(home));
    assert(entries.length > 0, home);
    for (const { from, to, kind } of entries) {
      assertEquals([from, kind], ["lib/devices/open.ts", "dynamic"]);
      assert(to.endsWith(entry), to);
    }
  }
  const tensorflow = edges.filter(({ to }) => to.startsWith("npm:@tensorflow/"));
  assert(tensorflow.length > 0);
  assert(tensorflow.every(({ from }) => from.startsWith("lib/devices/tfjs/")));
});

Deno.test("modules that others import spell their packages whole, each pinned in one place", async () => {
  const packages = (await edgesFrom("mod.ts")).filter(({ to, kind }) =>
    to.startsWith("npm:") && kind !== "type"
  );
  for (const { from, spelled } of packages) {
    assert(/^npm:.+@\d+\.\d+\.\d+/.test(spelled), `${from} imports ${spelled}`);
  }
  const pins = packages.map(({ spelled }) => spelled.match(/^npm:(.+?@\d+\.\d+\.\d+)/)?.[1]);
  assertEquals(new Set(pins).size, pins.length, String(pins));
});

Deno.test("modules that others import do not depend on the repack of the standard library", async () => {
  const edges = await edgesFrom("mod.ts");
  const named = (edge: Edge) =>
    [edge.to, edge.spelled].some((name) => /deno-std|@std\//.test(name));
  assertEquals(edges.filter(named), []);
  assert((await edgesFrom("scripts/train.ts")).some(named), "its import in scripts is seen");
});

Deno.test("the client of a queue is loaded by what has a queue alone, and only then", async () => {
  const isClient = ({ to }: Edge) => /^npm:(bullmq|ioredis)/.test(to);
  const clients =
    (await Promise.all(["sweep", "worker"].map((name) => edgesFrom(`scripts/${name}.ts`))))
      .flat().filter(isClient);
  assert(clients.some(({ kind }) => kind === "dynamic"));
  assertEquals(clients.filter(({ kind }) => kind === "code"), []);
  for (const script of ["lab", "train", "compare", "predict", "lr_find", "bench"]) {
    assertEquals((await edgesFrom(`scripts/${script}.ts`)).filter(isClient), []);
  }
});

Deno.test("an import in the wrong direction is seen", () => {
  const edge = (from: string, to: string, kind: Edge["kind"] = "code") => ({
    from,
    to,
    spelled: to,
    kind,
  });
  const wrong = [
    edge("lib/plots/figure.ts", "lib/training/train.ts"),
    edge("lib/plots/figure.ts", "lib/models/field.ts"),
    edge("lib/plots/axes/axes.ts", "lib/plots/layout/layout.ts"),
    edge("lib/plots/layout/layout.ts", "lib/plots/panels/line_panel.ts"),
    edge("lib/plots/marks/lines.ts", "lib/plots/figure.ts"),
    edge("lib/plots/writers/to_svg.ts", "lib/plots/figure.ts"),
    edge("lib/training/train.ts", "lib/devices/tfjs/device.ts"),
    edge("lib/training/train.ts", "lib/studies/seeds.ts"),
    edge("lib/studies/seeds.ts", "lib/devices/open.ts"),
    edge("lib/models/mlp.ts", "lib/kernels/pass.ts"),
    edge("lib/random/torch.ts", "scripts/cli/run.ts"),
    edge("lib/training/train.ts", "gpu/device.ts"),
    edge("lib/devices/checks.ts", "gpu/device.ts"),
    edge("gpu/device.ts", "lib/training/train.ts"),
    edge("scripts/lab.ts", "lib/training/train.ts"),
    edge("scripts/lab.ts", "npm:@tensorflow/tfjs"),
  ];
  assertEquals(breaches(wrong).length, wrong.length);
  assertEquals(breaches([edge("lib/plots/figure.ts", "lib/models/field.ts", "type")]), []);
});

Deno.test("what others bundle is written so that Node 22 reads it: without using", async () => {
  const modules = new Set((await edgesFrom("mod.ts")).map(({ from }) => from));
  for (const path of modules) {
    const code = await Deno.readTextFile(new URL(path, root));
    const [found] = code.match(/^\s*(await )?using \w+ =/m) ?? [];
    assertEquals([path, found], [path, undefined]);
  }
});
