/** What a panel is: plain data, and a function that draws it once its place is known. */

import type { Rectangle } from "./geometry.ts";
import type { LegendEntry } from "./legend_entries.ts";
import type { Range, Scale } from "./scale.ts";
import type { Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";
import type { Axis } from "./ticks.ts";

/** Colour and marker slot of a run, the same in all panels of a figure. */
export type SlotOf = (name: string) => number;

/** Where a panel's data goes. */
export interface Plot {
  /** The plot without its axes: nothing is to be drawn outside. */
  readonly rectangle: Rectangle;
  /** From data to figure units, along x. */
  readonly x: Scale;
  /** From data to figure units, along y. */
  readonly y: Scale;
  /** Colours and sizes. */
  readonly theme: Theme;
  /** Which of the theme's colours a name has. */
  readonly slotOf: SlotOf;
}

/** One plot of a figure, made by `linePanel` or `contourPanel` and drawn by `figure`. */
export interface Panel {
  /** Over the plot; empty for none. */
  readonly title: string;
  /** A line under the title. */
  readonly note: string;
  /** What there is to see, in a sentence, for those who do not see it. */
  readonly summary: string;
}

/** A curve where it reaches the right edge of its plot, in data units. */
export interface CurveEnd {
  /** Of the run. */
  readonly name: string;
  /** Value there. */
  readonly y: number;
}

/** What `figure` knows of a panel besides: no caller has a use for it, so it is free to change. */
export interface DrawablePanel extends Panel {
  /** What lies along x. */
  readonly x: Axis;
  /** What lies along y. */
  readonly y: Axis;
  /** Least and largest width of the plot for a height of 1. */
  readonly aspect: Range;
  /** Lines across at the ticks of y, or a frame all around. */
  readonly frame: "grid" | "box";
  /** Names that get a colour each, in order. */
  readonly names: readonly string[];
  /** What the panel adds to the figure's legend. */
  readonly legend: readonly LegendEntry[];
  /** Where curves reach the right edge, so that their names may stand there; none by default. */
  readonly ends?: readonly CurveEnd[];
  /** The shapes of the data, without axes and texts around them. */
  draw(plot: Plot): readonly Shape[];
}

/** Whether `value` was made by one of the functions that make panels. */
export function isDrawable(value: unknown): value is DrawablePanel {
  return typeof value === "object" && value !== null && "draw" in value &&
    typeof value.draw === "function";
}
