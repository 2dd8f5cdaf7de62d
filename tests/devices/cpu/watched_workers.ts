/** Workers whose messages are changed, and that are counted. */

/** Runs `work` with workers that get what `change` makes of their messages. */
export async function withWorker<Result>(
  change: (message: object, worker: Worker) => object,
  work: () => Promise<Result>,
): Promise<Result> {
  const constructor = globalThis.Worker;
  globalThis.Worker = class extends constructor {
    override postMessage(message: object): void {
      super.postMessage(change(message, this));
    }
  };
  try {
    return await work();
  } finally {
    globalThis.Worker = constructor;
  }
}

/** The number of workers that `work` starts. */
export async function countWorkers(work: () => Promise<unknown>): Promise<number> {
  const all = new Set<Worker>();
  await withWorker((message, worker) => {
    all.add(worker);
    return message;
  }, work);
  return all.size;
}
