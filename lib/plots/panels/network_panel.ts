/** A panel of a network as a diagram: its units as small maps, its weights as lines. */

import { checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, checkShape, isTyped } from "../../check_shape.ts";
import type { UnitLayer, UnitMaps } from "../../models/field.ts";
import type { Tick } from "../axes/ticks.ts";
import { valueText } from "../format.ts";
import { checkField } from "../marks/field.ts";
import { signedSteps, type SignSlots } from "../marks/signed_map.ts";
import {
  checkPanel,
  type DrawablePanel,
  inStyle,
  type LegendEntry,
  type Panel,
  styledPanel,
} from "../panel.ts";
import type { PanelStyle } from "../style.ts";
import { checkTexts, panelText } from "../text.ts";
import type { Words } from "../words.ts";
import { drawNetwork, type DrawnNetwork, largest } from "./network_drawing.ts";
import { columnsOf } from "./network_layout.ts";

/** Titles, names and scales of a network panel. */
export interface NetworkPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** A panel of the network's predictions over the same plane, which is drawn as a map at the end. */
  readonly output?: Panel;
  /** Names of the inputs that have maps: none by default. */
  readonly inputNames?: readonly string[];
  /** Names of the outputs that have maps: none by default. */
  readonly outputNames?: readonly string[];
  /** The absolute weight of the widest line: the largest one by default. */
  readonly maxWeight?: number;
}

const ACTION = "draw the network";

const OPTIONS = [
  ...["title", "note", "output", "inputNames", "outputNames", "maxWeight"],
] as const satisfies readonly string[];

/** Maps of more units or layers are too small to be seen. */
const MAX_UNITS = 64;
const MAX_LAYERS = 14;

/**
 * A panel of a network as a diagram, as in TensorFlow Playground (D. Smilkov et al., "Direct-manipulation
 * visualization of deep networks", 2016): the inputs at the left, each unit as a map of its activation over
 * the plane, and the predictions at the end. Each line is a weight: the wider, the larger; dashed and in
 * another colour if it is negative. The colours of maps are relative to the largest absolute value of a
 * layer. Weights below a twelfth of the largest have no line.
 *
 * @param maps the maps of all units or some of them, as `unitMaps` gives them
 * @param options titles, names, and the panel at the end
 * @returns a panel for `figure`; its note says if units have no maps
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the sizes of the maps do not match, there are more than 64 maps in a layer or 14
 * layers, or there is no option of that name
 *
 * @example A network of three hidden units
 * ```ts
 * import { createMlp, networkPanel, openDevice, unitMaps } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const maps = await unitMaps(createMlp([2, 3, 2]), { device, x: [-1, 1], y: [-1, 1] });
 * const { summary } = networkPanel(maps);
 * assertEquals(summary, "A network of 2-3-2 units: a map of each unit, and the weights as lines.");
 * ```
 */
export function networkPanel(maps: UnitMaps, options: NetworkPanelOptions = {}): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkMaps(maps);
  const { layers } = maps;
  const { output, maxWeight } = options;
  const drawable = output === undefined ? undefined : checkPanel(ACTION, "output", output);
  if (maxWeight !== undefined) checkNumber(ACTION, "maxWeight", maxWeight, { above: 0 });
  const names = {
    inputs: checkNames("inputNames", options.inputNames, layers[0]),
    outputs: checkNames("outputNames", options.outputNames, layers[layers.length - 1]),
  };
  const most = maxWeight ?? largest(layers.flatMap(({ weights }) => [...weights]));
  return styledPanel((style) => build({ maps, names, output: drawable, most }, options, style));
}

/** What a panel draws, which does not depend on words. */
type NetworkParts = Omit<DrawnNetwork, "slots" | "shape">;

function build(
  parts: NetworkParts,
  options: NetworkPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { maps: { layers }, most } = parts;
  const { title, note } = panelText(ACTION, { title: options.title, note: options.note });
  const output = parts.output && inStyle(parts.output, style);
  const shape = {
    counts: layers.map(({ units }) => units.length),
    hasOutput: output !== undefined,
  };
  const columns = columnsOf(shape);
  const slots = signSlots(output?.classes ?? 0);
  const last = layers.length - 1;
  const marks = layers.map((_, layer): Tick => ({
    value: columns.middles[layer],
    label: layer === 0
      ? words.say("inputs")
      : layer === last
      ? words.say("outputs")
      : words.say("layer {n}", { n: layer }),
  }));
  return {
    title: style.runNames.get(title) ?? title,
    note: [note, omittedNote(layers, words)].filter((text) => text !== "").join(" · "),
    summary: words.say(
      "A network of {sizes} units: a map of each unit, and the weights as lines.",
      {
        sizes: layers.map(({ width }) => width).join("-"),
      },
    ),
    x: { kind: "linear", range: [0, columns.total], label: "", whole: true, marks },
    y: { kind: "linear", range: [0, 1], label: "", whole: true, marks: [] },
    aspect: [Math.min(1.5, 0.09 * columns.total), 4],
    frame: "none",
    names: [],
    autoColored: [],
    classes: Math.max(slots.negative, slots.positive) + 1,
    legend: [...outputLegend(output), ...signLegend(slots, most, words)],
    draw: (plot) => drawNetwork({ ...parts, output, slots, shape }, plot),
  };
}

/** The colours of signs: pairs that stay apart for colour-blind readers, and that no class has. */
function signSlots(classes: number): SignSlots {
  if (classes <= 2) return { negative: 4, positive: 2 };
  return classes <= 5 ? { negative: 5, positive: 7 } : { negative: classes + 1, positive: classes };
}

/** The entries of the panel at the end; colours of areas are those of the classes. */
function outputLegend(output: DrawablePanel | undefined): readonly LegendEntry[] {
  if (output === undefined) return [];
  return output.legend.filter(({ kind }) => kind !== "ramp" || output.classes === 1);
}

/** The entries of weights, if there are any, and that of activations. */
function signLegend(slots: SignSlots, most: number, words: Words): LegendEntry[] {
  const value = words.digits(valueText(most));
  const line = { kind: "line", marker: false } as const;
  const weights: LegendEntry[] = [
    {
      ...{ ...line, slot: slots.positive, dashed: false },
      label: words.say("positive weights, up to {value}", { value }),
    },
    {
      ...{ ...line, slot: slots.negative, dashed: true },
      label: words.say("negative, down to {value}", { value: `−${value}` }),
    },
  ];
  return [...(most > 0 ? weights : []), {
    kind: "ramp",
    label: words.say("activation by layer"),
    steps: signedSteps(slots),
    ends: ["−1", "1"],
  }];
}

/** Says how many units have maps, if some have none. */
function omittedNote(layers: readonly UnitLayer[], words: Words): string {
  const total = layers.reduce((sum, { width }) => sum + width, 0);
  const shown = layers.reduce((sum, { units }) => sum + units.length, 0);
  return shown < total ? words.say("{shown} of {total} units shown", { shown, total }) : "";
}

function checkNames(
  option: string,
  names: readonly string[] | undefined,
  { units }: UnitLayer,
): readonly string[] {
  if (names === undefined) return [];
  checkTexts(ACTION, option, names);
  if (names.length === units.length) return names;
  const allowed = `one for each map, ${units.length}`;
  throw new RangeError(validationMessage(ACTION, option, allowed, names));
}

function checkMaps(maps: UnitMaps): void {
  const { x, y, size, layers } = checkShape(ACTION, "maps", maps, "unitMaps");
  checkList(ACTION, "layers of maps", layers, "a list of layers");
  const bounds = { minimum: 2, maximum: MAX_LAYERS };
  checkCount(ACTION, "the number of layers", layers.length, bounds);
  layers.forEach((layer, at) => {
    const name = `layers[${at}]`;
    checkShape(ACTION, name, layer, "unitLayer");
    const { width, units, weights, values } = layer;
    checkList(ACTION, `units of ${name}`, units, "a list of units");
    const most = { minimum: 1, maximum: MAX_UNITS };
    checkCount(ACTION, `the number of units of ${name}`, units.length, most);
    checkCount(ACTION, `width of ${name}`, width, { minimum: units.length });
    checkField({ x, y, size, classes: units.length, values, measure: "score" });
    const before = at === 0 ? 0 : layers[at - 1].units.length;
    const allowed = `a Float32Array of ${units.length * before} numbers`;
    if (isTyped(weights, Float32Array) && weights.length === units.length * before) return;
    throw new TypeError(validationMessage(ACTION, `weights of ${name}`, allowed, weights));
  });
}
