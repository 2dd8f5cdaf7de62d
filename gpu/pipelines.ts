/** Compiles each kernel once; a compilation error quotes the kernel's source lines. */

import { GpuError } from "./errors.ts";
import type { Kernel } from "./kernel.ts";

/** Called with the name of a kernel before it is compiled, which takes seconds on some drivers. */
export type OnCompile = (kernel: string) => void;

/** Compiles kernels. */
export interface Compiler {
  /**
   * Returns the kernel's pipeline, which is compiled at the first call.
   *
   * @throws {GpuError} with the kernel's name, the compiler's message and the source, if it is invalid
   */
  of(kernel: Kernel): Promise<GPUComputePipeline>;
}

/** A cache of compiled kernels, by their code. */
export class Pipelines implements Compiler {
  readonly #device: GPUDevice;
  readonly #onCompile: OnCompile | undefined;
  readonly #compiled = new Map<string, Promise<GPUComputePipeline>>();

  /** Creates an empty cache. */
  constructor(device: GPUDevice, onCompile?: OnCompile) {
    this.#device = device;
    this.#onCompile = onCompile;
  }

  of(kernel: Kernel): Promise<GPUComputePipeline> {
    let pipeline = this.#compiled.get(kernel.code);
    if (!pipeline) {
      this.#onCompile?.(kernel.name);
      pipeline = compile(this.#device, kernel);
      // A failed compilation is not cached: the next call fails with the name of its own kernel.
      pipeline.catch(() => this.#compiled.delete(kernel.code));
      this.#compiled.set(kernel.code, pipeline);
    }
    return pipeline;
  }
}

/**
 * Returns a compiler whose calls reject with the signal's reason as soon as it is aborted. The driver
 * completes the compilation, and its result is cached.
 */
export function abortableCompiler(compiler: Compiler, signal: AbortSignal): Compiler {
  return {
    async of(kernel) {
      signal.throwIfAborted();
      const aborted = Promise.withResolvers<never>();
      const end = () => aborted.reject(signal.reason);
      signal.addEventListener("abort", end);
      try {
        return await Promise.race([compiler.of(kernel), aborted.promise]);
      } finally {
        signal.removeEventListener("abort", end);
      }
    },
  };
}

async function compile(device: GPUDevice, kernel: Kernel): Promise<GPUComputePipeline> {
  const { name: label, code } = kernel;
  // Nothing is awaited inside the scope, because an aborted caller may push other scopes meanwhile.
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ label, code });
  const compute = { module, entryPoint: "main" };
  const compiled = device.createComputePipelineAsync({
    label,
    layout: layoutOf(device, kernel),
    compute,
  });
  const reported = device.popErrorScope();
  const [{ value: pipeline, reason }, { messages }, error] = await Promise.all([
    compiled.then((value) => ({ value, reason: undefined }), (reason) => ({ value: null, reason })),
    module.getCompilationInfo(),
    reported,
  ]);
  const wrong = messages.find(({ type }) => type === "error");
  const why = wrong ? explain(wrong, code) : (error ?? reason)?.message.trim();
  if (!pipeline || why) throw new GpuError(`Cannot compile the kernel ${label}: ${why}`);
  // Deno blocks the event loop during the calls above; a timer lets it handle signals.
  await new Promise((resolve) => setTimeout(resolve, 0));
  return pipeline;
}

/**
 * The layout is explicit and not derived from the code, as a buffer that the code does not use may be
 * bound.
 */
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
