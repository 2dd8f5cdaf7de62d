/** Experiments made up for tests of the gallery, and a strict reading of its page. */

import { type Figure, figure, linePanel } from "../../../mod.ts";
import { type RunRecord, toRecord } from "../../../scripts/cli/records.ts";
import type { Section } from "../../../scripts/gallery/section.ts";
import { type ReadElement, readSvg } from "../../plots/read_svg.ts";
import { runOf } from "../fixtures.ts";

/** A record of a run that ended at this loss; `parts` are what it has otherwise. */
export function recordOf(name: string, parts: Partial<RunRecord> = {}): RunRecord {
  const run = runOf(name, [0.7, 0.25], { testLoss: [0.8, 0.3] });
  return { ...toRecord(run, { epochs: 2, batchSize: 64 }), ...parts };
}

/** An experiment of one run and one figure; `parts` are what it has otherwise. */
export function sectionOf(parts: Partial<Section> = {}): Section {
  return {
    name: "activations",
    summary: "two in comparison",
    seed: 42,
    device: { name: "abacus" },
    data: { dataset: "moons", samples: 600, noise: 0.25, factor: 0.5, testSize: 0.3 },
    runs: [recordOf("relu")],
    tables: [],
    takeaways: ["relu is best."],
    theme: "light",
    pictures: [{ file: "a.svg", figure: figureOf("A title", "What there is to see") }],
    ...parts,
  };
}

/** A figure that says this of itself. */
export function figureOf(title: string, description: string): Figure {
  return { ...figure([[linePanel([])]]), title, description, width: 1280, height: 636.1 };
}

/** All elements of the page, which is XML besides, in document order. */
export function readPage(html: string): ReadElement[] {
  return readSvg(html);
}

/** The texts directly inside the elements of that name, in document order. */
export function textsOf(html: string, name: string): string[] {
  return readPage(html).filter((element) => element.name === name).map(({ text }) => text.trim());
}
