/** TensorFlow.js, loaded: the only module that names its packages. */

/** What is used of TensorFlow.js. */
export type TensorFlow = typeof import("npm:@tensorflow/tfjs-core@4.22.0");

/** Tensors; a matrix holds the rows of a batch. */
export type { Rank, Tensor, Tensor1D, Tensor2D as Matrix } from "npm:@tensorflow/tfjs-core@4.22.0";

/** Named where a bundler does not look: a program that never opens this device does not carry it. */
const packages = {
  core: "npm:@tensorflow/tfjs-core@4.22.0",
  wasm: "npm:@tensorflow/tfjs-backend-wasm@4.22.0",
  cpu: "npm:@tensorflow/tfjs-backend-cpu@4.22.0",
};

/** TensorFlow.js, once {@linkcode loadBackend} has loaded it, or has been given it. */
export let tf: TensorFlow;

/** A loaded backend, on which stretches of operations are run. */
export interface Backend {
  /** `TensorFlow.js 4.22.0, wasm backend` */
  readonly name: string;
  /**
   * Runs operations to their end, without a pause in between, and frees all tensors that they make
   * except those that `tf.keep` marks. A backend that the program has made active is active again
   * afterwards.
   */
  run<Result>(work: () => Result): Result;
}

type BackendName = "wasm" | "cpu";

let loading: Promise<BackendName> | undefined;

/**
 * Loads TensorFlow.js with its wasm backend, or its cpu backend where that does not load: without
 * WebAssembly, or without permission to read its binary.
 *
 * @param given TensorFlow.js as the program has loaded it, with the backend that it has made active.
 */
export async function loadBackend(given?: TensorFlow): Promise<Backend> {
  const backend = given ? await readyBackend(given) : await (loading ??= load());
  return {
    name: `TensorFlow.js ${tf.version_core}, ${backend} backend`,
    run<Result>(work: () => Result): Result {
      const active = tf.getBackend();
      if (active === backend) return tidy(work);
      // It answers with a promise, but switches at once to a backend that has been initialized.
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
      "Cannot open the device tfjs as TensorFlow.js does not load here: import it, and hand it in, " +
        'openDevice("tfjs", { tensorflow })',
      { cause },
    );
  }
}

/** `tf.tidy`, which would look for tensors at each index of an array that it is to return. */
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
  // A backend that is still being initialized would be given up.
  if (active) await tf.ready();
  const name = await loadWasm() ? "wasm" : await loadCpu();
  if (active) await tf.setBackend(active);
  return name;
}

async function loadWasm(): Promise<boolean> {
  if (typeof WebAssembly !== "object" || !mayReadFiles()) return false;
  const leaveProcess = watchProcess();
  try {
    await import(packages.wasm);
    return await tf.setBackend("wasm");
  } catch {
    return false;
  } finally {
    leaveProcess();
  }
}

async function loadCpu(): Promise<"cpu"> {
  await import(packages.cpu);
  await tf.setBackend("cpu");
  // It greets Node.js users with an advertisement for its native build on first use.
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  return "cpu";
}

/** Deno needs permission to read the binary; elsewhere it is fetched, or read without asking. */
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

/** The wasm backend's loader rethrows all uncaught errors: gives a function that stops it. */
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
