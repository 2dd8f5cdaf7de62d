/** Helper functions for the generators of WGSL. */

/** The distinct names, sorted, so that equal sets give equal code. */
export function unique<Name extends string>(names: readonly Name[]): Name[] {
  return [...new Set(names)].sort();
}

/** The integers from 0 up to but not including `count`. */
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Joins the lines of a function's body. */
export const lines = (all: readonly string[]) => all.join("\n    ");
