/** The entries of a legend as samples with names, each of a known width. */

import { pathData } from "./geometry.ts";
import type { EntrySlot, LegendEntry, RampEntry } from "./legend_entries.ts";
import { markerOf, markerPath } from "./markers.ts";
import type { SlotOf } from "./panel.ts";
import { element, type Shape } from "./svg.ts";
import { cutText, type Font, measureText, singleLine, textShape } from "./text.ts";
import { seriesColor, type Theme, tint } from "./theme.ts";

const AFTER_KEY = 10;
const SWATCH = 16;

/** What a legend needs to know of its figure. */
export interface LegendContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
  /** Room for a row. */
  readonly width: number;
}

/** A sample and its name, ready to be placed in a row. */
export interface Item {
  readonly width: number;
  /** Runs and classes, then what tells train from test, then the rest. */
  readonly group: number;
  /** Draws it from `left`, its middle at the height `middle`. */
  draw(left: number, middle: number): Shape[];
}

/** Runs and classes come first, then what tells train from test, then the rest. */
export function groupOf(entry: LegendEntry): number {
  if (entry.kind === "boundary" || entry.kind === "ramp") return 2;
  return entry.slot === undefined ? 1 : 0;
}

/** Text without a sample. */
export function plainItem(text: string, context: LegendContext): Item {
  const { width, draw } = label(text, context.width, context);
  return { width, group: 2, draw: (left, middle) => [draw(left, middle)] };
}

/** An entry with its sample. */
export function itemOf(entry: LegendEntry, context: LegendContext): Item {
  if (entry.kind === "ramp") return rampItem(entry, context);
  const { theme, width } = context;
  const keyWidth = entry.kind === "point" ? 2 * theme.sizes.lineMarker : theme.sizes.legendKey;
  const text = label(entry.label, width - keyWidth - AFTER_KEY, context);
  return {
    width: keyWidth + AFTER_KEY + text.width,
    group: groupOf(entry),
    draw: (left, middle) => [
      ...drawKey(entry, context, { left, middle, width: keyWidth }),
      text.draw(left + keyWidth + AFTER_KEY, middle),
    ],
  };
}

function label(
  text: string,
  room: number,
  { theme }: LegendContext,
): { width: number; draw(left: number, middle: number): Shape } {
  const font: Font = { size: theme.text.label };
  const shown = cutText(singleLine(text) || "unnamed", room, font);
  return {
    width: measureText(shown, font),
    draw: (x, middle) =>
      textShape(shown, { ...font, x, y: middle + font.size * 0.35, color: theme.colors.ink }),
  };
}

interface KeyPlace {
  readonly left: number;
  readonly middle: number;
  readonly width: number;
}

function drawKey(
  entry: Exclude<LegendEntry, RampEntry>,
  context: LegendContext,
  { left, middle, width }: KeyPlace,
): Shape[] {
  const { colors, sizes } = context.theme;
  const center = [left + width / 2, middle] as const;
  if (entry.kind === "point") return [pointKey(entry, context, center)];
  const isBoundary = entry.kind === "boundary";
  const color = isBoundary ? colors.ink : colorOf(entry.slot, context);
  const line = element("path", {
    d: pathData([[left, middle], [left + width, middle]]),
    stroke: color,
    "stroke-width": isBoundary ? sizes.boundary : sizes.line,
    "stroke-dasharray": !isBoundary && entry.dashed ? sizes.dash.join(" ") : undefined,
  });
  if (isBoundary || !entry.marker) return [line];
  const marker = element("path", {
    d: markerPath(markerOf(slotNumber(entry.slot, context)), center, sizes.lineMarker),
    fill: color,
    stroke: colors.halo,
    "stroke-width": 1.5,
  });
  return [line, marker];
}

function pointKey(
  { slot, hollow }: { readonly slot: EntrySlot; readonly hollow: boolean },
  context: LegendContext,
  center: readonly [number, number],
): Shape {
  const { colors, sizes } = context.theme;
  const color = colorOf(slot, context);
  return element("path", {
    d: markerPath(markerOf(slotNumber(slot, context)), center, sizes.lineMarker),
    fill: hollow ? colors.halo : color,
    stroke: hollow ? color : colors.halo,
    "stroke-width": hollow ? 2.5 : 1,
  });
}

function rampItem(entry: RampEntry, context: LegendContext): Item {
  const texts = [entry.label, ...entry.ends].map((text) => label(text, context.width / 2, context));
  const [name, low, high] = texts;
  const swatches = entry.steps.length * SWATCH;
  return {
    width: name.width + low.width + high.width + swatches + 4 * AFTER_KEY,
    group: groupOf(entry),
    draw: (left, middle) => {
      const lowLeft = left + name.width + 2 * AFTER_KEY;
      const start = lowLeft + low.width + AFTER_KEY;
      const { theme } = context;
      return [
        name.draw(left, middle),
        low.draw(lowLeft, middle),
        ...entry.steps.map(({ slot, certainty }, at) =>
          element("rect", {
            x: start + at * SWATCH,
            y: middle - SWATCH / 2,
            width: SWATCH,
            height: SWATCH,
            fill: tint(theme, colorOf(slot, context), certainty),
          })
        ),
        high.draw(start + swatches + AFTER_KEY, middle),
      ];
    },
  };
}

function slotNumber(slot: EntrySlot, { slotOf }: LegendContext): number {
  return typeof slot === "string" ? slotOf(slot) : slot ?? 0;
}

function colorOf(slot: EntrySlot, context: LegendContext): string {
  if (slot === undefined) return context.theme.colors.muted;
  return seriesColor(context.theme, slotNumber(slot, context));
}
