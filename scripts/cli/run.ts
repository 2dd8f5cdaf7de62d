/**
 * How a script starts and ends.
 *
 * | exit code | meaning                                                        |
 * | --------- | -------------------------------------------------------------- |
 * | 0         | done, even if the reader closed standard output before the end of the text |
 * | 1         | failed; one line on standard error says why                    |
 * | 2         | wrong usage; one line names the fault and what is allowed      |
 * | 130, 143, 129 | stopped by Ctrl-C (SIGINT), by SIGTERM, by the end of the terminal (SIGHUP) |
 */

import { canDrawOver, OutputClosed, writeNow } from "./output/streams.ts";
import { oneLine } from "./text_layout.ts";
import { UsageError } from "./usage_error.ts";

/** How long the script may take to stop by itself, in milliseconds. */
const GRACE = 500;
const INTERRUPTS: Partial<Record<Deno.Signal, number>> = Deno.build.os === "windows"
  ? { SIGINT: 130 }
  : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Runs a script to its end and exits the process with its exit code.
 *
 * The first Ctrl-C aborts the signal that `main` is given; once `main` has
 * ended, or after half a second, the process ends. The second ends it at once.
 * Signals are handled only in the event loop: `main` must yield to it, as training
 * does between epochs. An `await` of a settled promise does not yield; a timer does.
 *
 * @param main The script; it passes the signal to every operation that takes long
 */
export async function runScript(main: (signal: AbortSignal) => Promise<void>): Promise<never> {
  const controller = new AbortController();
  let stopped: number | undefined;
  for (const [signal, code] of Object.entries(INTERRUPTS)) {
    Deno.addSignalListener(signal as Deno.Signal, () => {
      if (stopped !== undefined) leave(stopped);
      stopped = code;
      setTimeout(() => leave(code), GRACE);
      controller.abort(new DOMException(`Stopped by ${signal}`, "AbortError"));
    });
  }
  for (const event of ["unhandledrejection", "error"] as const) {
    globalThis.addEventListener(event, (failed) => {
      failed.preventDefault();
      leave(stopped ?? report("reason" in failed ? failed.reason : failed.error));
    });
  }
  try {
    await main(controller.signal);
    // A timer, so that a signal that arrived without a pause is handled.
    await new Promise((handled) => setTimeout(handled, 0));
  } catch (error) {
    if (stopped === undefined) leave(report(error));
    // What failed besides, such as the checkpoint that was to be written at Ctrl-C.
    if (firstCause(error) !== controller.signal.reason) report(error);
  }
  leave(stopped ?? 0);
}

/**
 * Writes an error as one line to standard error.
 *
 * @param thrown The error, or any other value that was thrown
 * @returns The exit code for it
 */
export function report(thrown: unknown): number {
  const error = firstCause(thrown);
  if (error instanceof OutputClosed) return 0;
  const message = error instanceof Error ? error.message || error.name : String(error);
  writeNow("stderr", `${clearedLine()}error: ${oneLine(message)}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** The first error: where closing a resource failed after the work had failed, the error of the work. */
function firstCause(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstCause(thrown.suppressed) : thrown;
}

function leave(code: number): never {
  if (code > 2) writeNow("stderr", clearedLine());
  Deno.exit(code);
}

/** The control codes that clear a progress bar from the terminal's line. */
function clearedLine(): string {
  return canDrawOver() ? "\r\x1b[2K" : "";
}
