/** Lists of names without repetition. */

/** Each name once, in an order that makes equal sets give equal code. */
export function unique<Name extends string>(names: readonly Name[]): Name[] {
  return [...new Set(names)].sort();
}
