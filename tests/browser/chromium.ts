/** A headless Chromium, spoken to in the DevTools protocol over its WebSocket. */

/** What a command of the protocol answers; which fields there are, its documentation says. */
// deno-lint-ignore no-explicit-any
export type Answer = any;

/** A tab. */
export interface Tab {
  /** Sends a command of the protocol, and waits for its answer. */
  send(method: string, parameters?: Record<string, unknown>): Promise<Answer>;
  /** Waits for the next event of that name. */
  next(method: string): Promise<Answer>;
  /** What was told unasked, in order. */
  readonly events: readonly { readonly method: string; readonly params: Answer }[];
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];
const PATIENCE = 30_000;

/** Chromium for a check, which without one says that it is left out, and ends. */
export async function chromiumFor(check: string): Promise<string> {
  const name = await findChromium();
  if (name !== undefined) return name;
  console.log(`${check}: left out, as there is no Chromium here`);
  Deno.exit(0);
}

/** Chromium by the first of its names that runs here, or undefined. */
export async function findChromium(): Promise<string | undefined> {
  for (const name of NAMES) {
    try {
      const version = new Deno.Command(name, {
        args: ["--version"],
        stdout: "null",
        stderr: "null",
      });
      if ((await version.output()).success) return name;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/** Calls `use` with a new tab of a Chromium of its own, which is ended afterwards. */
export async function withTab(
  name: string,
  use: (tab: Tab) => Promise<void>,
  flags: readonly string[] = [],
): Promise<void> {
  const profile = Deno.makeTempDirSync();
  // Root may use no sandbox; the page is the lab's own.
  const sandbox = Deno.uid() === 0 ? ["--no-sandbox"] : [];
  const process = new Deno.Command(name, {
    args: [...FLAGS, ...sandbox, ...flags, `--user-data-dir=${profile}`, "about:blank"],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const socket = await open(await addressIn(process.stderr));
    await use(await attach(socket));
    const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
    socket.send(JSON.stringify({ id: 0, method: "Browser.close" }));
    await closed;
  } catch (error) {
    process.kill();
    throw error;
  } finally {
    await process.status;
    await Deno.remove(profile, { recursive: true }).catch(() => {});
  }
}

/** Chromium says on standard error where it listens. */
async function addressIn(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream()).values()) {
    text += part;
    const [, address] = text.match(/DevTools listening on (ws:\S+)\n/) ?? [];
    if (address) return address;
  }
  throw new Error(`Chromium did not start: ${text}`);
}

async function open(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`Cannot connect to ${address}`)));
  });
  return socket;
}

async function attach(socket: WebSocket): Promise<Tab> {
  const events: { method: string; params: Answer }[] = [];
  const answers = new Map<number, (message: Answer) => void>();
  const waiting: { method: string; resolve: (params: Answer) => void }[] = [];
  /** Of the tab, once there is one: until then commands go to the browser. */
  const session: { sessionId?: string } = {};
  let sent = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.id !== undefined) return answers.get(message.id)?.(message);
    events.push(message);
    const at = waiting.findIndex(({ method }) => method === message.method);
    if (at >= 0) waiting.splice(at, 1)[0].resolve(message.params);
  });
  const send: Tab["send"] = async (method, params = {}) => {
    const id = ++sent;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    answers.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params, ...session }));
    const { result, error } = await inTime(promise, method);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  session.sessionId = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  const next: Tab["next"] = (method) => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    waiting.push({ method, resolve });
    return inTime(promise, method);
  };
  return { send, next, events };
}

async function inTime<Result>(promise: Promise<Result>, what: string): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Chromium is silent: ${what}`)), PATIENCE);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
