/** The one place where WGSL is imported as text. */

export { default as activations } from "./kernels/activations.wgsl" with { type: "text" };
export { default as math } from "./kernels/math.wgsl" with { type: "text" };
