/** Arguments with something wrong in them, up to three levels deep. */

import type { Choices } from "./random.ts";

/** What getters and proxies of the fuzzer throw: the caller's own error, which may pass through. */
export class CallersError extends Error {}

const fail = () => {
  throw new CallersError("the caller's own getter failed");
};

const circle: Record<string, unknown> = { number: 10n };
circle.self = circle;

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Each makes a value that few parameters take. Sizes are small, or far too large to be tried. */
const hostile: readonly (() => unknown)[] = [
  ...[
    null,
    undefined,
    true,
    false,
    NaN,
    Infinity,
    -Infinity,
    -0,
    0,
    1,
    2,
    3,
    -1,
    0.5,
    7.5,
    -1e-300,
  ],
  ...[5e-324, 1e308, -1e308, 1e39, 3.4e38, 2 ** 31, 2 ** 32, 2 ** 32 - 1, 2 ** 53, -(2 ** 31)],
  ...["", "a", "relu", "3", "__proto__", "constructor", "x".repeat(100_000), "a\nb", "\u2028\0"],
  ...[10n, -(2n ** 70n), Symbol("s"), Symbol.iterator, () => 1, fail, Math, globalThis],
].map((value) => () => value).concat([
  () => ({}),
  () => [],
  () => [null],
  () => [undefined],
  () => [1, , 3],
  () => [[]],
  () => [Symbol("s")],
  () => [1n],
  () => [NaN, 1],
  () => new Array(2 ** 32 - 1),
  () => ({ length: 2 ** 53 - 1 }),
  () => ({ length: -1 }),
  () => ({ length: 3 }),
  () => ({ then: fail }),
  () => ({ toString: fail, valueOf: fail, toJSON: fail }),
  () => ({ [Symbol.toPrimitive]: fail }),
  () => [{ toString: null }],
  () => [Object.create(null)],
  () => Object.create(null),
  () => Object.freeze([1, 2]),
  () => circle,
  () => [circle],
  () => revoked(),
  () => [revoked()],
  () => new Proxy(Float32Array.of(1, 2), {}),
  () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
  () => new Proxy([], { get: fail }),
  () => new Date(NaN),
  () => new Map([[1, 2]]),
  () => new Set(["a"]),
  () => new WeakMap(),
  () => new Error("an error"),
  () => Promise.resolve(1),
  () => new ArrayBuffer(8),
  () => new DataView(new ArrayBuffer(8)),
  () => AbortSignal.abort(),
  () => new Float32Array(0),
  () => new Float32Array([NaN, 1]),
  () => Float32Array.of(Infinity),
  () => Float64Array.of(1, 2, 3),
  () => new Uint8Array(6),
  () => new BigInt64Array(6),
  () => new Int32Array(6),
  () => detached(),
  () =>
    new (class Strange {
      kind = 1;
    })(),
]);

function detached(): Float32Array {
  const array = new Float32Array(6);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
}

const names = ["a", "epoch", "lr", "size", "__proto__", "toString", "x".repeat(3000), "a\nb", ""];

/** Values that are changed from within, and not only replaced: plain objects, lists, typed arrays. */
type Part = Record<string, unknown> | unknown[] | Float32Array;

/** How arguments are changed. */
export interface MutateOptions {
  /** Values that are only replaced as a whole. */
  readonly whole: readonly unknown[];
}

/** A copy of the arguments with one to three changes. */
export function mutated(
  args: readonly unknown[],
  choices: Choices,
  { whole }: MutateOptions,
): unknown[] {
  const changed = [...args];
  const changes = choices.once(4) ? 2 + choices.below(2) : 1;
  for (let change = 0; change < changes; change++) {
    const at = choices.below(Math.max(1, changed.length));
    try {
      changed[at] = changedWithin(changed[at], choices, { whole, levels: 4 });
    } catch {
      // What an earlier change has made cannot be copied.
      changed[at] = choices.of(hostile)();
    }
  }
  return changed;
}

function changedWithin(
  value: unknown,
  choices: Choices,
  { whole, levels }: MutateOptions & { levels: number },
): unknown {
  if (levels === 0 || !isPart(value, whole) || choices.once(6)) return choices.of(hostile)();
  if (isTypedArray(value)) return changedArray(value, choices);
  const keys = Object.keys(value);
  if (keys.length === 0 || choices.once(4)) return reshaped(value, choices);
  const key = choices.of(keys);
  const copy = copyOf(value) as Record<string, unknown>;
  copy[key] = changedWithin(copy[key], choices, { whole, levels: levels - 1 });
  return copy;
}

function isPart(value: unknown, whole: readonly unknown[]): value is Part {
  if (typeof value !== "object" || value === null || whole.includes(value)) return false;
  if (Array.isArray(value)) return value.length < 10_000;
  if (isTypedArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype;
}

function isTypedArray(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function copyOf(value: Part): Part {
  return Array.isArray(value) ? [...value] : { ...value as Record<string, unknown> };
}

/** Numbers of another length, kind or value. */
function changedArray(array: Float32Array, choices: Choices): unknown {
  if (array instanceof BigInt64Array || array.byteLength === 0) return choices.of(hostile)();
  const changed = array.slice();
  switch (choices.below(9)) {
    case 0:
      return array.slice(1);
    case 1:
      return array.slice(0, 0);
    case 2:
      return Array.from(array);
    case 3:
      return new Float64Array(array);
    case 4:
      return new Uint8Array(Array.from(array, Number));
    case 5:
      return new (array.constructor as typeof Float32Array)(array.length + 1);
    case 6:
      return new Proxy(array, {});
    default:
      changed[choices.below(array.length)] = choices.of([NaN, Infinity, -1, 1e38, -3e38, 7, 0.5]);
      return changed;
  }
}

/** The same object or list with another set of keys, or another nature. */
function reshaped(value: Part, choices: Choices): unknown {
  const copy = copyOf(value) as Record<string, unknown>;
  if (Array.isArray(copy)) return reshapedList(copy, choices);
  const keys = Object.keys(copy);
  const key = keys.length > 0 ? choices.of(keys) : "none";
  switch (choices.below(8)) {
    case 0:
      Object.defineProperty(copy, choices.of(names), { value: 1, enumerable: true });
      return copy;
    case 1:
      delete copy[key];
      return copy;
    case 2:
      copy[key.slice(1)] = copy[key];
      delete copy[key];
      return copy;
    case 3:
      return Object.defineProperty(copy, key, { get: fail, enumerable: true, configurable: true });
    case 4:
      return Object.assign(Object.create(null), copy);
    case 5:
      return Object.freeze(copy);
    case 6:
      return new Proxy(copy, {});
    default:
      return Object.create(copy);
  }
}

function reshapedList(list: unknown[], choices: Choices): unknown {
  switch (choices.below(8)) {
    case 0:
      return list.slice(1);
    case 1:
      return [...list, ...list];
    case 2:
      list.length += 1;
      return list;
    case 3:
      return Object.freeze(list);
    case 4:
      return new Proxy(list, {});
    case 5:
      return Object.assign({}, list);
    case 6:
      return new Set(list);
    default:
      delete list[0];
      return list;
  }
}
