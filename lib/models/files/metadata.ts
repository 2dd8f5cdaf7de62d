/** What files of models say besides the parameters: activation and head, and the data's description. */

import { checkChoice, show, validationMessage } from "../../check.ts";
import { checkOptions, isArray, isObject, optionNames } from "../../check_shape.ts";
import { type DataDescription, descriptionOf } from "../../data_description.ts";
import { activationNames, type Activations } from "../activations.ts";
import { type Head, headNames, type Mlp } from "../mlp.ts";

/** The action of all readers, for errors. */
export const LOAD = "load the model";

/** The mark of the lab's own files: only their further entries are read. */
const PRODUCER = "neural-lab";

/** What a file of parameters may leave open, for `modelFromSafetensors` and `modelFromNpz`. */
export interface StateDictOptions {
  /**
   * The activation of all hidden layers, or a list with that of each. Required if there are any, and the
   * file does not name it.
   */
  activation?: Activations;
  /**
   * The meaning of the outputs. If the file does not say it either, a single output is a value, and
   * several are logits.
   */
  head?: Head;
}

const names = optionNames<StateDictOptions>({ activation: true, head: true });

/** The options of a reader, checked. */
export function checkStateDictOptions(options: StateDictOptions): StateDictOptions {
  const { activation, head } = checkOptions(LOAD, options, names);
  // How many there must be in a list is known once the file is read.
  const all = isArray(activation) ? activation : [activation ?? "relu"];
  for (let at = 0; at < all.length; at++) {
    checkChoice(
      LOAD,
      isArray(activation) ? `activation[${at}]` : "activation",
      all[at],
      activationNames,
    );
  }
  if (head !== undefined) checkChoice(LOAD, "head", head, headNames);
  return { activation, head };
}

/** What a file says of a model besides its parameters, as texts; parts that are no texts are JSON. */
export function metadataOf(model: Mlp): Record<string, string> {
  const { activation, head } = model;
  const parts = { producer: PRODUCER, activation, head, ...descriptionOf(model) };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      typeof part === "string" ? part : JSON.stringify(part),
    ]),
  );
}

/**
 * Reads the texts that a file has besides its parameters; those of other programs are ignored.
 *
 * @throws {SyntaxError} if a text of the lab's is not JSON
 * @throws {RangeError} if an option contradicts the file
 */
export function readMetadata(
  metadata: Readonly<Record<string, unknown>>,
  options: StateDictOptions,
): StateDictOptions & { readonly description: DataDescription } {
  const said = metadata.producer === PRODUCER ? metadata : {};
  return { ...settled(said, options), description: descriptionIn(said) };
}

/** Activation and head as the file or the options say them. */
function settled(
  said: Readonly<Record<string, unknown>>,
  options: StateDictOptions,
): StateDictOptions {
  const text = String(said.activation);
  const own = text.startsWith("[") ? { ...said, activation: parsed("activation", text) } : said;
  for (const name of ["activation", "head"] as const) {
    if (own[name] === undefined || options[name] === undefined) continue;
    if (show(own[name]) === show(options[name])) continue;
    const allowed = `${show(own[name])}, as the file says, or left out`;
    throw new RangeError(validationMessage(LOAD, name, allowed, options[name]));
  }
  // `checkMlp` checks what the file says.
  const { activation = options.activation, head = options.head } = own as StateDictOptions;
  return { activation, head };
}

/** The description of the data that the texts of a file have. */
function descriptionIn(said: Readonly<Record<string, unknown>>): DataDescription {
  const parts = Object.entries(descriptionOf(said)).map(([name, part]) => [
    name,
    name === "task" ? part : parsed(name, part),
  ]);
  return Object.fromEntries(parts);
}

function parsed(name: string, text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(String(text));
    if (isObject(value)) return value;
  } catch {
    // It is told below.
  }
  throw new SyntaxError(validationMessage(LOAD, name, "JSON of a list or an object", text));
}
