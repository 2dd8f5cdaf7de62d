/** Legend entries as samples with labels, whose widths are measured. */

import { pathData } from "../geometry.ts";
import type { LegendEntry, RampEntry } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { cutText, measureText, singleLine, textShape } from "../text.ts";
import { fontOf } from "../theme.ts";
import { drawKey, type KeyContext, keyWidth, rampKey } from "./legend_keys.ts";

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
