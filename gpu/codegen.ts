/** What the generators of WGSL are written with. */

/** Each name once, in an order that makes equal sets give equal code. */
export function unique<Name extends string>(names: readonly Name[]): Name[] {
  return [...new Set(names)].sort();
}

/** `0`, `1`, … below `count`. */
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Lines of the body of a function. */
export const lines = (all: readonly string[]) => all.join("\n    ");
