/** Legend entries as samples with labels, whose widths are measured. */

import { markerOf, markerPath, pathData, type Point } from "../geometry.ts";
import type { EntrySlot, LegendEntry, LineEntry, PointEntry, RampEntry, SlotOf } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { cutText, measureText, singleLine, textShape } from "../text.ts";
import { cellColor, fontOf, outcomeColor, seriesColor, type Theme, tint } from "../theme.ts";

/** Distance of a sample from its label, in units. */
const AFTER_KEY = 10;

/** Theme, colours and available width. */
export interface LegendContext extends KeyContext {
  /** Maximum width of an item. */
  readonly width: number;
}

/** A sample and its label, ready to be placed. */
export interface Item {
  readonly width: number;
  /** Its place in the order of `groupOf`. */
  readonly group: number;
  /** Its label, as it is shown. */
  readonly text: string;
  /** Whether its label is cut. */
  readonly isCut: boolean;
  /** Draws it with its left edge at `left` and its vertical centre at `middle`. */
  draw(left: number, middle: number): Shape[];
}

/** The order of entries: runs and classes first, then train and test, then all others. */
export function groupOf(entry: LegendEntry): number {
  if (entry.kind === "line" || entry.kind === "point") return entry.slot === undefined ? 1 : 0;
  return 2;
}

/** A label without a sample. */
export function plainItem(text: string, context: LegendContext): Item {
  const { draw, ...shown } = label(text, context.width, context);
  return { ...shown, group: 2, draw: (left, middle) => [draw(left, middle)] };
}

/** An entry as a sample and its label. */
export function itemOf(entry: LegendEntry, context: LegendContext): Item {
  if (entry.kind === "ramp") return rampItem(entry, context);
  const { theme, width } = context;
  const before = keyWidth(entry, theme) + AFTER_KEY;
  const text = label(entry.label, width - before, context);
  return {
    width: before + text.width,
    group: groupOf(entry),
    text: text.text,
    isCut: text.isCut,
    draw: (left, middle) => [
      ...drawKey(entry, context, { left, middle }),
      text.draw(left + before, middle),
    ],
  };
}

function drawKey(
  entry: Exclude<LegendEntry, RampEntry>,
  context: LegendContext,
  place: KeyPlace,
): Shape[] {
  if (entry.kind === "line") return lineKey(entry, context, place);
  if (entry.kind === "band") return bandKey(context.theme, place);
  if (entry.kind === "point") return pointKey(entry, context, place);
  return entry.kind === "boundary"
    ? boundaryKey(context.theme, place)
    : unknownKey(context.theme, place);
}

/** The same for a narrow column, where a colour scale is below its label. */
export function stackedItems(entry: LegendEntry, context: LegendContext): Item[] {
  if (entry.kind !== "ramp") return [itemOf(entry, context)];
  return [plainItem(entry.label, context), scaleItem(entry, context)];
}

function rampItem(entry: RampEntry, context: LegendContext): Item {
  const scale = scaleItem(entry, context);
  const free = context.width - scale.width - 2 * AFTER_KEY;
  const name = label(entry.label, Math.max(context.width / 2, free), context);
  const before = name.width + 2 * AFTER_KEY;
  return {
    width: before + scale.width,
    group: groupOf(entry),
    text: name.text,
    isCut: name.isCut || scale.isCut,
    draw: (left, middle) => [name.draw(left, middle), ...scale.draw(left + before, middle)],
  };
}

/** A colour scale between the labels of its ends, or over three labels if its middle has one. */
function scaleItem(entry: RampEntry, context: LegendContext): Item {
  if (entry.middle !== undefined) return rulerItem(entry, entry.middle, context);
  const [low, high] = entry.ends.map((text) => label(text, context.width / 4, context));
  const before = low.width + AFTER_KEY;
  const swatches = keyWidth(entry, context.theme);
  return {
    width: before + swatches + AFTER_KEY + high.width,
    group: groupOf(entry),
    text: `${low.text} ${high.text}`,
    isCut: low.isCut || high.isCut,
    draw: (left, middle) => [
      low.draw(left, middle),
      ...rampKey(entry, context, { left: left + before, middle }),
      high.draw(left + before + swatches + AFTER_KEY, middle),
    ],
  };
}

/** Height of a ruler's colours, in units. */
const RULER = 12;

/** A colour scale as a ruler: the decision boundary crosses it in the middle, and labels are below. */
function rulerItem(entry: RampEntry, middleLabel: string, context: LegendContext): Item {
  const { theme } = context;
  const { colors, sizes } = theme;
  const font = fontOf(theme, "tick");
  const labels = [entry.ends[0], middleLabel, entry.ends[1]];
  const before = measureText(labels[0], font) / 2;
  const width = keyWidth(entry, theme);
  return {
    width: before + width + measureText(labels[2], font) / 2,
    group: groupOf(entry),
    text: labels.join(" "),
    isCut: false,
    draw: (left, middle) => {
      const start = left + before;
      const [top, center] = [middle - RULER - 3, start + width / 2];
      const line = { d: pathData([[center, top - 4], [center, top + RULER + 4]]) };
      const halo = { stroke: colors.halo, "stroke-width": sizes.boundary + 2 * sizes.halo };
      return [
        ...rampKey(entry, context, { left: start, middle: top + RULER / 2, height: RULER }),
        element("path", { ...line, ...halo }),
        element("path", { ...line, stroke: colors.ink, "stroke-width": sizes.boundary }),
        ...labels.map((text, at) =>
          textShape(text, {
            ...font,
            x: start + at / 2 * width,
            y: top + RULER + 4 + 0.8 * font.size,
            color: colors.ink,
            anchor: "middle",
          })
        ),
      ];
    },
  };
}

function label(
  text: string,
  maxWidth: number,
  { theme }: LegendContext,
): Pick<Item, "width" | "text" | "isCut"> & { draw(left: number, middle: number): Shape } {
  const font = fontOf(theme, "label");
  const whole = singleLine(text) || theme.words.say("unnamed");
  const shown = cutText(whole, maxWidth, font);
  return {
    width: measureText(shown, font),
    text: shown,
    isCut: shown !== whole,
    draw: (x, middle) =>
      textShape(shown, { ...font, x, y: middle + font.size * 0.35, color: theme.colors.ink }),
  };
}

/** Width and height of one colour of a scale, in units. */
const SWATCH = 16;

/** Theme and colours. */
export interface KeyContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
}

/** The position of a sample: its left edge and its vertical centre. */
export interface KeyPlace {
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
  return entry.kind === "point" ? 2 * sizes.lineMarker : sizes.legendKey;
}

/** A line, with a marker if its entry has one. */
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

/** A line in a band, in grey: it stands for the bands of all runs. */
export function bandKey({ colors, sizes }: Theme, place: KeyPlace): Shape[] {
  const [start, , end] = along(place, sizes.legendKey);
  const area = {
    x: place.left,
    y: place.middle - SWATCH / 2,
    width: sizes.legendKey,
    height: SWATCH,
  };
  return [
    element("rect", { ...area, fill: colors.muted, "fill-opacity": 0.22 }),
    element("path", {
      d: pathData([start, end]),
      stroke: colors.muted,
      "stroke-width": sizes.line,
    }),
  ];
}

/** A decision boundary in the same colour and width as in the plot. */
export function boundaryKey({ colors, sizes }: Theme, place: KeyPlace): Shape[] {
  const [start, , end] = along(place, sizes.legendKey);
  const d = pathData([start, end]);
  return [element("path", { d, stroke: colors.ink, "stroke-width": sizes.boundary })];
}

/** A rectangle in the colour of areas without a class. */
export function unknownKey({ colors }: Theme, { left, middle }: KeyPlace): Shape[] {
  const place = { x: left, y: middle - SWATCH / 2, width: 2 * SWATCH, height: SWATCH };
  return [element("rect", { ...place, fill: colors.unknown, stroke: colors.axis })];
}

/** The ends and the centre of a sample. */
function along({ left, middle }: KeyPlace, width: number): [Point, Point, Point] {
  return [[left, middle], [left + width / 2, middle], [left + width, middle]];
}

/** A marker of a class, or of a set of points. */
export function pointKey(
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
