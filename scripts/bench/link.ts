/** A process that holds a contender, and answers one question at a time: a line of JSON each way. */

import { reasonOf, type Reply, type Request, UnsuitedError } from "./contender.ts";

/** Seconds after which a contender that does not answer is given up. */
const timeout = 150;
/** Milliseconds that a contender is given to end by itself. */
const closeTime = 2000;
/** Characters of its last error messages. */
const keptErrors = 2000;

/**
 * Variables with which the loader would take other libraries: Deno starts no program with them, unless it
 * may start any. They are common where CUDA is installed.
 */
const withoutLibraries = { LD_LIBRARY_PATH: "", LD_PRELOAD: "" };

/** A program and its arguments. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
}

/** The process of a contender. One that is given up is killed, which frees all that it holds. */
export class Link implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #toProcess: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #signal: AbortSignal;
  readonly #ended: Promise<void>;
  #pending: PromiseWithResolvers<unknown> | undefined;
  #errors = "";
  #failure: unknown;

  /**
   * @param signal Kills the process: all that is asked of it is rejected at once.
   * @throws {Error} if the program cannot be started
   */
  constructor({ program, args }: ProgramCall, signal: AbortSignal) {
    signal.throwIfAborted();
    this.#signal = signal;
    this.#process = new Deno.Command(program, {
      args: [...args],
      env: withoutLibraries,
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
    }).spawn();
    this.#toProcess = this.#process.stdin.getWriter();
    signal.addEventListener("abort", this.#kill);
    // `finally` does not run if this program exits during the work.
    globalThis.addEventListener("unload", this.#kill);
    const replies = forEachLine(this.#process.stdout, (line) => this.#take(line));
    const errors = forEachLine(this.#process.stderr, (line) => {
      this.#errors = `${this.#errors}\n${line}`.slice(-keptErrors);
    });
    this.#ended = Promise.allSettled([this.#process.status, replies, errors]).then(([end]) => {
      signal.removeEventListener("abort", this.#kill);
      globalThis.removeEventListener("unload", this.#kill);
      const code = end.status === "fulfilled" ? end.value.code : end.reason;
      const last = this.#errors.trim().split("\n").at(-1);
      this.#fail(new Error(last || `it ended with ${code}`));
    });
  }

  /** Whether the process has ended, or was given up. */
  get hasEnded(): boolean {
    return this.#failure !== undefined;
  }

  /** Asks a question, and returns the answer. */
  async ask<Value>(request: Request): Promise<Value> {
    if (this.#failure !== undefined) throw this.#failure;
    const asked = Promise.withResolvers<unknown>();
    this.#pending = asked;
    const late = () => this.#fail(new Error(`no answer within ${timeout} seconds`));
    const timer = setTimeout(late, 1000 * timeout);
    try {
      const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
      // A process that ends says why by itself.
      this.#toProcess.write(line).catch(() => {});
      return await asked.promise as Value;
    } finally {
      clearTimeout(timer);
      this.#pending = undefined;
    }
  }

  /** Ends the process: by itself, or if it is at work by force. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#pending) this.#kill();
    const timer = setTimeout(this.#kill, closeTime);
    await this.#toProcess.close().catch(() => {});
    await this.#ended;
    clearTimeout(timer);
  }

  #take(line: string): void {
    const reply = JSON.parse(line) as Reply;
    if ("value" in reply) return this.#pending?.resolve(reply.value);
    const { failure, unsuited } = reply;
    this.#pending?.reject(unsuited ? new UnsuitedError(failure) : new Error(failure));
  }

  /** Gives the process up. */
  #fail(why: unknown): void {
    this.#failure ??= why;
    this.#pending?.reject(this.#failure);
    this.#kill();
  }

  readonly #kill = () => {
    this.#failure ??= this.#signal.aborted ? this.#signal.reason : new Error("it was ended");
    this.#pending?.reject(this.#failure);
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  };
}

async function forEachLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach(take);
  }
}

/** Opens the first of some programs that answers, or throws the reason of the last. */
export async function firstThatOpens<Result>(
  calls: readonly ProgramCall[],
  open: (call: ProgramCall) => Promise<Result>,
): Promise<Result> {
  const reasons: string[] = [];
  for (const call of calls) {
    try {
      return await open(call);
    } catch (error) {
      const missing = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotCapable;
      reasons.push(missing ? `there is no ${call.program}` : reasonOf(error));
    }
  }
  throw new Error(reasons.join("; "));
}
