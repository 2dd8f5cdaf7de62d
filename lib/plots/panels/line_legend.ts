/** The names of lines: entries of the legend, and the ends of curves that are labelled. */

import type { Axis } from "../axes/ticks.ts";
import { isShown, type ReadyLine } from "../marks/ready_line.ts";
import type { CurveEnd, LegendEntry } from "../panel.ts";
import type { Words } from "../words.ts";
import type { LinePanelOptions } from "./line_options.ts";

/** The end of a solid curve that reaches the right edge of the plot; else none. */
export function endOf(
  { name, x, values, dashed, earlyEnd }: ReadyLine,
  axes: { readonly x: Pick<Axis, "range">; readonly y: Pick<Axis, "range"> },
): CurveEnd[] {
  const [[, edge], [low, high]] = [axes.x.range, axes.y.range];
  const isCut = x[x.length - 1] > edge;
  const at = isCut ? x.findLastIndex((place) => place <= edge) : x.length - 1;
  if (dashed || at < 0 || !isCut && (earlyEnd !== undefined || x[at] < edge)) return [];
  const part = isCut ? (edge - x[at]) / (x[at + 1] - x[at]) : 0;
  const y = part > 0 ? values[at] + part * (values[at + 1] - values[at]) : values[at];
  return y >= low && y <= high ? [{ name, y }] : [];
}

/** Whether the axes can show a value of a line. */
function isDrawn({ x, values }: ReadyLine, { xScale, yScale }: LinePanelOptions): boolean {
  return values.some((value, at) =>
    isShown(value, yScale ?? "linear") && isShown(x[at], xScale ?? "linear")
  );
}

/** The legend: a run without a curve or a cross has no entry; line styles have some if both are drawn. */
export function legendOf(
  lines: readonly ReadyLine[],
  options: LinePanelOptions,
  words: Words,
): LegendEntry[] {
  const { markers = true, nameRuns = true } = options;
  const { dashNames = [words.say("train"), words.say("test")] } = options;
  const marked = lines.filter((line) => line.earlyEnd !== undefined || isDrawn(line, options));
  const runs = [...Map.groupBy(nameRuns ? marked : [], ({ name }) => name)];
  const entries = runs.map(([name, own]): LegendEntry => {
    const curves = own.filter((line) => isDrawn(line, options));
    return {
      kind: "line",
      label: name,
      slot: own[0].color ?? name,
      dashed: curves.length > 0 && curves.every(({ dashed }) => dashed),
      marker: curves.some(({ marker }) => markers || marker),
      // Bands without an entry of their own belong to the line.
      ...(options.bandName === "" && curves.some(({ band }) => band) && { band: true }),
    };
  });
  const styles = new Set(lines.filter((line) => isDrawn(line, options)).map((line) => line.dashed));
  const { bandName: label = `${words.say("median")}, ${words.say("quartiles")}` } = options;
  if (label !== "" && lines.some(({ band }) => band !== undefined)) {
    entries.push({ kind: "band", label });
  }
  if (styles.size < 2) return entries;
  const keys = dashNames.map((label, at): LegendEntry => {
    return { kind: "line", label, slot: undefined, dashed: at === 1, marker: false };
  });
  return [...entries, ...keys];
}
