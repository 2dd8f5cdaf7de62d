/** Time that this process computes, which other work on the machine does not lengthen. */

import process from "node:process";

/** Milliseconds of all its threads so far. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
