/** A Redis of a test's own, and the sweeps and workers that use it. */

import { assertEquals } from "@std/assert";
import { withFolder } from "../cli/fixtures/deno.ts";

/** Why tests with a queue cannot run here; undefined if they can. */
export const missing = reasonMissing();

function reasonMissing(): string | undefined {
  if (Deno.build.os === "windows") return "Windows has no redis-server";
  try {
    new Deno.Command("redis-server", { args: ["--version"], stdout: "null" }).outputSync();
    return undefined;
  } catch {
    return "there is no redis-server: apt-get install redis-server";
  }
}

/**
 * A test that needs a Redis; it is ignored where there is none, and its name says so. With the variable
 * LAB_REQUIRE_REDIS=1, as `.ci/run` sets it, it fails there.
 */
export function redisTest(name: string, test: (redis: Redis) => Promise<void>): void {
  const ignore = missing !== undefined && Deno.env.get("LAB_REQUIRE_REDIS") !== "1";
  Deno.test({
    name: ignore ? `${name} (not run: ${missing})` : name,
    ignore,
    fn: () => withRedis(test),
  });
}

/** A server that stores each command before it answers. */
export interface Redis {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Kills the server without notice, and starts it again from its append-only file. */
  restart(): Promise<void>;
  /** Runs `redis-cli`. */
  ask(...command: string[]): Promise<string>;
}

/** Calls `test` with a server on a free port of this machine. */
export function withRedis(
  test: (redis: Redis) => Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  return withFolder(async (folder) => {
    const port = freePort();
    let server = start({ folder, port, args });
    const ask = async (...command: string[]) => {
      const all = ["-p", String(port), ...command];
      const { stdout } = await new Deno.Command("redis-cli", { args: all }).output();
      return new TextDecoder().decode(stdout).trim();
    };
    const redis: Redis = {
      ...{ url: `redis://127.0.0.1:${port}`, port, folder, ask },
      async restart() {
        server.kill("SIGKILL");
        await server.status;
        server = start({ folder, port, args });
      },
    };
    try {
      // A server with a password answers as well, with an error.
      await until(async () => /PONG|NOAUTH/.test(await ask("ping")));
      await test(redis);
    } finally {
      server.kill("SIGKILL");
      await server.status;
    }
  });
}

function start(
  { folder, port, args }: { folder: string; port: number; args: readonly string[] },
): Deno.ChildProcess {
  return new Deno.Command("redis-server", {
    args: [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...["--appendonly", "yes", "--appendfsync", "always", ...args],
    ],
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).spawn();
}

/** A port of this machine that nobody uses. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let time = 0; time < 1_500; time++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come about in half a minute");
}

/** A task under way, with what it has written so far. */
export interface Child extends AsyncDisposable {
  readonly process: Deno.ChildProcess;
  /** What it has written to standard error so far. */
  errors(): string;
  /** Its exit code, once it has ended. */
  code(): Promise<number>;
}

const root = new URL("../../", import.meta.url);
const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));

/**
 * Starts the script of a task with the task's own permissions; its disposal kills it. `deno task` would
 * be a process of its own before it, which a kill would end alone.
 */
export function launch(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  preload?: string,
): Child {
  const [, run, ...own] = tasks[name].split(" ");
  const process = new Deno.Command(Deno.execPath(), {
    args: [run, ...preload === undefined ? [] : ["--preload", preload], ...own, ...args],
    cwd: root,
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    env: { NO_COLOR: "1", LAB_QUEUE_PASSWORD: "", ...env },
  }).spawn();
  let errors = "";
  const read = process.stderr.pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: (text) => void (errors += text) }));
  const drained = process.stdout.cancel();
  const code = async () => {
    const [status] = await Promise.all([process.status, read, drained]);
    return status.code;
  };
  return {
    process,
    errors: () => errors,
    code,
    async [Symbol.asyncDispose]() {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await code();
    },
  };
}

/** Starts a worker with a name, whose heart beats fast: what it leaves is missed within seconds. */
export function worker({ url }: Redis, name: string, args: readonly string[] = []): Child {
  const beat = args.includes("--heartbeat") ? [] : ["--heartbeat", "0.3"];
  const own = ["--queue", url, "--name", name, "--device", "cpu", "--workers", "1", ...beat];
  return launch("worker", [...own, ...args]);
}

/** The lines of a file of results without its last line break, sorted; each cell must be there once. */
export function linesOf(path: string): string[] {
  const lines = Deno.readTextFileSync(path).trimEnd().split("\n");
  const keys = lines.map((line) => JSON.parse(line).key).filter(Boolean);
  assertEquals(new Set(keys).size, keys.length, "each cell is there once");
  return lines.sort();
}
