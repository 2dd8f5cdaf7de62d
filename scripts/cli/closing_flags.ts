/** The flags of a command that is run at the end of `deno task lab`. */

import type { ClosingSettings } from "./experiment.ts";
import { type Flags, parseFlags, type Values } from "./flags/flags.ts";
import { dataFlags } from "./flags/data_flags.ts";

/** The command's own defaults, with the seed and the data of the lab, and its epochs if they are given. */
export function closingFlags<Table extends Flags>(
  table: Table,
  settings: ClosingSettings,
): Values<Table> {
  const isShared = (key: string) => key === "seed" || key === "epochs" || key in dataFlags;
  const given = Object.entries(settings)
    .filter(([key, value]) => key in table && isShared(key) && value !== undefined);
  return { ...parseFlags([], table), ...Object.fromEntries(given) };
}
