/** The options of figures that flags specify, checked before anything is trained. */

import { contourPanel, figure, type FigureOptions, linePanel } from "../../mod.ts";
import { wordsIn } from "./words.ts";
import { figureFlags, panelFlags } from "./flags/figure_flags.ts";
import { writtenName } from "./figure_words.ts";
import { flagName, type Values } from "./flags/flags.ts";
import { usage, UsageError } from "./usage_error.ts";

/** The values of the flags; commands without panels lack those of panels. */
export type FigureSettings =
  & Values<typeof figureFlags>
  & Partial<Values<typeof panelFlags>>;

/**
 * The options of an experiment's figures, without their provenance.
 *
 * @param flags The flags
 * @param runs The names of its runs
 * @param lists The names and colours for them; undefined for names as people write them, and for the
 * theme's colours
 */
export function figureOptionsOf(
  flags: FigureSettings,
  runs: readonly string[],
  { names, colors }: RunLists,
): FigureOptions {
  const { theme, size, transparent, width, height, fonts, fontSize } = flags;
  const { classNames, classColors, title, subtitle, language } = flags;
  const words = wordsIn(language);
  const { xLabel, yLabel, xLimits, yLimits, xTicks, yTicks } = flags;
  const options: FigureOptions = {
    ...{ theme, size, transparent, width, height, fonts, fontSize },
    ...{ classNames, classColors, title, subtitle },
    language: language === "en" ? undefined : language,
    ...{ xLabel, yLabel, xLimits, yLimits, xTicks, yTicks },
    runNames: byRun(runs, names ?? runs.map((run) => writtenName(run, words))),
    runColors: colors && byRun(runs, colors),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Names and colours of runs, in their order. */
export interface RunLists {
  readonly names?: readonly string[];
  readonly colors?: readonly string[];
}

function byRun(runs: readonly string[], list: readonly string[]): Record<string, string> {
  return Object.fromEntries(runs.map((run, at) => [run, list[at]]));
}

/**
 * Divides the lists of `--run-names` and `--run-colors` among experiments.
 *
 * @param runs The names of the runs of each experiment
 * @returns The parts of the lists for each experiment
 * @throws {UsageError} if a list has not one entry for each run
 */
export function runListsOf(
  { runNames, runColors }: Pick<FigureSettings, "runNames" | "runColors">,
  runs: readonly (readonly string[])[],
): RunLists[] {
  const all = runs.flat();
  checkLength("runNames", runNames, all, "name");
  checkLength("runColors", runColors, all, "color");
  let end = 0;
  return runs.map(({ length }) => {
    const start = end;
    end += length;
    return { names: runNames?.slice(start, end), colors: runColors?.slice(start, end) };
  });
}

function checkLength(
  key: keyof typeof panelFlags | keyof typeof figureFlags,
  list: readonly string[] | undefined,
  wanted: readonly string[],
  what: string,
): void {
  if (list === undefined || list.length === wanted.length) return;
  throw new UsageError(
    `Flag ${flagName(key)} must have one ${what} each for ${wanted.join(", ")}, ` +
      `${wanted.length} in all: it has ${list.length}`,
  );
}

/** The flag of the option that an error names, in brackets. */
function hintOn(message: string): string {
  const option = message.match(/\bas (?:the \w+ of )?(\w+)/)?.[1] ?? "";
  const key = option === "run" ? "runColors" : option;
  return Object.hasOwn({ ...figureFlags, ...panelFlags }, key) ? ` (see ${flagName(key)})` : "";
}

/** What figures show, as far as it is known before a training. */
export interface Shown {
  /** The number of classes. */
  readonly classes: number;
  /** The axes that are logarithmic in any case: none by default. */
  readonly logAxes?: readonly ("x" | "y")[];
}

/**
 * Checks the options of figures by figures without data.
 *
 * @param options Those of an experiment's figures
 * @param shown What the figures show
 * @throws {UsageError} if a figure could not be drawn; it names the flag
 */
export function checkFigures(options: FigureOptions, { classes, logAxes = [] }: Shown): void {
  const all = Array.from({ length: classes }, (_, label) => `class ${label}`);
  checkLength("classNames", options.classNames, all, "name");
  checkLength("classColors", options.classColors, all, "color");
  const values = new Float32Array(4 * classes);
  const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes, values } as const;
  const scale = (axis: "x" | "y") => logAxes.includes(axis) ? "log" : "linear";
  const lines = linePanel([], { xScale: scale("x"), yScale: scale("y") });
  try {
    usage(() => figure([[lines, contourPanel(field)]], options));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}${hintOn(error.message)}`, { cause: error });
  }
}
