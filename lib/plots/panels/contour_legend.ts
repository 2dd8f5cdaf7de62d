/** The legend of a panel of a model's outputs over the plane. */

import type { Field } from "../../models/field.ts";
import { shortNumber } from "../format.ts";
import { measureOf, type Naming } from "../marks/field.ts";
import { pointEntries, type ReadyPoints } from "../marks/points.ts";
import { type Regions, valueBands } from "../marks/regions.ts";
import type { LegendEntry } from "../panel.ts";
import type { Words } from "../words.ts";

/**
 * The legend of a contour panel: entries for the classes with a point or an area, the sets with points, the
 * boundaries and the colours.
 *
 * @param parts `regions`: of the field, if it is drawn; `others`: the names of the other models' boundaries
 */
export function contourLegend(
  { field, points, regions, others }: {
    readonly field: Field;
    readonly points: readonly ReadyPoints[];
    readonly regions: Regions | undefined;
    readonly others: readonly string[];
  },
  { names, words }: Naming,
): LegendEntry[] {
  const entries = [
    ...pointEntries(points, { names, words }, regions?.shown),
    ...others.map((label): LegendEntry => ({
      ...{ kind: "line", label, slot: label, dashed: true, marker: false },
    })),
  ];
  if (regions === undefined) return entries;
  const boundary: LegendEntry = { kind: "boundary", label: words.say("decision boundary") };
  const hasBoundary = regions.boundaries.length > 0;
  const ramp = names.length === 2 && measureOf(field) === "probability"
    ? twoClassRamp(words.say("probability of {name}", { name: names[1] }))
    : argmaxRamp(field, words);
  return [...entries, ...(hasBoundary ? [boundary] : []), ramp];
}

function twoClassRamp(label: string): LegendEntry {
  const bands = valueBands(2);
  const steps = [
    ...bands.map(({ certainty }) => ({ slot: 0, certainty })).reverse(),
    ...bands.map(({ certainty }) => ({ slot: 1, certainty })),
  ];
  return { kind: "ramp", label, steps, ends: ["0", "1"], middle: "½" };
}

/** The colours show the value of the argmax: scores may lie outside 0 to 1. */
function argmaxRamp(field: Field, words: Words): LegendEntry {
  const { classes } = field;
  const measure = measureOf(field);
  const steps = valueBands(classes).map(({ certainty }) => ({ slot: undefined, certainty }));
  const low = words.digits(shortNumber(1 / classes, 2));
  const ends = measure === "score" ? [`≤ ${low}`, "≥ 1"] as const : [low, "1"] as const;
  return { kind: "ramp", label: words.say(measure), steps, ends };
}
