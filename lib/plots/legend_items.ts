/** The entries of a legend as samples with names, each of a known width. */

import type { LegendEntry, RampEntry } from "./legend_entries.ts";
import {
  boundaryKey,
  type KeyContext,
  type KeyPlace,
  keyWidth,
  lineKey,
  pointKey,
  rampKey,
  unknownKey,
} from "./legend_keys.ts";
import type { Shape } from "./svg.ts";
import { type Font, measureText } from "./measure.ts";
import { cutText, singleLine, textShape } from "./text.ts";

const AFTER_KEY = 10;

/** What a legend needs to know of its figure. */
export interface LegendContext extends KeyContext {
  /** Room for an item. */
  readonly width: number;
}

/** A sample and its name, ready to be placed. */
export interface Item {
  readonly width: number;
  /** Runs and classes, then what tells train from test, then the rest. */
  readonly group: number;
  /** Draws it from `left`, its middle at the height `middle`. */
  draw(left: number, middle: number): Shape[];
}

/** Runs and classes come first, then what tells train from test, then the rest. */
export function groupOf(entry: LegendEntry): number {
  if (entry.kind === "line" || entry.kind === "point") return entry.slot === undefined ? 1 : 0;
  return 2;
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
  const before = keyWidth(entry, theme) + AFTER_KEY;
  const text = label(entry.label, width - before, context);
  return {
    width: before + text.width,
    group: groupOf(entry),
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
  if (entry.kind === "point") return pointKey(entry, context, place);
  return entry.kind === "boundary"
    ? boundaryKey(context.theme, place)
    : unknownKey(context.theme, place);
}

/** The same in a narrow column, where a scale of colours stands under its name. */
export function stackedItems(entry: LegendEntry, context: LegendContext): Item[] {
  if (entry.kind !== "ramp") return [itemOf(entry, context)];
  return [plainItem(entry.label, context), scaleItem(entry, context)];
}

function rampItem(entry: RampEntry, context: LegendContext): Item {
  const name = label(entry.label, context.width / 2, context);
  const scale = scaleItem(entry, context);
  const before = name.width + 2 * AFTER_KEY;
  return {
    width: before + scale.width,
    group: groupOf(entry),
    draw: (left, middle) => [name.draw(left, middle), ...scale.draw(left + before, middle)],
  };
}

/** The colours of a scale between what its ends stand for. */
function scaleItem(entry: RampEntry, context: LegendContext): Item {
  const [low, high] = entry.ends.map((text) => label(text, context.width / 4, context));
  const before = low.width + AFTER_KEY;
  const swatches = keyWidth(entry, context.theme);
  return {
    width: before + swatches + AFTER_KEY + high.width,
    group: groupOf(entry),
    draw: (left, middle) => [
      low.draw(left, middle),
      ...rampKey(entry, context, { left: left + before, middle }),
      high.draw(left + before + swatches + AFTER_KEY, middle),
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
