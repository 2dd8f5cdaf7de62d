/** The address of a queue: `redis://host:6379`, or `rediss://` for TLS. Its password is never shown. */

import { validationMessage } from "../../../lib/check.ts";
import { failure } from "../files/paths.ts";
import { text } from "../flags/flag_kinds.ts";
import type { Flag } from "../flags/flags.ts";

/** The environment variable of the password, for addresses without one. */
const passwordVariable = "LAB_QUEUE_PASSWORD";

/** The environment variable of a file with the certificates of one's own authority, for TLS. */
const authorityVariable = "LAB_QUEUE_CA";

const allowed = "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS";

/** The port of an address without one. */
const usualPort = 6379;

/** Where a queue is, and who asks. */
export class QueueAddress {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  /** The address without user and password, for all that is written. */
  toString(): string {
    const { protocol, pathname } = this.#url;
    return `${protocol}//${this.host}${pathname === "/" ? "" : pathname}`;
  }

  /** The machine with the port. */
  get host(): string {
    return `${this.#url.hostname}:${this.#port}`;
  }

  get #port(): number {
    return Number(this.#url.port || usualPort);
  }

  /** What a client of Redis needs; the password is that of the environment if the address has none. */
  connection(): {
    host: string;
    port: number;
    db: number;
    username?: string;
    password?: string;
    tls?: { servername?: string; ca?: string };
  } {
    const { protocol, hostname, pathname, username, password } = this.#url;
    const host = hostname.replace(/^\[(.*)\]$/, "$1");
    const secret = password === "" ? variable(passwordVariable) : decodeURIComponent(password);
    return {
      ...{ host, port: this.#port, db: Number(pathname.slice(1) || 0) },
      ...(username !== "" && { username: decodeURIComponent(username) }),
      ...(secret !== undefined && { password: secret }),
      // A certificate for an address in numbers has no name.
      ...(protocol === "rediss:" &&
        { tls: { ...(!/:|^[\d.]+$/.test(host) && { servername: host }), ...authority() } }),
    };
  }
}

/** The certificates that are trusted in place of the usual ones, if there are any. */
function authority(): { ca?: string } {
  const path = variable(authorityVariable);
  if (path === undefined) return {};
  try {
    return { ca: Deno.readTextFileSync(path) };
  } catch (error) {
    throw failure(`read the file of ${authorityVariable},`, path, error);
  }
}

/** An environment variable; undefined if there is none, or it must not be read. */
function variable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}

/**
 * The flag of a queue.
 *
 * @param options Its help line
 */
export function queueFlag(options: { readonly help: string }): Flag<QueueAddress | undefined> {
  return text<QueueAddress>({
    ...options,
    placeholder: "redis://HOST:PORT",
    allowed,
    aliases: ["redis", "broker"],
    check: readAddress,
  });
}

/**
 * Reads an address.
 *
 * @throws {RangeError} if it is none; the error does not have its user and password
 */
export function readAddress(typed: string, name: string): QueueAddress {
  const url = URL.parse(typed);
  const isAddress = url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== "" &&
    /^\/?\d*$/.test(url.pathname) && url.search === "" && url.hash === "" && isDecodable(url);
  if (isAddress) return new QueueAddress(url);
  const shown = typed.replace(/^([^@]*:\/\/)?.*@/s, "$1…@");
  throw new RangeError(validationMessage("read the flags", name, allowed, shown));
}

function isDecodable({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}
