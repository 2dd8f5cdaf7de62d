/** What the generators of WGSL are written with. */

/** `0`, `1`, … below `count`. */
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Lines of the body of a function. */
export const lines = (all: readonly string[]) => all.join("\n    ");
