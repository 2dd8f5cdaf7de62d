/** The command `landscape`: PyTorch's losses, the paths, its figures, and what it refuses. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import reference from "../reference/landscape.json" with { type: "json" };
import type { RunRecord } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf, twice } from "./tasks.ts";

interface Record {
  readonly experiment: string;
  readonly span: readonly number[] | null;
  readonly loss: readonly (readonly number[])[] | null;
  readonly runs: readonly RunRecord[];
  readonly plane: {
    readonly share: number;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly loss: readonly (readonly number[])[];
    readonly paths: readonly { name: string; epochs: number[]; x: number[]; y: number[] }[];
  };
  readonly takeaways: readonly string[];
}

Deno.test("landscape gives PyTorch's losses around its network, and the paths of three optimizers", () =>
  withFolder(async (folder) => {
    const found = await jsonOf<Record>("landscape", folder);
    assertEquals(found.experiment, "landscape");
    const { span, loss, plane, runs } = found;
    reference.span.forEach((y, row) =>
      reference.span.forEach((x, column) => {
        const [at, above] = [x, y].map((place) => span!.indexOf(place));
        const error = Math.abs(loss![above][at] / reference.loss[row][column] - 1);
        assert(error < 1e-5, `off by ${error} at ${x}, ${y}`);
      })
    );
    assertEquals(runs.map(({ name }) => name), ["sgd", "momentum", "adam"]);
    assertEquals(plane.paths.map(({ name }) => name), ["sgd", "momentum", "adam"]);
    for (const { epochs, x, y } of plane.paths) {
      assertEquals([epochs[0], epochs.at(-1), x.length, y.length], [0, 150, 61, 61]);
      // All start at the same weights, inside of the plane that is drawn.
      assertEquals([x[0], y[0]], [plane.paths[0].x[0], plane.paths[0].y[0]]);
      assert(x.every((place) => place > plane.x[0] && place < plane.x[40]));
    }
    assert(plane.share > 0.5 && plane.share <= 1 && plane.loss.flat().every(Number.isFinite));
    assertEquals(namesIn(folder), ["landscape-path.svg", "landscape-random.svg"]);
    for (const [at, start] of ["Look at where the paths lead", "Look at the levels"].entries()) {
      assert(found.takeaways[at].startsWith(start), found.takeaways[at]);
    }
    assert(found.takeaways.every((takeaway) => takeaway.endsWith(".")));
  }));

const quick = ["--samples", "60", "--epochs", "6", "--grid", "7"];

Deno.test("a path along a line lies in a plane that is as wide across it as along it", () =>
  withFolder(async (folder) => {
    const flags = ["--samples", "60", "--epochs", "1", "--grid", "7", "--optimizers", "sgd:0.5"];
    const { plane: { x, y } } = await jsonOf<Record>("landscape", folder, flags);
    const [along, across] = [x, y].map((places) => places.at(-1)! - places[0]);
    assert(Math.abs(across / along - 1) < 1e-9, `${along} along, ${across} across`);
  }));

Deno.test("diverged runs have paths until they did, and layers of one unit a landscape", () =>
  withFolder(async (folder) => {
    const flags = [...quick, "--optimizers", "sgd:100,sgd,adam", "--sizes", "2,64,64,2"];
    const found = await jsonOf<Record>("landscape", folder, flags);
    const statuses = found.runs.map(({ name, status }) => [name, status]);
    assertEquals(statuses, [["sgd 100", "diverged"], ["sgd 0.05", "ok"], ["adam", "ok"]]);
    assertEquals([found.span, found.loss], [null, null]);
    const [lost] = found.plane.paths;
    assert(lost.epochs.length > 0 && lost.epochs.length < 7 && lost.x.every(Number.isFinite));
    assertStringIncludes(found.takeaways.join("\n"), "sgd 100 diverged in epoch ");
    assertEquals(namesIn(folder), ["landscape-path.svg"]);
    assertStringIncludes(Deno.readTextFileSync(`${folder}/landscape-path.svg`), "diverged");
    const every = await jsonOf<Record>("landscape", folder, [
      ...[...quick, "--optimizers", "sgd:100", "--sizes", "2,64,64,2", "--language", "de"],
    ]);
    assertStringIncludes(every.takeaways[0], "every training diverged");
    const narrow = await jsonOf<Record>("landscape", folder, [...quick, "--sizes", "2,1,2"]);
    assert(narrow.loss!.flat().every(Number.isFinite));
  }));

Deno.test("a landscape is drawn again from its JSON, and own data and values have one", () =>
  withFolder(async (folder) => {
    const data = ["--data", "tests/reference/iris.csv", "--target", "petal_width", "--features"];
    const args = [...data, "petal_length,sepal_width", "--epochs", "5", "--grid", "5"];
    const [found, again] = await twice<Record>("landscape", folder, args);
    assertEquals(again.plane, found.plane);
    assertEquals(again.loss, found.loss);
  }));

Deno.test("what has no landscape is refused in one line", () =>
  withFolder(async (folder) => {
    const cases: [string[], string][] = [
      [["--grid", "100000"], "--grid must be a whole number, at least 2 and at most 1001"],
      [["--span", "0"], "--span must be a finite number, above 0"],
      [["--optimizers", "sdg"], "each of --optimizers must be one of sgd, momentum"],
      [["--optimizers", "sgd:0"], "each rate of --optimizers must be a finite number, above 0"],
      [["--optimizers", "sgd:1:2"], "--optimizers must be optimizers with learning rates"],
      [["--optimizers", "sgd,sgd:0.05"], "--optimizers must be different optimizers"],
      [["--sizes", "3,2"], "sizes"],
      [
        ["--sizes", "2,2000,2000,2"],
        "The networks of 3 paths of 61 snapshots take 2801 MiB: --memory allows 1024",
      ],
      [["--optimizer", "adam"], "Unknown flag --optimizer"],
    ];
    for (const [args, message] of cases) {
      await assertRefused("landscape", args, { folder, says: message });
    }
  }));
