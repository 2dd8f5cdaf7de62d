/** TensorFlow.js, loaded: the only module that names its packages. */

import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";

export { tf };

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
 * Loads TensorFlow.js's wasm backend, or its cpu backend where that does not load: without
 * WebAssembly, or without permission to read its binary.
 */
export async function loadBackend(): Promise<Backend> {
  const backend = await (loading ??= load());
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

/** `tf.tidy`, which would look for tensors at each index of an array that it is to return. */
function tidy<Result>(work: () => Result): Result {
  const returned: Result[] = [];
  tf.tidy(() => {
    returned.push(work());
  });
  return returned[0];
}

async function load(): Promise<BackendName> {
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
    await import("npm:@tensorflow/tfjs-backend-wasm@4.22.0");
    return await tf.setBackend("wasm");
  } catch {
    return false;
  } finally {
    leaveProcess();
  }
}

async function loadCpu(): Promise<"cpu"> {
  await import("npm:@tensorflow/tfjs-backend-cpu@4.22.0");
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
