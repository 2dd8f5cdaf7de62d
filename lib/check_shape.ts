/**
 * Checks the kind of an argument: an argument of another kind gives an error of one line, instead of the
 * engine's error for the first missing property.
 */

import { show, suggestion, validationMessage } from "./check.ts";
import { type Kind, kinds } from "./check_kinds.ts";

/**
 * Returns `value` if it has the properties of a kind.
 *
 * @param action The action, for the error: `train`.
 * @param name The name of the value.
 * @param value The value.
 * @param kind The kind that it must have.
 * @throws {TypeError} if it is of another kind
 */
export function checkShape<Value>(action: string, name: string, value: Value, kind: Kind): Value {
  const parts = partsOf[kind];
  if (isObject(value) && !isArray(value) && hasParts(value, parts)) return value;
  const { words } = kinds[kind];
  const wrong = parts.filter(([part, type]) => !hasPart(value, part, type));
  const [[part, type] = ["", "object"]] = wrong;
  const found = partOf(value, part);
  if (wrong.length !== 1 || type === "object" || found === undefined) {
    throw new TypeError(validationMessage(action, name, words, value));
  }
  // All other parts are those of the kind: the one that is not says more than the whole.
  throw new TypeError(validationMessage(action, `${part} of ${name}`, TYPE_WORDS[type], found));
}

/** The properties of each kind, as a list: thousands of networks are checked before a training. */
const partsOf = Object.fromEntries(
  Object.entries(kinds).map(([kind, { parts }]) => [kind, Object.entries(parts)]),
) as unknown as Readonly<Record<Kind, readonly (readonly [part: string, type: string])[]>>;

function hasParts(value: object, parts: readonly (readonly [string, string])[]): boolean {
  for (let at = 0; at < parts.length; at++) {
    if (!hasPart(value, parts[at][0], parts[at][1])) return false;
  }
  return true;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: "a number",
  string: "text",
  function: "a function",
  boolean: "true or false",
};

function hasPart(value: unknown, part: string, type: string): boolean {
  const found = partOf(value, part);
  return typeof found === type && found !== null;
}

/** A property of a value; undefined if it is no object. */
export function partOf(value: unknown, part: string): unknown {
  return isObject(value) ? (value as Record<string, unknown>)[part] : undefined;
}

/**
 * Returns `options` if they are a plain object without unknown settings.
 *
 * @param action The action, for the error: `create the SGD optimizer`.
 * @param options The options. A setting may be undefined.
 * @param names The names of all settings, from {@linkcode optionNames}.
 * @param name The name of the object, for the error.
 * @throws {TypeError} if it is not a plain object
 * @throws {RangeError} if a setting is unknown; the error names the nearest one, and all of them
 */
export function checkOptions<Options>(
  action: string,
  options: Options,
  names?: readonly string[],
  name = "options",
): Options {
  if (!isPlain(options)) {
    throw new TypeError(validationMessage(action, name, kinds.options.words, options));
  }
  const unknown = names && Object.keys(options).find((key) => !names.includes(key));
  if (names === undefined || unknown === undefined) return options;
  const place = name === "options" ? "" : ` of ${name}`;
  throw new RangeError(
    `Cannot ${action} as there is no option ${show(unknown)}${place}` +
      `${suggestion(unknown, names)}: options are ${names.join(", ")}`,
  );
}

/**
 * Returns a saved record if it has all keys of its kind, and no others.
 *
 * @param action The action, for the error: `resume the training`.
 * @param name The name of the record: `networks[0] of the state`.
 * @param record The record.
 * @param kind Its kind.
 * @param keys The keys that it must have, from {@linkcode optionNames}; each value must be defined.
 * @throws {TypeError} if it is of another kind, or a key is unknown or missing; the error names the
 * nearest key
 */
export function checkRecord<Value>(
  action: string,
  name: string,
  record: Value,
  kind: Kind,
  keys: readonly string[],
): Value {
  if (!isPlain(record)) {
    throw new TypeError(validationMessage(action, name, kinds[kind].words, record));
  }
  const unknown = Object.keys(record).find((key) => !keys.includes(key));
  const missing = keys.find((key) => (record as Record<string, unknown>)[key] === undefined);
  const wrong = unknown !== undefined
    ? `there is no key ${show(unknown)} in ${name}${suggestion(unknown, keys)}`
    : missing !== undefined && `${name} must have the key "${missing}"`;
  if (wrong) throw new TypeError(`Cannot ${action} as ${wrong}: keys are ${keys.join(", ")}`);
  return checkShape(action, name, record, kind);
}

/**
 * Returns the names of an interface's settings, for {@linkcode checkOptions}. The type checker compares
 * them with the interface: a missing or additional name is an error.
 *
 * @param names Every setting of the interface, each with `true`.
 * @returns The names in that order.
 */
export function optionNames<Options>(names: Record<keyof Options, true>): readonly string[] {
  return Object.keys(names);
}

/** Returns the settings that are not undefined. */
export function givenOptions<Options extends object>(options: Options): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Options;
}

/**
 * Returns `list` if it is an array without holes, which loops and `map` would treat differently.
 *
 * @param action The action, for the error: `draw the figure`.
 * @param name The name of the list.
 * @param list The list.
 * @param allowed The allowed values, in words.
 * @throws {TypeError} if it is not an array, or an entry is missing
 */
export function checkList<List extends readonly unknown[]>(
  action: string,
  name: string,
  list: List,
  allowed: string,
): List {
  if (!isArray(list)) {
    throw new TypeError(validationMessage(action, name, allowed, list));
  }
  for (let index = 0; index < list.length; index++) {
    if (index in list) continue;
    throw new TypeError(validationMessage(action, `${name}[${index}]`, "given", undefined));
  }
  return list;
}

/**
 * Returns `values` if they are an array or a typed array of numbers, finite or not.
 *
 * @param action The action, for the error: `draw the lines`.
 * @param name The name of the list.
 * @param values The list.
 * @throws {TypeError} if it is not a list, or an entry is not a number; the error names its index
 */
export function checkNumbers(
  action: string,
  name: string,
  values: ArrayLike<number>,
): ArrayLike<number> {
  const isList = isArray(values) ||
    ArrayBuffer.isView(values) && "length" in values && !isDetached(values.buffer);
  const allowed = "a list of numbers";
  if (!isList) throw new TypeError(validationMessage(action, name, allowed, values));
  // By index, because `every` skips holes.
  for (let at = 0; at < values.length; at++) {
    if (typeof values[at] === "number") continue;
    throw new TypeError(validationMessage(action, `[${at}] of ${name}`, "a number", values[at]));
  }
  return values;
}

/** Whether a value is an object that can be read: not null, and no revoked proxy. */
export function isObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    Object.getPrototypeOf(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value is an array that can be read. */
// deno-lint-ignore no-explicit-any
export function isArray(value: unknown): value is any[] {
  return isObject(value) && Array.isArray(value);
}

/** Whether a value is a typed array of a class, and no proxy of one, which cannot be read. */
export function isTyped<Values>(
  value: unknown,
  kind: new (length: number) => Values,
): value is Values {
  return ArrayBuffer.isView(value) && value instanceof kind;
}

/** Whether the memory of an array has been transferred, as by `postMessage`. */
export function isDetached(buffer: ArrayBufferLike): boolean {
  return "detached" in buffer && buffer.detached;
}

/** Whether a value is a plain object of any realm: neither an array nor an instance of a class. */
function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null ||
    isObject(prototype) && Object.getPrototypeOf(prototype) === null;
}

/** Returns `value` if it is a function or undefined. */
export function checkCallback<Value>(action: string, name: string, value: Value): Value {
  if (value === undefined || typeof value === "function") return value;
  throw new TypeError(validationMessage(action, name, "a function", value));
}
