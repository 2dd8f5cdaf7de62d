/** The bench as it stands in JSON. */

import { cellValue, ratioTo } from "./cells.ts";
import { contenderNames } from "./contenders.ts";
import { baseOf, boundText, type Report } from "./report.ts";
import { workOf } from "./tasks.ts";

/** Everything that was measured, as plain data: null stands for what was left out. */
export function toRecord({ turns, budget, columns, rows }: Report) {
  const base = baseOf(columns);
  return {
    experiment: "bench",
    turns,
    budget,
    base,
    columns,
    rows: rows.map((measured) => ({
      group: measured.row.group,
      name: measured.row.name,
      unit: measured.row.unit,
      cells: Object.fromEntries(contenderNames.map((id) => {
        const cell = measured.cells[id];
        if (!cell) return [id, null];
        return [id, {
          value: cellValue(measured.row, cell),
          ratio: ratioTo(measured.cells[base], cell) ?? null,
          seconds: cell.seconds,
          runs: cell.runs,
          work: workOf(cell.task),
          ...(cell.phases && { phases: cell.phases }),
        }];
      })),
      leftOut: measured.leftOut,
      bound: boundText(measured, base, columns[base].limits),
    })),
  };
}
