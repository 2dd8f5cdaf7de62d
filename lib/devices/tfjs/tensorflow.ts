/** Loads TensorFlow.js. It is the only module that names its packages. */

/** The parts of TensorFlow.js that the device uses. */
export type TensorFlow = typeof import("npm:@tensorflow/tfjs-core@4.22.0");

/** Tensors; the rows of a matrix are those of a batch. */
export type { Rank, Tensor, Tensor1D, Tensor2D as Matrix } from "npm:@tensorflow/tfjs-core@4.22.0";

/** The packages, in variables, so that bundlers do not include them in programs without this device. */
const packages = {
  core: "npm:@tensorflow/tfjs-core@4.22.0",
  wasm: "npm:@tensorflow/tfjs-backend-wasm@4.22.0",
  cpu: "npm:@tensorflow/tfjs-backend-cpu@4.22.0",
};

/** TensorFlow.js, after {@linkcode loadBackend} has loaded or received it. */
export let tf: TensorFlow;

/** A loaded backend. */
export interface Backend {
  /** `TensorFlow.js 4.22.0, wasm backend` */
  readonly name: string;
  /**
   * Runs operations synchronously, and frees all tensors that they create except those that `tf.keep`
   * marks. Afterwards the program's own active backend is active again.
   */
  run<Result>(work: () => Result): Result;
}

type BackendName = "wasm" | "cpu";

let loading: Promise<BackendName> | undefined;

/**
 * Loads TensorFlow.js with its wasm backend, or with its cpu backend if the wasm backend cannot be
 * loaded: without WebAssembly, or without permission to read its binary.
 *
 * @param given TensorFlow.js as the program has imported it; its active backend is used.
 */
export async function loadBackend(given?: TensorFlow): Promise<Backend> {
  const backend = given ? await readyBackend(given) : await (loading ??= load());
  return {
    name: `TensorFlow.js ${tf.version_core}, ${backend} backend`,
    run<Result>(work: () => Result): Result {
      const active = tf.getBackend();
      if (active === backend) return tidy(work);
      // It returns a promise, but switches synchronously to a backend that has been initialized.
      void tf.setBackend(backend);
      try {
        return tidy(work);
      } finally {
        if (active) void tf.setBackend(active);
      }
    },
  };
}

async function readyBackend(given: TensorFlow): Promise<string> {
  tf = given;
  await tf.ready();
  return tf.getBackend();
}

async function loadCore(): Promise<TensorFlow> {
  try {
    return await import(packages.core);
  } catch (cause) {
    throw new Error(
      "Cannot open the device tfjs as TensorFlow.js cannot be loaded here: import it, and pass it, " +
        'openDevice("tfjs", { tensorflow })',
      { cause },
    );
  }
}

/** Like `tf.tidy`, which would search each index of a returned array for tensors. */
function tidy<Result>(work: () => Result): Result {
  const returned: Result[] = [];
  tf.tidy(() => {
    returned.push(work());
  });
  return returned[0];
}

async function load(): Promise<BackendName> {
  tf = await loadCore();
  const active = tf.getBackend();
  // Another initialization would cancel one that is in progress.
  if (active) await tf.ready();
  const name = await loadWasm() ? "wasm" : await loadCpu();
  if (active) await tf.setBackend(active);
  return name;
}

async function loadWasm(): Promise<boolean> {
  if (typeof WebAssembly !== "object" || !mayReadFiles()) return false;
  const removeListeners = watchProcess();
  try {
    await import(packages.wasm);
    return await tf.setBackend("wasm");
  } catch {
    return false;
  } finally {
    removeListeners();
  }
}

async function loadCpu(): Promise<"cpu"> {
  await import(packages.cpu);
  await tf.setBackend("cpu");
  // On its first use it prints an advertisement for its native build in Node.js.
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  return "cpu";
}

/** Whether the binary can be read: Deno needs a permission, other runtimes do not. */
function mayReadFiles(): boolean {
  if (typeof Deno !== "object") return true;
  return Deno.permissions.querySync({ name: "read" }).state === "granted";
}

type Listener = (...values: unknown[]) => void;

/** The part of Node.js's `process` that the wasm backend changes. */
interface ProcessEvents {
  listeners(event: string): Listener[];
  off(event: string, listener: Listener): void;
}

/** Returns a function that removes the listeners by which the wasm loader rethrows all uncaught errors. */
function watchProcess(): () => void {
  const { process } = globalThis as { process?: ProcessEvents };
  if (typeof process?.listeners !== "function") return () => {};
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => process.listeners(event));
  return () => {
    for (const [index, event] of events.entries()) {
      for (const listener of process.listeners(event)) {
        if (!before[index].includes(listener)) process.off(event, listener);
      }
    }
  };
}
