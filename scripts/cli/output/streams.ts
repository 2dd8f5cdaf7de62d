/** Standard output and standard error, whatever is at the other end. */

/** Thrown where the reader of standard output has closed it, as behind `| head -1`. */
export class OutputClosed extends Error {
  override name = "OutputClosed";
}

type Stream = "stdout" | "stderr";

/**
 * A pipe that another program has made non-blocking, as Node does with some it
 * hands on, takes a write of at most this many bytes whole or not at all:
 * POSIX's least PIPE_BUF.
 */
const WHOLE = 512;
const PAUSE = 5;
const LINE_END = 10;
const NOTHING = new Uint8Array();
/** Characters that an empty pipe takes on every system, without anybody reading. */
const SURELY_FITS = 4_096;

/**
 * Writes text at once. For a few lines: while the reader does not read, nothing else runs.
 *
 * @param stream Where to
 * @param text What
 * @throws {OutputClosed} where standard output is closed; a closed standard error is no loss
 */
export function writeNow(stream: Stream, text: string): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (const part of parts(text)) {
    for (let rest: Uint8Array | undefined = part; rest !== undefined;) {
      try {
        Deno[stream].writeSync(rest);
        rest = undefined;
      } catch (error) {
        if (!(error instanceof Deno.errors.WouldBlock)) return endOf(stream, error);
        Atomics.wait(sleeper, 0, 0, PAUSE);
        if (stream === "stdout" && !endsLine(part)) rest = NOTHING;
      }
    }
  }
}

/**
 * Cuts a text into writes that a full pipe takes whole or not at all. Deno
 * holds standard output by lines: it keeps the start of a line that the pipe
 * would not take, to go out with the next write, be it empty, but not the end
 * of one. So line ends stand alone, and what to write again is always known.
 */
function* parts(text: string): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    const line = bytes.indexOf(LINE_END, start);
    end = Math.min(start + WHOLE, line < 0 ? bytes.length : Math.max(line, start + 1));
    yield bytes.subarray(start, end);
  }
}

function endsLine(part: Uint8Array): boolean {
  return part[0] === LINE_END;
}

/**
 * Writes text of any length to standard output, and is done when all of it is
 * through. A long one is written by a worker, as a slow reader would hold up
 * the answer to Ctrl-C otherwise.
 *
 * @param text What
 * @throws {OutputClosed} where standard output is closed
 */
export async function writeOut(text: string): Promise<void> {
  if (text.length <= SURELY_FITS) return writeNow("stdout", text);
  const worker = new Worker(new URL("./stdout_worker.ts", import.meta.url), { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<WriterReply>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot write to standard output: ${event.message}`));
  };
  worker.postMessage(text);
  const { closed, failure } = await promise;
  worker.terminate();
  if (closed) throw new OutputClosed(failure);
  if (failure !== undefined) throw new Error(failure);
}

/** What the worker says when it is done: how it failed, or nothing. */
export interface WriterReply {
  closed: boolean;
  failure?: string;
}

/** Handles an error of a write that is not about waiting. */
function endOf(stream: Stream, error: unknown): void {
  if (stream === "stderr") return;
  if (
    error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.ConnectionReset
  ) {
    throw new OutputClosed("Nobody reads standard output any longer");
  }
  const reason = error instanceof Error ? error.message.replace(/ \(os error.*/s, "") : error;
  throw new Error(`Cannot write to standard output: ${reason}`, { cause: error });
}

/**
 * Whether lines on standard error can be overwritten: on a terminal, except one that calls itself
 * dumb, as some editors' do.
 */
export function canDrawOver(): boolean {
  return Deno.stderr.isTerminal() && !isDumb();
}

/** The terminal's columns, read each time, as windows are resized; 80 where it does not know or says 0. */
export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

function isDumb(): boolean {
  const variable = "TERM";
  const isKnown = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  return isKnown && Deno.env.get(variable) === "dumb";
}
