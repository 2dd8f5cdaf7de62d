/** The one module that imports WGSL files as text. */

export { default as math } from "./kernels/math.wgsl" with { type: "text" };
export { default as optimizerStep } from "./kernels/optimizer_step.wgsl" with { type: "text" };
export { default as fusedEvaluation } from "./kernels/fused_evaluation.wgsl" with { type: "text" };
export { default as fusedTraining } from "./kernels/fused_training.wgsl" with { type: "text" };
export { default as matmul } from "./kernels/matmul.wgsl" with { type: "text" };
export { default as finishProduct } from "./kernels/finish_product.wgsl" with { type: "text" };
export { default as finishActivation } from "./kernels/finish_activation.wgsl" with { type: "text" };
export { default as finishDerivative } from "./kernels/finish_derivative.wgsl" with { type: "text" };
export { default as finishRowSums } from "./kernels/finish_row_sums.wgsl" with { type: "text" };
export { default as gather } from "./kernels/gather.wgsl" with { type: "text" };
export { default as score } from "./kernels/score.wgsl" with { type: "text" };
export { default as optimize } from "./kernels/optimize.wgsl" with { type: "text" };
export { default as transformGradients } from "./kernels/transform_gradients.wgsl" with {
  type: "text",
};
export { default as shuffle } from "./kernels/shuffle.wgsl" with { type: "text" };
