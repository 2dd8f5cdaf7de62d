/** `deno task compare`: its record, its figure, and that its runs are those of `train`. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { jsonOf, runTask } from "./tasks.ts";

const datasets = ["moons", "circles", "blobs", "spiral", "xor"];
const models = ["logistic", "tanh 32", "relu 32", "relu 32-32"];

function inPercent(share: number | null | undefined): string {
  return share === 1 ? "100%" : `${(100 * (share ?? NaN)).toFixed(1)}%`;
}

Deno.test("the comparison trains every model on every dataset, and its figure has their accuracies", async () => {
  await withFolder(async (folder) => {
    const record = await jsonOf("compare", folder, ["--samples", "120", "--epochs", "10"]);
    assertEquals(record.experiment, "compare");
    const names = datasets.flatMap((dataset) => models.map((model) => `${dataset} ${model}`));
    assertEquals(record.runs.map(({ name }) => name), names);
    assertEquals(record.figures, [`${folder}/comparison.svg`]);
    const svg = Deno.readTextFileSync(`${folder}/comparison.svg`);
    assertLess(svg.length, 1e6);
    assertEquals(textFaults(svg), []);
    const texts = readSvg(svg).filter(({ name }) => name === "text").map(({ text }) => text);
    const columns = models.map((model) => model.replace("relu", "ReLU"));
    for (const text of [...datasets, ...columns, "data"]) assert(texts.includes(text), text);
    const expected = record.runs.map(({ testAccuracy }) => inPercent(testAccuracy));
    assertEquals(texts.filter((text) => /^[\d.]+%$/.test(text)), expected);
  });
});

Deno.test("the first model's run on a dataset is the one that train has with these settings", async () => {
  await withFolder(async (folder) => {
    const shared = ["--samples=90", "--epochs=5", "--seed=7", "--optimizer=momentum"];
    shared.push("--schedule=cosine", "--clip=0.5", "--l1=0.001", "--momentum=0.8");
    const { runs } = await jsonOf("compare", folder, [...shared, "--learning-rate=0.1"]);
    for (const dataset of ["blobs", "xor"]) {
      const [expected] = (await jsonOf("train", folder, [
        ...shared,
        "--learning-rate=0.1",
        `--dataset=${dataset}`,
        `--sizes=${dataset === "blobs" ? "2,3" : "2,2"}`,
      ])).runs;
      const actual = runs.find(({ name }) => name === `${dataset} logistic`);
      assertEquals(actual?.trainLoss, expected.trainLoss);
      assertEquals(actual?.testAccuracy, expected.testAccuracy);
    }
  });
});

Deno.test("takeaways name, for each dataset, the simplest model within a point of the best", async () => {
  await withFolder(async (folder) => {
    const { runs, takeaways } = await jsonOf("compare", folder, ["--samples=200", "--epochs=30"]);
    datasets.forEach((dataset, at) => {
      const own = runs.filter(({ name }) => name.startsWith(dataset));
      const best = Math.max(...own.map(({ testAccuracy }) => testAccuracy ?? 0));
      const simplest = own.find(({ testAccuracy }) => (testAccuracy ?? 0) >= best - 0.01);
      const share = inPercent(simplest?.testAccuracy);
      const said = `${dataset}: ${simplest?.name.slice(dataset.length + 1)} gets ${share} right`;
      assert(takeaways[at].startsWith(said), `${takeaways[at]} / ${said}`);
    });
    assertMatch(takeaways[5], /^Over all datasets (tanh|relu) .+ right, logistic .+%\.$/);
  });
});

Deno.test("models that diverge are said to, and have a dash in the figure", async () => {
  await withFolder(async (folder) => {
    const args = ["--samples=60", "--epochs=3", "--optimizer=sgd", "--learning-rate=1e30"];
    const { runs, takeaways } = await jsonOf("compare", folder, args);
    const lost = runs.filter(({ status }) => status === "diverged");
    assert(lost.length > 0);
    assertEquals(takeaways.filter((text) => text.includes(" diverged: ")).length, lost.length);
    const svg = Deno.readTextFileSync(`${folder}/comparison.svg`);
    assertEquals(svg.split(">–<").length - 1, lost.length);
    assert(!svg.includes("NaN"));
  });
});

Deno.test("what cannot be made of the flags ends with 2 and one line, before training", async () => {
  await withFolder(async (folder) => {
    const wrong: [string[], RegExp][] = [
      [["--dataset", "moons"], /--dataset/],
      [["--samples", "2"], /blobs|samples/],
      [["--optimizer", "adm"], /adam/],
      [["--test-size", "1"], /--test-size/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr, stdout } = await runTask("compare", [...args, "--out", folder]);
      assertEquals([code, stdout], [2, ""], stderr);
      assertMatch(stderr, message);
      assertEquals(stderr.trim().split("\n").length, 1, stderr);
    }
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});
