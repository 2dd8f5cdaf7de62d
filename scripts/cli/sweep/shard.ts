/** A share of a sweep, for batch systems: `--shard 2/8` is the second of eight. */

import { validationMessage } from "../../../lib/check.ts";
import { text } from "../flags/flag_kinds.ts";
import type { Flag } from "../flags/flags.ts";

const allowed = "NUMBER/COUNT, from 1/COUNT to COUNT/COUNT, such as 2/8";

/** The most shards of a sweep. */
const maxShards = 100_000;

/** Every n-th cell of a sweep: neighbours take about the same time, so all shards do. */
export class Shard {
  constructor(readonly number: number, readonly count: number) {}

  /** Its cells. */
  of<Cell>(cells: readonly Cell[]): Cell[] {
    return cells.filter((_, at) => at % this.count === this.number - 1);
  }

  toString(): string {
    return `${this.number}/${this.count}`;
  }
}

/**
 * The flag of a shard.
 *
 * @param options Its help line
 */
export function shardFlag(options: { readonly help: string }): Flag<Shard | undefined> {
  return text<Shard>({ ...options, placeholder: "N/N", allowed, check: readShard });
}

/**
 * Reads a shard.
 *
 * @throws {RangeError} if it is none
 */
export function readShard(typed: string, name: string): Shard {
  const [, number, count] = (typed.match(/^(\d{1,9})\/(\d{1,9})$/) ?? []).map(Number);
  if (number >= 1 && number <= count && count <= maxShards) return new Shard(number, count);
  throw new RangeError(validationMessage("read the flags", name, allowed, typed));
}
