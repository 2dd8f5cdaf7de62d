/** The samples of a legend: a piece of line, a marker, a scale of colours. */

import { pathData, type Point } from "./geometry.ts";
import type {
  BoundaryEntry,
  EntrySlot,
  LineEntry,
  PointEntry,
  RampEntry,
  UnknownEntry,
} from "./legend_entries.ts";
import { markerOf, markerPath } from "./markers.ts";
import type { SlotOf } from "./panel.ts";
import { element, type Shape } from "./svg.ts";
import { seriesColor, tint } from "./colors.ts";
import type { Theme } from "./theme.ts";

const SWATCH = 16;

/** What a sample needs to know of its figure. */
export interface KeyContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
}

/** Where a sample goes: from `left`, its middle at the height `middle`. */
export interface KeyPlace {
  readonly left: number;
  readonly middle: number;
}

/** Width of an entry's sample. */
export function keyWidth(
  entry: LineEntry | BoundaryEntry | PointEntry | RampEntry | UnknownEntry,
  { sizes }: Theme,
): number {
  if (entry.kind === "ramp") return entry.steps.length * SWATCH;
  if (entry.kind === "unknown") return 2 * SWATCH;
  return entry.kind === "point" ? 2 * sizes.lineMarker : sizes.legendKey;
}

/** The line of a run with its marker, or of a kind of runs. */
export function lineKey(entry: LineEntry, context: KeyContext, place: KeyPlace): Shape[] {
  const { colors, sizes } = context.theme;
  const color = colorOf(entry.slot, context);
  const [start, center, end] = along(place, sizes.legendKey);
  const line = element("path", {
    d: pathData([start, end]),
    stroke: color,
    "stroke-width": sizes.line,
    "stroke-dasharray": entry.dashed ? sizes.dash.join(" ") : undefined,
  });
  if (!entry.marker) return [line];
  const marker = element("path", {
    d: markerPath(markerOf(slotNumber(entry.slot, context) ?? 0), center, sizes.lineMarker),
    fill: color,
    stroke: colors.halo,
    "stroke-width": 1.5,
  });
  return [line, marker];
}

/** The boundary, as dark as it is in the plot. */
export function boundaryKey({ colors, sizes }: Theme, place: KeyPlace): Shape[] {
  const [start, , end] = along(place, sizes.legendKey);
  const d = pathData([start, end]);
  return [element("path", { d, stroke: colors.ink, "stroke-width": sizes.boundary })];
}

/** A piece of the background that stands for no class. */
export function unknownKey({ colors }: Theme, { left, middle }: KeyPlace): Shape[] {
  const place = { x: left, y: middle - SWATCH / 2, width: 2 * SWATCH, height: SWATCH };
  return [element("rect", { ...place, fill: colors.unknown, stroke: colors.axis })];
}

function along({ left, middle }: KeyPlace, width: number): [Point, Point, Point] {
  return [[left, middle], [left + width / 2, middle], [left + width, middle]];
}

/** The marker of a class, or of a set of points. */
export function pointKey(
  { slot, hollow }: PointEntry,
  context: KeyContext,
  { left, middle }: KeyPlace,
): Shape[] {
  const { colors, sizes } = context.theme;
  const color = colorOf(slot, context);
  const radius = sizes.lineMarker;
  return [element("path", {
    d: markerPath(markerOf(slotNumber(slot, context) ?? 0), [left + radius, middle], radius),
    fill: hollow ? colors.halo : color,
    stroke: hollow ? color : colors.halo,
    "stroke-width": hollow ? 2.5 : 1,
  })];
}

/** The colours of a scale, side by side. */
export function rampKey(
  { steps }: RampEntry,
  context: KeyContext,
  { left, middle }: KeyPlace,
): Shape[] {
  return steps.map(({ slot, certainty }, at) =>
    element("rect", {
      x: left + at * SWATCH,
      y: middle - SWATCH / 2,
      width: SWATCH,
      height: SWATCH,
      fill: tint(context.theme, slotNumber(slot, context), certainty),
    })
  );
}

function slotNumber(slot: EntrySlot, { slotOf }: KeyContext): number | undefined {
  return typeof slot === "string" ? slotOf(slot) : slot;
}

function colorOf(slot: EntrySlot, context: KeyContext): string {
  const number = slotNumber(slot, context);
  return number === undefined ? context.theme.colors.muted : seriesColor(context.theme, number);
}
