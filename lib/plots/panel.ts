/** The contract of panels: axes, legend entries, and a function that draws the data in a plot. */

import { validationMessage } from "../check.ts";
import { checkList, isObject } from "../check_shape.ts";
import type { Range, Scale } from "./axes/scale.ts";
import type { Axis } from "./axes/ticks.ts";
import type { Rectangle } from "./geometry.ts";
import type { Shape } from "./shape.ts";
import { type PanelStyle, plainStyle } from "./style.ts";
import type { Outcome, Theme } from "./theme.ts";

/** Colour and marker slot of a run, the same in all panels of a figure. */
export type SlotOf = (name: string) => number;

/** The rectangle and the scales of a panel's data. */
export interface Plot {
  /** The plot without its axes; panels draw nothing outside it. */
  readonly rectangle: Rectangle;
  /** From data to figure units, along x. */
  readonly x: Scale;
  /** From data to figure units, along y. */
  readonly y: Scale;
  /** Colours and sizes. */
  readonly theme: Theme;
  /** Index of the theme's colour for a name. */
  readonly slotOf: SlotOf;
}

/** One plot of a figure, made by `linePanel` or `contourPanel` and drawn by `figure`. */
export interface Panel {
  /** Title above the plot; empty for none. */
  readonly title: string;
  /** A line under the title; empty for none. */
  readonly note: string;
  /** Text alternative of the plot, in one sentence. */
  readonly summary: string;
}

/** The end of a curve at the right edge of its plot, in data units. */
export interface CurveEnd {
  /** Name of the run. */
  readonly name: string;
  /** Value at the edge. */
  readonly y: number;
}

/** A panel with all that `figure` needs to draw it. It is not public, so it may change. */
export interface DrawablePanel extends Panel {
  /** Kind, range and label of the x axis. */
  readonly x: Axis;
  /** Kind, range and label of the y axis. */
  readonly y: Axis;
  /** Minimum and maximum width of the plot for a height of 1; `equal` if x and y have one scale. */
  readonly aspect: Range | "equal";
  /** Grid lines at the ticks of y, a frame around the plot, or neither axis lines nor ticks. */
  readonly frame: "grid" | "box" | "none";
  /** Names of runs, each of which gets a colour, in order after the colours of classes. */
  readonly names: readonly string[];
  /** Those of `names` with a curve whose colour the figure chooses. */
  readonly autoColored: readonly string[];
  /** Number of classes, which have the first colours: runs get those after them. */
  readonly classes: number;
  /** Its entries in the figure's legend. */
  readonly legend: readonly LegendEntry[];
  /** Ends of curves at the right edge, for names there; none by default. */
  readonly ends?: readonly CurveEnd[];
  /** Draws the shapes of the data, without axes and titles. */
  draw(plot: Plot): readonly Shape[];
  /** The panel in the words and names of a figure, and with its axes. */
  readonly styled?: (style: PanelStyle) => DrawablePanel;
}

/**
 * Makes a panel that figures can give other words, names and axes.
 *
 * @param build makes the panel in a style
 * @returns the panel in English, with the names of runs and classes that the caller passed
 */
export function styledPanel(build: (style: PanelStyle) => DrawablePanel): DrawablePanel {
  const plain = build(plainStyle);
  return { ...plain, styled: (style) => style === plainStyle ? plain : build(style) };
}

/**
 * A panel in the style of a figure. Title, note and summary that a caller replaced are kept; a title that
 * is the name of a run is shown as that run's.
 */
export function inStyle(panel: DrawablePanel, style: PanelStyle): DrawablePanel {
  if (panel.styled === undefined) return panel;
  const [plain, styled] = [plainStyle, style].map(panel.styled);
  const own = (part: keyof Panel) => panel[part] === plain[part] ? styled[part] : panel[part];
  const title = style.runNames.get(panel.title) ?? own("title");
  return { ...styled, title, note: own("note"), summary: own("summary") };
}

/**
 * Checks that `value` was made by one of the functions that make panels. Its title, note and summary may
 * have been replaced since.
 */
export function checkPanel(action: string, name: string, value: unknown): DrawablePanel {
  if (!isObject(value) || !("draw" in value) || typeof value.draw !== "function") {
    const allowed = "a panel, as linePanel and contourPanel return it";
    throw new TypeError(validationMessage(action, name, allowed, value));
  }
  const panel = value as DrawablePanel;
  for (const part of ["title", "note", "summary"] as const) {
    if (typeof panel[part] === "string") continue;
    throw new TypeError(validationMessage(action, `${part} of ${name}`, "text", panel[part]));
  }
  return panel;
}

/** The colour of a sample: a slot, the name of a run with one, or undefined for grey. */
export type EntrySlot = number | string | undefined;

/** A sample and its label in the legend. */
export type LegendEntry =
  | LineEntry
  | BandEntry
  | BoundaryEntry
  | PointEntry
  | RampEntry
  | UnknownEntry;

/** A run, or a line style. */
export interface LineEntry {
  /** Discriminates the types of entries. */
  readonly kind: "line";
  /** The text beside the sample. */
  readonly label: string;
  /** Of its colour. */
  readonly slot: EntrySlot;
  /** Whether the sample is dashed. */
  readonly dashed: boolean;
  /** Whether the sample has the run's marker. */
  readonly marker: boolean;
  /** Whether the sample has a band in its colour: false by default. */
  readonly band?: boolean;
}

/** A line in a band. */
export interface BandEntry {
  /** Discriminates the types of entries. */
  readonly kind: "band";
  /** The text beside the sample. */
  readonly label: string;
}

/** The decision boundary. */
export interface BoundaryEntry {
  /** Discriminates the types of entries. */
  readonly kind: "boundary";
  /** The text beside the sample. */
  readonly label: string;
}

/** Areas where a model gives no finite values. */
export interface UnknownEntry {
  /** Discriminates the types of entries. */
  readonly kind: "unknown";
  /** The text beside the sample. */
  readonly label: string;
}

/** A class, or a set of points. */
export interface PointEntry {
  /** Discriminates the types of entries. */
  readonly kind: "point";
  /** The text beside the sample. */
  readonly label: string;
  /** Of its colour and marker. */
  readonly slot: EntrySlot;
  /** Whether the marker is hollow. */
  readonly hollow: boolean;
  /** Whether it has a ring, as wrong points have: false by default. */
  readonly ring?: boolean;
  /** The strength of the colour of the surface that it lies on, and of its own: none by default. */
  readonly ground?: number;
}

/** A colour scale. */
export interface RampEntry {
  /** Discriminates the types of entries. */
  readonly kind: "ramp";
  /** What the colours mean. */
  readonly label: string;
  /**
   * Colours from left to right: a class (undefined for none) and its certainty, or a share of the ramp, or
   * of the colours of an outcome.
   */
  readonly steps: readonly {
    readonly slot: EntrySlot;
    readonly certainty: number;
    readonly share?: number;
    readonly outcome?: Outcome;
  }[];
  /** Labels of its ends: `0`, `1`. */
  readonly ends: readonly [string, string];
  /** Label of its middle, where the decision boundary crosses it: none by default. */
  readonly middle?: string;
}

/**
 * Gives each of several panels the legend entries of all of them, so that the layout of successive
 * figures is the same.
 *
 * @param panels as `linePanel`, `contourPanel` and the like return them
 * @returns the panels with the common legend, in order
 * @throws {TypeError} if one of them is not a panel
 *
 * @example The legend of a field without a boundary includes the boundary of another
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
  const drawable = panels.map((panel, at) =>
    checkPanel("share the legend", `panels[${at}]`, panel)
  );
  return drawable.map((panel): DrawablePanel => ({
    ...panel,
    legend: drawable.flatMap(({ legend }) => legend),
    styled: (style) => ({
      ...inStyle(panel, style),
      legend: drawable.flatMap((other) => inStyle(other, style).legend),
    }),
  }));
}
