/** Writes to standard output and standard error, be they terminals, files or pipes. */

/** The error of a write to standard output after its reader has closed it, as `| head -1` does. */
export class OutputClosed extends Error {
  override name = "OutputClosed";
}

type Stream = "stdout" | "stderr";

/**
 * The maximum number of bytes that a write to a non-blocking pipe transfers
 * completely or not at all: the minimum of PIPE_BUF in POSIX. Node passes such
 * pipes to its child processes.
 */
const WHOLE = 512;
const PAUSE = 5;
const LINE_END = 10;
const NOTHING = new Uint8Array();
/** The number of characters that an empty pipe can buffer on every system. */
const SURELY_FITS = 4_096;

/**
 * Writes a short text synchronously: while the reader does not read, the process is blocked.
 *
 * @param stream The stream
 * @param text The text
 * @throws {OutputClosed} if standard output is closed; a closed standard error is ignored
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
 * Splits a text into writes that a full pipe accepts completely or not at all.
 * Deno buffers standard output by lines: it keeps the start of a line that the
 * pipe did not accept for the next write, which may be empty, but not the end
 * of one. Line ends are therefore separate writes, so that the part to write
 * again is always known.
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
 * Writes text of any length to standard output, and resolves when all of it is
 * written. A worker writes a long text, so that Ctrl-C is handled while the
 * reader is slow.
 *
 * @param text The text
 * @throws {OutputClosed} if standard output is closed
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

/** The message of the worker at its end, with the failure if there is one. */
export interface WriterReply {
  closed: boolean;
  failure?: string;
}

/** Handles an error of a write, other than that of a full pipe. */
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
 * Whether lines on standard error can be overwritten: on a terminal, unless TERM is `dumb`, as in some
 * editors.
 */
export function canDrawOver(): boolean {
  return Deno.stderr.isTerminal() && !isDumb();
}

/** The terminal's current number of columns; 80 if it is unknown or 0. */
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
