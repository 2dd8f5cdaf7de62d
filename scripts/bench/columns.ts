/** Opens all contenders, and keeps going where one does not load. */

import { type Column, openColumn } from "./column.ts";
import { type ContenderName, contenderNames } from "./contenders.ts";
import { reasonOf } from "./reason.ts";
import type { ColumnReport } from "./report.ts";

/** The contenders that are open, and a word on each. */
export interface Columns extends AsyncDisposable {
  readonly open: readonly Column[];
  readonly reports: Readonly<Record<ContenderName, ColumnReport>>;
}

/**
 * Opens the contenders one after the other, and measures what bounds those that know how.
 *
 * @param signal Ends it between two of them.
 */
export async function openColumns(signal: AbortSignal): Promise<Columns> {
  await using opening = new AsyncDisposableStack();
  const open: Column[] = [];
  const reports: [ContenderName, ColumnReport][] = [];
  for (const id of contenderNames) {
    try {
      const column = opening.use(await openColumn(id));
      const { name, software } = column;
      reports.push([id, { name, software, failure: null, limits: await column.limits() ?? null }]);
      open.push(column);
    } catch (error) {
      reports.push([id, { name: null, software: null, failure: reasonOf(error), limits: null }]);
    }
    signal.throwIfAborted();
  }
  const opened = opening.move();
  return {
    open,
    reports: Object.fromEntries(reports) as Columns["reports"],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
