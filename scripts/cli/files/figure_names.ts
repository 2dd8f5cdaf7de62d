/** The names of figures: all or some of a command's, with a first part of the user's choice. */

import { show, suggestion } from "../../../lib/check.ts";
import { UsageError } from "../usage_error.ts";

/** The flags that choose figures and their names. */
export interface FigureNaming {
  /** Replaces the first part of the names. */
  readonly name?: string;
  /** The figures to draw: all if undefined. */
  readonly figures?: readonly string[];
}

/**
 * The name of a file with the first part that the user chose.
 *
 * @param file Its own name: `train-loss.svg`
 * @param name The user's first part; undefined to keep the name
 * @param first The part that it replaces; if the file does not begin with it, the user's part precedes it
 *
 * @example The first part, and all of it
 * ```ts
 * import { renamed } from "./figure_names.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renamed("depth-loss.svg", "talk", "depth"), "talk-loss.svg");
 * assertEquals(renamed("width-loss.svg", "talk", "depth"), "talk-width-loss.svg");
 * assertEquals(renamed("gradcheck.svg", "talk", "gradcheck"), "talk.svg");
 * ```
 */
export function renamed(file: string, name: string | undefined, first: string): string {
  if (name === undefined) return file;
  const rest = file.slice(first.length);
  return file.startsWith(first) && /^[-.]/.test(rest) ? name + rest : `${name}-${file}`;
}

/**
 * Whether a figure is drawn. Frames belong to their animation.
 *
 * @param file Its own name: `train-loss.svg`, `train-frames/`
 * @param figures Names or last parts of names, `train-loss` or `loss`; undefined for all
 */
export function isChosen(file: string, figures: readonly string[] | undefined): boolean {
  const name = bare(file);
  return figures === undefined ||
    figures.some((figure) => name === figure || name.endsWith(`-${figure}`));
}

/**
 * The files that a command writes.
 *
 * @param files Their own names
 * @param naming The flags
 * @param first The first part of the names, which `--name` replaces
 * @throws {UsageError} if no file has a name that `--figures` contains
 */
export function figureFiles(
  files: readonly string[],
  { name, figures }: FigureNaming,
  first: string,
): string[] {
  const unknown = figures?.find((figure) => !files.some((file) => isChosen(file, [figure])));
  if (unknown !== undefined) {
    const names = [...new Set(files.map(bare))];
    throw new UsageError(
      `Flag --figures has no figure ${show(unknown)}${
        suggestion(unknown, names)
      }: the figures are ` +
        names.join(", "),
    );
  }
  return files.filter((file) => isChosen(file, figures)).map((file) => renamed(file, name, first));
}

/** The name without its ending; that of an animation for its frames. */
function bare(file: string): string {
  return file.replace(/\.svg$/, "").replace(/-frames\/?$/, "-animation");
}
