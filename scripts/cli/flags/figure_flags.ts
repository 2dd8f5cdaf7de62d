/** The flags of figures: words, look, size, formats and names; and those of their panels. */

import { languageNames, sizeNames, themeNames } from "../../../mod.ts";
import { validationMessage } from "../../../lib/check.ts";
import { titleStyles } from "../figure_words.ts";
import { choice, count, number, text, toggle, words } from "./flag_kinds.ts";
import { list, range } from "./list_kinds.ts";

/** The words, the look and the files of all figures. */
export const figureFlags = {
  title: words({ placeholder: "TEXT", help: "of the figures (default: their own)" }),
  subtitle: words({ placeholder: "TEXT", help: "a line under the title" }),
  titleStyle: choice({
    default: "finding",
    choices: titleStyles,
    help: "what titles say: what the figure shows, with the topic below, or the topic",
  }),
  language: choice({
    default: "en",
    choices: languageNames,
    help: "of words and numbers in the figures",
    aliases: ["lang", "locale"],
  }),
  classNames: list({
    placeholder: "NAME",
    help: "names of the classes, from class 0, joined by commas",
  }),
  classColors: list({
    placeholder: "COLOR",
    help: "of the classes: #rrggbb, #rgb or names of CSS, joined by commas",
    aliases: ["class-colours"],
  }),
  theme: choice({
    default: "light",
    choices: themeNames,
    help: "colours of the figures",
    aliases: ["style", "colors", "palette"],
  }),
  size: choice({
    default: "wide",
    choices: sizeNames,
    help: "of the figures: a slide, half of one, a square",
    aliases: ["figsize", "aspect"],
  }),
  width: number({
    minimum: 100,
    maximum: 10_000,
    help: "of the figures, in units (default: the size's; a slide has 1280)",
  }),
  height: number({
    minimum: 100,
    maximum: 10_000,
    help: "of the figures, in units (default: the size's; a slide has 720)",
  }),
  fonts: list({
    placeholder: "FONT",
    help: "font families in order of preference (default: Arial and fonts of its widths)",
    aliases: ["font", "font-family"],
  }),
  fontSize: number({
    minimum: 4,
    maximum: 100,
    help: "of labels, in units; other texts are in proportion (default: 24)",
  }),
  transparent: toggle({ help: "figures without a background, so that the slide's shows" }),
  png: toggle({
    help: "also write each figure as PNG, at twice its size; without, old PNGs of them go",
  }),
  noProvenance: toggle({
    help: "do not write into the figures what command, seed, data and device made them",
  }),
  figures: list({
    placeholder: "NAME",
    help: "draw these figures alone, such as loss or boundary (default: all)",
    aliases: ["only"],
  }),
  name: text({
    placeholder: "STEM",
    allowed: "a file name without its ending",
    help: "first part of the figures' file names (default: the command's)",
    aliases: ["stem", "prefix"],
    check: checkStem,
  }),
};

/** Runs and axes of figures that consist of panels. */
export const panelFlags = {
  runNames: list({
    placeholder: "NAME",
    help: "names of the runs in figures, in the order of the table, joined by commas",
  }),
  runColors: list({
    placeholder: "COLOR",
    help: "of the runs, in the same order: #rrggbb, #rgb or names of CSS",
    aliases: ["run-colours"],
  }),
  xLabel: words({ placeholder: "TEXT", help: "of the x axes (default: their own)" }),
  yLabel: words({ placeholder: "TEXT", help: "of the y axes (default: their own)" }),
  xLimits: range({ help: "first and last value of the x axes", aliases: ["x-lim", "xlim"] }),
  yLimits: range({ help: "first and last value of the y axes", aliases: ["y-lim", "ylim"] }),
  xTicks: count({ minimum: 2, maximum: 50, help: "about how many labels the x axes have" }),
  yTicks: count({ minimum: 2, maximum: 50, help: "about how many labels the y axes have" }),
};

/** A part of a file name: without folders, and without signs that some systems reserve. */
function checkStem(stem: string, name: string): string {
  // deno-lint-ignore no-control-regex
  const isName = /^[^\0-\x1f/\\:*?"<>|]+$/.test(stem) && !/^\.|[. ]$|^\s/.test(stem) &&
    stem.length <= 100;
  if (isName) return stem;
  throw new RangeError(
    validationMessage("read the flags", name, "a file name without its ending or folder", stem),
  );
}
