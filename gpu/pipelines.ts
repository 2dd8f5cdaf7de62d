/** Compiles each kernel once; a compilation error quotes the kernel's source lines. */

import { GpuError } from "./errors.ts";
import type { Kernel } from "./kernel.ts";

/** A cache of compiled kernels, by their code. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #compiled = new Map<string, Promise<GPUComputePipeline>>();

  /** Creates an empty cache. */
  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * The kernel's pipeline, compiled at the first call.
   *
   * @throws {GpuError} with the kernel's name, the compiler's message and the source, if it is invalid
   */
  of(kernel: Kernel): Promise<GPUComputePipeline> {
    let pipeline = this.#compiled.get(kernel.code);
    if (!pipeline) {
      pipeline = compile(this.#device, kernel);
      // A failed compilation is not cached: the next call fails with the name of its own kernel.
      pipeline.catch(() => this.#compiled.delete(kernel.code));
      this.#compiled.set(kernel.code, pipeline);
    }
    return pipeline;
  }
}

async function compile(device: GPUDevice, kernel: Kernel): Promise<GPUComputePipeline> {
  const { name: label, code } = kernel;
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const pipeline = device.createComputePipeline({
    label,
    layout: layoutOf(device, kernel),
    compute: { module, entryPoint: "main" },
  });
  const error = await device.popErrorScope();
  const wrong = messages.find(({ type }) => type === "error");
  if (wrong) {
    throw new GpuError(`Cannot compile the kernel ${label}: ${explain(wrong, code)}`);
  }
  if (error) throw new GpuError(`Cannot compile the kernel ${label}: ${error.message.trim()}`);
  return pipeline;
}

/** The layout is explicit and not derived from the code, as a buffer that the code does not use may be bound. */
function layoutOf(device: GPUDevice, { bindings }: Kernel): GPUPipelineLayout {
  const types = { uniform: "uniform", read: "read-only-storage", write: "storage" } as const;
  const entries = Object.values(bindings).map((use, binding): GPUBindGroupLayoutEntry => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: types[use] },
  }));
  return device.createPipelineLayout({
    bindGroupLayouts: [device.createBindGroupLayout({ entries })],
  });
}

/** The compiler's message, with the source line that it refers to if the message does not quote it. */
function explain({ message, lineNum }: GPUCompilationMessage, code: string): string {
  const line = code.split("\n")[lineNum - 1]?.trim() ?? "";
  const text = message.trim();
  return text.includes(line) ? text : `${text}\n${String(lineNum).padStart(5)} | ${line}`;
}
