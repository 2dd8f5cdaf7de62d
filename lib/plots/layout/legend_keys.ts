/** The samples of legend entries: lines, bands, markers and colours, as they are in the plot. */

import { pathData, type Point } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import type { EntrySlot, LegendEntry, LineEntry, PointEntry, RampEntry, SlotOf } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { cellColor, outcomeColor, seriesColor, type Theme, tint, valueEdge } from "../theme.ts";

/** Width and height of one colour of a scale, in units. */
const SWATCH = 16;

/** Theme and colours. */
export interface KeyContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
}

/** The position of a sample: its left edge and its vertical centre. */
interface KeyPlace {
  readonly left: number;
  readonly middle: number;
}

/** Width of an entry's sample. */
export function keyWidth(
  entry: LegendEntry,
  { sizes }: Theme,
): number {
  if (entry.kind === "ramp") return entry.steps.length * SWATCH;
  if (entry.kind === "unknown") return 2 * SWATCH;
  if (entry.kind !== "point") return sizes.legendKey;
  return entry.ground === undefined ? 2 * sizes.lineMarker : 2 * SWATCH;
}

/** The sample of an entry. */
export function drawKey(
  entry: Exclude<LegendEntry, RampEntry>,
  context: KeyContext,
  place: KeyPlace,
): Shape[] {
  if (entry.kind === "line") return lineKey(entry, context, place);
  if (entry.kind === "band") return bandKey(context.theme, place);
  if (entry.kind === "point") {
    return entry.ground === undefined
      ? pointKey(entry, context, place)
      : groundKey(entry.ground, entry.hollow, context.theme, place);
  }
  return entry.kind === "boundary"
    ? boundaryKey(context.theme, place)
    : unknownKey(context.theme, place);
}

/** A line, with a marker if its entry has one. */
function lineKey(entry: LineEntry, context: KeyContext, place: KeyPlace): Shape[] {
  const { colors, sizes } = context.theme;
  const color = colorOf(entry.slot, context);
  const [start, center, end] = along(place, sizes.legendKey);
  const line = element("path", {
    d: pathData([start, end]),
    stroke: color,
    "stroke-width": sizes.line,
    "stroke-dasharray": entry.dashed ? sizes.dash.join(" ") : undefined,
  });
  const band = entry.band ? [bandArea(color, context.theme, place)] : [];
  if (!entry.marker) return [...band, line];
  const marker = element("path", {
    d: markerPath(markerOf(slotNumber(entry.slot, context) ?? 0), center, sizes.lineMarker),
    fill: color,
    stroke: colors.halo,
    "stroke-width": 1.5,
  });
  return [...band, line, marker];
}

/** The area of a band, in the opacity that it has in plots. */
function bandArea(color: string, { sizes }: Theme, { left, middle }: KeyPlace): Shape {
  const area = { x: left, y: middle - SWATCH / 2, width: sizes.legendKey, height: SWATCH };
  return element("rect", { ...area, fill: color, "fill-opacity": 0.22 });
}

/** A line in a band, in grey: it stands for the bands of all runs. */
function bandKey(theme: Theme, place: KeyPlace): Shape[] {
  const { colors, sizes } = theme;
  const [start, , end] = along(place, sizes.legendKey);
  return [
    bandArea(colors.muted, theme, place),
    element("path", {
      d: pathData([start, end]),
      stroke: colors.muted,
      "stroke-width": sizes.line,
    }),
  ];
}

/** A decision boundary in the same colour and width as in the plot. */
function boundaryKey({ colors, sizes }: Theme, place: KeyPlace): Shape[] {
  const [start, , end] = along(place, sizes.legendKey);
  const d = pathData([start, end]);
  return [element("path", { d, stroke: colors.ink, "stroke-width": sizes.boundary })];
}

/** A rectangle in the colour of areas without a class. */
function unknownKey({ colors }: Theme, { left, middle }: KeyPlace): Shape[] {
  const place = { x: left, y: middle - SWATCH / 2, width: 2 * SWATCH, height: SWATCH };
  return [element("rect", { ...place, fill: colors.unknown, stroke: colors.axis })];
}

/** The ends and the centre of a sample. */
function along({ left, middle }: KeyPlace, width: number): [Point, Point, Point] {
  return [[left, middle], [left + width / 2, middle], [left + width, middle]];
}

/** A point of a surface on its colour. */
function groundKey(
  ground: number,
  hollow: boolean,
  theme: Theme,
  { left, middle }: KeyPlace,
): Shape[] {
  const fill = tint(theme, 0, ground);
  const height = 1.4 * SWATCH;
  const area = { x: left, y: middle - height / 2, width: 2 * SWATCH, height, fill };
  return [
    element("rect", area),
    element("path", {
      d: markerPath("circle", [left + SWATCH, middle], theme.sizes.lineMarker),
      fill,
      ...valueEdge(theme, hollow),
    }),
  ];
}

/** A marker of a class, or of a set of points. */
function pointKey(
  { slot, hollow, ring = false }: PointEntry,
  context: KeyContext,
  { left, middle }: KeyPlace,
): Shape[] {
  const { colors, sizes } = context.theme;
  const color = colorOf(slot, context);
  const radius = ring ? 0.57 * sizes.lineMarker : sizes.lineMarker;
  const center: Point = [left + sizes.lineMarker, middle];
  const marker = element("path", {
    d: markerPath(markerOf(slotNumber(slot, context) ?? 0), center, radius),
    fill: hollow ? colors.halo : color,
    stroke: hollow ? color : colors.halo,
    "stroke-width": hollow ? 2.5 : 1,
  });
  if (!ring) return [marker];
  const around = { d: markerPath("circle", center, sizes.lineMarker + 1), fill: "none" };
  return [marker, element("path", { ...around, stroke: colors.ink, "stroke-width": 2 })];
}

/** The colours of a scale, in a row. */
export function rampKey(
  { steps }: RampEntry,
  context: KeyContext,
  { left, middle, height = SWATCH }: KeyPlace & { readonly height?: number },
): Shape[] {
  const { theme } = context;
  return steps.map(({ slot, certainty, share, outcome }, at) =>
    element("rect", {
      x: left + at * SWATCH,
      y: middle - height / 2,
      width: SWATCH,
      height,
      fill: share === undefined
        ? tint(theme, slotNumber(slot, context), certainty)
        : outcome === undefined
        ? cellColor(theme, share)
        : outcomeColor(theme, outcome, share),
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
