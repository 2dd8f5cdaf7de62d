/**
 * What a panel is: plain data, its legend, and a function that draws it once its place is known.
 */

import { validationMessage } from "../check.ts";
import { checkList } from "../check_shape.ts";
import type { Rectangle } from "./geometry.ts";
import type { Range, Scale } from "./scale.ts";
import type { Shape } from "./shape.ts";
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
  /** Minimum and maximum width of the plot for a height of 1; `equal` where x and y have one scale. */
  readonly aspect: Range | "equal";
  /** Lines across at the ticks of y, or a frame all around. */
  readonly frame: "grid" | "box";
  /** Names that get a colour each, in order, after the colours of classes. */
  readonly names: readonly string[];
  /** How many colours classes have, from the first on: no name gets one of them. */
  readonly classes: number;
  /** What the panel adds to the figure's legend. */
  readonly legend: readonly LegendEntry[];
  /** Where curves reach the right edge, so that their names may go there; none by default. */
  readonly ends?: readonly CurveEnd[];
  /** The shapes of the data, without axes and texts around them. */
  draw(plot: Plot): readonly Shape[];
}

/** Whether `value` was made by one of the functions that make panels. */
export function isDrawable(value: unknown): value is DrawablePanel {
  return typeof value === "object" && value !== null && "draw" in value &&
    typeof value.draw === "function";
}

/** What colour a sample has: a slot, a name that has one, or none of its own. */
export type EntrySlot = number | string | undefined;

/** One sample and its name. */
export type LegendEntry = LineEntry | BoundaryEntry | PointEntry | RampEntry | UnknownEntry;

/** A run, or a kind of line. */
export interface LineEntry {
  /** Tells the entries apart. */
  readonly kind: "line";
  /** The text beside the sample. */
  readonly label: string;
  /** Whose colour it has. */
  readonly slot: EntrySlot;
  /** Whether the sample is dashed. */
  readonly dashed: boolean;
  /** Whether the sample bears the run's marker. */
  readonly marker: boolean;
}

/** The line between classes. */
export interface BoundaryEntry {
  /** Tells the entries apart. */
  readonly kind: "boundary";
  /** The text beside the sample. */
  readonly label: string;
}

/** Where a model gives no numbers. */
export interface UnknownEntry {
  /** Tells the entries apart. */
  readonly kind: "unknown";
  /** The text beside the sample. */
  readonly label: string;
}

/** A class, or a set of points. */
export interface PointEntry {
  /** Tells the entries apart. */
  readonly kind: "point";
  /** The text beside the sample. */
  readonly label: string;
  /** Whose colour and marker it has. */
  readonly slot: EntrySlot;
  /** Whether the marker is hollow. */
  readonly hollow: boolean;
}

/** A scale of colours. */
export interface RampEntry {
  /** Tells the entries apart. */
  readonly kind: "ramp";
  /** What the colours stand for. */
  readonly label: string;
  /** Colours from left to right: a class (undefined for none) and its certainty. */
  readonly steps: readonly { readonly slot: EntrySlot; readonly certainty: number }[];
  /** What the ends stand for: `0`, `1`. */
  readonly ends: readonly [string, string];
}

/**
 * Gives panels that are shown one after the other the legend of all of them, so that nothing jumps
 * where one has what another lacks.
 *
 * @param panels made by the functions that make panels
 * @returns the same panels, in order
 * @throws {TypeError} if one is no panel
 *
 * @example A field without a boundary is explained as one that has it
 * ```ts
 * import { contourPanel, figure, shareLegend, textsOf } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const plane = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 2 } as const;
 * const [early] = shareLegend([
 *   contourPanel({ ...plane, values: Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0) }),
 *   contourPanel({ ...plane, values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1) }),
 * ]);
 * assertEquals(early.title, "");
 * assert(textsOf(figure([[early]])).includes("decision boundary"));
 * ```
 */
export function shareLegend(panels: readonly Panel[]): Panel[] {
  checkList("share the legend", "panels", panels, "a list of panels");
  const drawable = panels.map((panel, at): DrawablePanel => {
    if (isDrawable(panel)) return panel;
    const name = `panels[${at}]`;
    throw new TypeError(validationMessage("share the legend", name, "a panel", panel));
  });
  const legend = drawable.flatMap((panel) => panel.legend);
  return drawable.map((panel): DrawablePanel => ({ ...panel, legend }));
}
