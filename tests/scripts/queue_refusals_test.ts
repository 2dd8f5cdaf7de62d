/** What a queue cannot be, cannot reach, and must not tell; and who is not let in. */

import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { chunkSweep, makeMoons, openDevice, planSweep, sgd, sweepVersion } from "../../mod.ts";
import { readAddress } from "../../scripts/cli/queue/address.ts";
import { openChunkQueue } from "../../scripts/cli/queue/chunk_queue.ts";
import { connect } from "../../scripts/cli/queue/redis.ts";
import { namesIn, script, withFolder } from "../cli/fixtures/deno.ts";
import { slowdown } from "../machine_speed.ts";
import { freePort, launch, redisTest, until, withRedis, worker } from "./redis.ts";
import { runTask } from "./tasks.ts";

const secret = "hunter2%40";
const small = ["--x", "learning-rate:0.1,1", "--epochs", "2", "--device", "cpu"];

Deno.test("an address is shown without user and password, wherever it is shown", () => {
  const address = readAddress(`rediss://lab:${secret}@[::1]:7000/3`, "--queue");
  assertEquals(String(address), "rediss://[::1]:7000/3");
  assertEquals(address.connection(), {
    ...{ host: "::1", port: 7000, db: 3, username: "lab", password: "hunter2@" },
    tls: {},
  });
  assert(!Deno.inspect(address).includes("hunter2"));
  assert(!JSON.stringify({ address }).includes("hunter2"));
  const plain = readAddress("redis://host", "--queue");
  assertEquals([String(plain), plain.connection().host], ["redis://host:6379", "host"]);
  assertEquals([plain.connection().db, plain.connection().tls], [0, undefined]);
});

Deno.test("an address without a password takes that of the environment", () => {
  const before = Deno.env.get("LAB_QUEUE_PASSWORD");
  try {
    Deno.env.set("LAB_QUEUE_PASSWORD", "s3cret");
    assertEquals(readAddress("redis://host", "--queue").connection().password, "s3cret");
    assertEquals(readAddress("redis://:own@host", "--queue").connection().password, "own");
  } finally {
    if (before === undefined) Deno.env.delete("LAB_QUEUE_PASSWORD");
    else Deno.env.set("LAB_QUEUE_PASSWORD", before);
  }
});

Deno.test("flags that no queue, shard or merge can have are refused in one line", async () => {
  const cases: [string, string[], string][] = [
    ["sweep", ["--queue", "host:6379"], "--queue must be redis://"],
    ["sweep", ["--queue", `http://lab:${secret}@host`], 'current value is "http://…@host"'],
    ["sweep", ["--queue", `lab:${secret}@host`], 'current value is "…@host"'],
    ["sweep", ["--queue", "redis://host:1:2"], "--queue must be redis://"],
    ["sweep", ["--queue", "redis://host/lab"], "--queue must be redis://"],
    ["sweep", ["--queue", "redis://h", "--shard", "1/2"], "--queue and --shard exclude each other"],
    ["sweep", ["--chunk", "4"], "--chunk changes nothing without --queue"],
    ["sweep", ["--shard", "3/2"], "--shard must be NUMBER/COUNT"],
    ["sweep", ["--shard", "0/2"], "--shard must be NUMBER/COUNT"],
    ["sweep", ["--shard", "2"], "--shard must be NUMBER/COUNT"],
    ["sweep", ["--merge"], "Flag --merge needs a value"],
    ["sweep", ["--merge", "a.json"], "ends in one of .jsonl"],
    ["worker", [], "Flag --queue is needed"],
    ["worker", ["--queue", "redis://h", "--heartbeat", "0"], "--heartbeat must be"],
  ];
  await withFolder(async (folder) => {
    for (const [name, args, message] of cases) {
      const out = name === "sweep" ? ["--out", folder] : [];
      const { code, stderr, stdout } = await runTask(name, [...args, ...out]);
      assertEquals([args, code, stdout], [args, 2, ""]);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, message);
      assert(!stderr.includes("hunter2"));
      assertEquals(namesIn(folder), []);
    }
  });
});

/** Runs both sides of a queue that cannot be used; each must end with one line, soon. */
async function assertNoAnswer(url: string, reason: RegExp): Promise<void> {
  await withFolder(async (folder) => {
    const wall = () => performance.now();
    const before = slowdown(wall);
    // Both at once, as most of the time is spent on waiting.
    await Promise.all(
      [["sweep", ...small, "--out", folder], ["worker"]].map(async ([name, ...args]) => {
        const started = wall();
        await using child = launch(name, ["--queue", url, ...args]);
        const code = await child.code();
        assertEquals([name, code], [name, 1], child.errors());
        assertMatch(child.errors(), /^error: Cannot reach the queue at rediss?:\/\/[^\n@]*\n$/);
        assertMatch(child.errors(), reason);
        assertLess(wall() - started, 5_000 * Math.max(1, before));
      }),
    );
    assertEquals(namesIn(folder), []);
  });
}

Deno.test("a queue that is not there is said in one line within seconds", async () => {
  await assertNoAnswer(`redis://lab:${secret}@127.0.0.1:1`, /ECONNREFUSED|refused/);
  await assertNoAnswer("redis://no.such.host.invalid", /no\.such\.host\.invalid:6379: /);
});

Deno.test("a server of another kind is told to be no queue", async () => {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    return new Response("no queue");
  });
  await assertNoAnswer(
    `redis://127.0.0.1:${server.addr.port}`,
    /: what answers there is not Redis/,
  );
});

Deno.test("a server that takes connections and never answers is no queue", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken: Deno.Conn[] = [];
  const taking = (async () => {
    for await (const connection of listener) taken.push(connection);
  })();
  await assertNoAnswer(`redis://127.0.0.1:${listener.addr.port}`, /does not answer/);
  taken.forEach((connection) => connection.close());
  listener.close();
  await taking;
});

redisTest("a wrong password is refused, the right one of the environment is used", async () => {
  await withRedis(async ({ port, folder }) => {
    const url = `redis://127.0.0.1:${port}`;
    await assertNoAnswer(`redis://:${secret}@127.0.0.1:${port}`, /WRONGPASS/);
    await assertNoAnswer(url, /NOAUTH/);
    const env = { LAB_QUEUE_PASSWORD: "s3cret" };
    const out = ["--out", `${folder}/out`, "--json", `${folder}/sweep.json`];
    await using own = launch("worker", ["--queue", url], env);
    await using sweep = launch("sweep", [...small, "--queue", url, ...out], env);
    assertEquals(await sweep.code(), 0, sweep.errors());
    own.process.kill("SIGINT");
    assertEquals(await own.code(), 130);
    const files = [
      `${folder}/sweep.json`,
      `${folder}/out/sweep.jsonl`,
      `${folder}/out/sweep-loss.svg`,
    ];
    const written = [
      own.errors(),
      sweep.errors(),
      ...files.map((path) => Deno.readTextFileSync(path)),
    ];
    for (const text of written) assert(!text.includes("s3cret"));
    const { workers, command } = JSON.parse(written[2]);
    assertEquals(command, "deno task sweep --x learning-rate:0.1,1 --epochs 2 --device cpu");
    assertEquals([workers.length, workers[0].chunks], [1, 2]);
  }, ["--requirepass", "s3cret"]);
});

/** An authority and a certificate of it for this machine, as files in a folder. */
function certify(folder: string): void {
  const openssl = (args: string) =>
    new Deno.Command("openssl", {
      ...{ args: args.split(" "), cwd: folder, stdout: "null", stderr: "null" },
    }).outputSync();
  openssl(
    "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Authority",
  );
  openssl(
    "req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost " +
      "-addext subjectAltName=DNS:localhost,IP:127.0.0.1",
  );
  openssl("x509 -req -in request.pem -CA ca.pem -CAkey ca.key -out cert.pem -copy_extensions copy");
}

redisTest("a queue with TLS is used if its authority is known, and refused if not", async () => {
  await withFolder(async (keys) => {
    certify(keys);
    const port = freePort();
    const files = [
      "--tls-cert-file",
      "cert.pem",
      "--tls-key-file",
      "key.pem",
      "--tls-ca-cert-file",
      "ca.pem",
    ];
    const args = files.map((each) => each.endsWith(".pem") ? `${keys}/${each}` : each);
    await withRedis(async ({ folder }) => {
      await assertNoAnswer(`rediss://localhost:${port}`, /certificate/i);
      for (const [at, host] of ["localhost", "127.0.0.1"].entries()) {
        const queue = ["--queue", `rediss://${host}:${port}`];
        const env = { LAB_QUEUE_CA: `${keys}/ca.pem` };
        await using _ = launch("worker", queue, env);
        await using sweep = launch("sweep", [...small, ...queue, "--out", `${folder}/${at}`], env);
        assertEquals(await sweep.code(), 0, sweep.errors());
      }
      const env = { LAB_QUEUE_CA: `${keys}/none.pem` };
      await using lost = launch("worker", ["--queue", `rediss://localhost:${port}`], env);
      assertEquals(await lost.code(), 1);
      assertMatch(
        lost.errors(),
        /^error: Cannot read the file of LAB_QUEUE_CA, \S.*none\.pem: .*\n$/,
      );
    }, ["--tls-port", String(port), "--tls-auth-clients", "no", ...args]);
  });
});

redisTest("a worker of another version is refused, and both sides say so", async (redis) => {
  const notes: string[] = [];
  using connection = await connect(readAddress(redis.url, "--queue"), () => {});
  await using device = await openDevice("cpu");
  const plan = await planSweep(
    ({ rate }) => ({ sizes: [2, 2], optimizer: sgd({ learningRate: rate }) }),
    { axes: { rate: [0.1] }, device, data: makeMoons(20), epochs: 1 },
  );
  const work = { ...await chunkSweep(plan), version: sweepVersion + 1 };
  const note = (line: string) => void notes.push(line);
  const queue = await openChunkQueue(connection, { fresh: false, note });
  const { signal, abort } = stoppable();
  const outcomes = Array.fromAsync(queue.run(work, { signal }));
  const ended = outcomes.catch((error) => error);
  await using old = worker(redis, "old");
  assertEquals(await old.code(), 1);
  assertMatch(
    old.errors(),
    /\nerror: Cannot train chunks of version 2 as this worker is of version 1: run the same release .*\n$/,
  );
  await until(() => notes.length > 0);
  assertEquals(notes, [
    "Worker old is refused: it is of version 1, and this sweep of version 2",
  ]);
  // The chunk is there for others, and has lost no attempt.
  assertEquals(await redis.ask("llen", "lab:sweep:wait"), "1");
  abort();
  assertEquals((await ended).name, "AbortError");
});

function stoppable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

Deno.test("a sweep gives up the network at once, unless it has a queue, and needs no permission for it", () =>
  withFolder(async (folder) => {
    const probe = `${folder}/probe.ts`;
    Deno.writeTextFileSync(
      probe,
      `globalThis.addEventListener("unload", () =>
        console.error(Deno.permissions.querySync({ name: "net" }).state));`,
    );
    await using sweep = launch("sweep", [...small, "--quiet", "--out", folder], {}, probe);
    assertEquals([await sweep.code(), sweep.errors()], [0, "prompt\n"]);
    const url = new URL("../../scripts/sweep.ts", import.meta.url);
    const args = [...small, "--out", folder, "--queue", "redis://127.0.0.1:1"];
    const { code, stderr } = await script(url, args).output();
    assertEquals(code, 1);
    assertMatch(new TextDecoder().decode(stderr), /^error: [^\n]*no permission for the network\n$/);
  }));
