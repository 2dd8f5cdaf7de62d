/**
 * Checks that what callers pass in is of the right kind as a whole: `null`, a text or another kind
 * of thing gets one clear line, and not what the engine says of the first part it misses.
 */

import { show, suggestion, validationMessage } from "./check.ts";

/** What there is, in words, and parts by which it is known. */
const kinds = {
  dataset: {
    words: "a dataset, as makeMoons and createDataset make them",
    parts: {
      inputs: "object",
      labels: "object",
      samples: "number",
      features: "number",
      classes: "number",
    },
  },
  labels: {
    words: "a dataset, or its labels and samples",
    parts: { labels: "object", samples: "number" },
  },
  scaler: {
    words: "a scaler, as fitScaler makes it",
    parts: { mean: "object", scale: "object" },
  },
  generator: {
    words: "a Generator",
    parts: { rand: "function", randomInt64: "function" },
  },
  model: {
    words: "an MLP, as createMlp makes it",
    parts: {},
  },
  spec: {
    words: "a network to train: its sizes, or a model, and an optimizer",
    parts: {},
  },
  device: {
    words: "a device, as openDevice opens it",
    parts: { kind: "string", start: "function", predict: "function", predictGrid: "function" },
  },
  samples: {
    words: "samples, as toSamples makes them",
    parts: { count: "number", inputs: "object", targets: "object" },
  },
  grid: {
    words: "a grid: x, y and size",
    parts: {},
  },
  plan: {
    words: "a plan: sizes, train, members and how they are trained",
    parts: { sizes: "object", train: "object", members: "object" },
  },
  member: {
    words: "a member: parameters, activation, optimizer and orderSeeds",
    parts: { parameters: "object" },
  },
  ensembleState: {
    words: "a state, as a session gives it",
    parts: { epoch: "number", members: "object" },
  },
  memberState: {
    words: "a member's state, as a session gives it",
    parts: { parameters: "object", optimizerState: "object" },
  },
  operands: {
    words: "two matrices, a and b",
    parts: { a: "object", b: "object" },
  },
  trainingState: {
    words: "a saved training, as session.state() gives it",
    parts: { generator: "object", networks: "object", groups: "object" },
  },
  groupRecord: {
    words: "an ensemble of a saved training",
    parts: { epoch: "number", seconds: "number", members: "object" },
  },
  networkRecord: {
    words: "the settings of a network of a saved training",
    parts: { sizes: "object", optimizer: "object", loss: "string", fromModel: "boolean" },
  },
  memberRecord: {
    words: "a network of a saved training",
    parts: { network: "number", parameters: "string", optimizerState: "string" },
  },
  run: {
    words: "a run, as train gives it",
    parts: { name: "string", model: "object", optimizer: "object", trainLoss: "object" },
  },
  tensorflow: {
    words: "TensorFlow.js, as import * gives it",
    parts: { matMul: "function", getBackend: "function", ready: "function" },
  },
  gradientSource: {
    words: "a source of gradients, as float64Gradients makes it",
    parts: { model: "object", at: "function" },
  },
  gradient: {
    words: "a loss and its gradients",
    parts: { loss: "number", gradients: "object" },
  },
  row: {
    words: "a row: a dataset's name, points and cells",
    parts: {},
  },
  cell: {
    words: "a cell: a field and its score",
    parts: {},
  },
  signal: {
    words: "an AbortSignal",
    parts: { aborted: "boolean", throwIfAborted: "function" },
  },
  options: {
    words: "an object of settings",
    parts: {},
  },
} as const;

/** A kind of thing that functions of the library take. */
export type Kind = keyof typeof kinds;

/**
 * Returns `value` if it is of a kind, as far as its parts tell.
 *
 * @param action What is being done, for the error: `train`.
 * @param name What the value is called.
 * @param value What is to be checked.
 * @param kind What it must be.
 * @throws {TypeError} if it is something else
 */
export function checkShape<Value>(action: string, name: string, value: Value, kind: Kind): Value {
  const { words, parts } = kinds[kind];
  const isWhole = typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.entries(parts).every(([part, type]) => {
      const found = (value as Record<string, unknown>)[part];
      return typeof found === type && found !== null;
    });
  if (isWhole) return value;
  throw new TypeError(validationMessage(action, name, words, value));
}

/**
 * Returns `options` if they are a plain object of settings, and all its own settings are known.
 *
 * @param action What is being done, for the error: `create the SGD optimizer`.
 * @param options What is to be checked. A known setting that is undefined counts as left out.
 * @param names The settings that there are, from {@linkcode optionNames}.
 * @param name What the object is called, for the error.
 * @throws {TypeError} if it is no plain object
 * @throws {RangeError} if there is no such setting; the error names the nearest one, and all of them
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
 * The names of an interface's settings, for {@linkcode checkOptions}. The compiler holds them
 * against the interface: it refuses both a name that is missing and one that is too many.
 *
 * @param names every setting of the interface, each with `true`
 * @returns the names in that order
 */
export function optionNames<Options>(names: Record<keyof Options, true>): readonly string[] {
  return Object.keys(names);
}

/** The settings that are given: those that are not undefined. */
export function givenOptions<Options extends object>(options: Options): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Options;
}

/**
 * Returns `list` if it is an array without holes, which loops and `map` would treat differently.
 *
 * @param action What is being done, for the error: `draw the figure`.
 * @param name What the list is called.
 * @param list What is to be checked.
 * @param allowed What it must be, in words.
 * @throws {TypeError} if it is no array, or an entry is missing
 */
export function checkList<List extends readonly unknown[]>(
  action: string,
  name: string,
  list: List,
  allowed: string,
): List {
  if (!Array.isArray(list)) {
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
 * @param action What is being done, for the error: `draw the lines`.
 * @param name What the list is called.
 * @param values What is to be checked.
 * @throws {TypeError} if it is no list, or one of them is no number; the error names its place
 */
export function checkNumbers(
  action: string,
  name: string,
  values: ArrayLike<number>,
): ArrayLike<number> {
  const isList = Array.isArray(values) ||
    ArrayBuffer.isView(values) && "length" in values && !isDetached(values.buffer);
  const allowed = "a list of numbers";
  if (!isList) throw new TypeError(validationMessage(action, name, allowed, values));
  // By index, as what is wrong may be a hole.
  for (let at = 0; at < values.length; at++) {
    if (typeof values[at] === "number") continue;
    throw new TypeError(validationMessage(action, `[${at}] of ${name}`, "a number", values[at]));
  }
  return values;
}

/** Whether the memory of an array has been moved elsewhere, as `postMessage` does. */
export function isDetached(buffer: ArrayBufferLike): boolean {
  return "detached" in buffer && buffer.detached;
}

/** Tells an object in braces, of this or another realm, from arrays and instances of classes. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false; // A revoked proxy.
  }
}

/** Returns `value` if it is a function, or is left out. */
export function checkCallback<Value>(action: string, name: string, value: Value): Value {
  if (value === undefined || typeof value === "function") return value;
  throw new TypeError(validationMessage(action, name, "a function", value));
}
