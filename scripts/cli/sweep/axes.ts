/** The axes of a sweep as flags specify them: `learning-rate:1e-4..10:log:64`, `optimizer:sgd,adam`. */

import { suggestion, validationMessage } from "../../../lib/check.ts";
import type { AxisValue, ScaleKind } from "../../../mod.ts";
import { number, text } from "../flags/flag_kinds.ts";
import { type Flag, flagName, type Flags } from "../flags/flags.ts";
import { type NetworkFlags, networkFlags } from "../network.ts";

/** Flags of lists, whose values contain the comma that separates the values of an axis. */
const { classWeights: _, betas: _betas, ...single } = networkFlags;

/** The settings that an axis can have: the flags of a network, and the deviation of its first weights. */
const settings: Flags = {
  ...single,
  initStd: number({ minimum: 0, help: "standard deviation of the first weights" }),
};

/** The most values of an axis. */
const maxValues = 2048;

/** The values of a range without a number of its own. */
const defaultCount = 10;

const allowed = "SETTING:FROM..TO[:linear|log][:COUNT] or SETTING:VALUE,VALUE,…, such as " +
  "learning-rate:1e-4..10:log:64 or optimizer:sgd,adam";

/** The values of a setting. */
export class Axis {
  /**
   * @param key The setting, as a key of flags: `learningRate`
   * @param values Numbers, or texts
   * @param scale The scale of numbers
   * @param typed The axis as it was typed
   */
  constructor(
    readonly key: string,
    readonly values: readonly AxisValue[],
    readonly scale: ScaleKind,
    readonly typed: string,
  ) {}

  /** The name of the setting in figures and text. */
  get label(): string {
    return flagName(this.key).slice(2).replaceAll("-", " ");
  }

  /** Whether its values are numbers. */
  get isNumeric(): boolean {
    return this.values.every((value) => typeof value === "number");
  }

  /** The axis as it was typed, which can be read again. */
  toString(): string {
    return this.typed;
  }
}

/** Whether an axis has numbers that grow by factors. */
export function isLog({ scale, values }: Axis): boolean {
  if (scale === "log") return true;
  const numbers = values.map(Number);
  return numbers.every((value) => value > 0) && Math.max(...numbers) > 50 * Math.min(...numbers);
}

/**
 * The flag of an axis.
 *
 * @param options Its help line, and the axis without the flag
 */
export function axisFlag<Default extends string | undefined = undefined>(
  options: { readonly help: string; readonly default?: Default },
): Flag<Axis | (Default extends string ? Axis : undefined)> {
  const { help, default: typed } = options;
  return text<Axis, Default extends string ? Axis : undefined>({
    ...{ help, placeholder: "SETTING:VALUES", allowed, check: readAxis },
    default: (typed === undefined ? undefined : readAxis(typed, "--x")) as
      | (Default extends string ? Axis : undefined)
      | undefined,
  });
}

/**
 * Reads an axis.
 *
 * @throws {RangeError} if there is no such setting, or a value is not allowed
 */
export function readAxis(typed: string, name: string): Axis {
  const [setting, ...rest] = typed.split(":");
  const key = keyOf(setting, name);
  const flag = settings[key];
  const values = rest.join(":");
  const range = values.match(/^([^,]+?)\.\.([^,:]+)((?::[^:]*)*)$/);
  if (values === "") throw wrong(name, allowed, typed);
  if (range === null) return listAxis(key, values, { name, typed });
  if (!isNumeric(flag)) {
    const names = `a list for ${setting}, such as ${setting}:${flag.range.split(",")[0]}`;
    throw wrong(name, names, typed);
  }
  const [from, to] = [range[1], range[2]].map((end) => readNumber(flag, end, name));
  const [scale, count] = readSpacing(range[3], { name, typed });
  if (!(from < to)) throw wrong(`the range of ${name}`, "from a lower to a higher number", typed);
  if (scale === "log" && from <= 0) {
    throw wrong(`the range of ${name}`, "above 0 on a log axis", typed);
  }
  const spaced = spread([from, to], scale, count);
  const whole = flag.placeholder === "N" ? spaced.map(Math.round) : spaced;
  return new Axis(key, [...new Set(whole)], scale, typed);
}

const wrong = (name: string, what: string, typed: string) =>
  new RangeError(validationMessage("read the axes", name, what, typed));

function keyOf(setting: string, name: string): string {
  const keys = Object.keys(settings);
  const plain = (word: string) => word.replace(/[-_]/g, "").toLowerCase();
  const key = keys.find((each) => plain(each) === plain(setting));
  if (key !== undefined) return key;
  const names = keys.map((each) => flagName(each).slice(2));
  const alias = keys.find((each) => settings[each].aliases?.includes(setting.toLowerCase()));
  const meant = alias === undefined
    ? suggestion(setting, names)
    : ` (did you mean "${flagName(alias).slice(2)}"?)`;
  const what = `one of ${names.join(", ")}`;
  throw new RangeError(`${wrong(`the setting of ${name}`, what, setting).message}${meant}`);
}

const isNumeric = ({ placeholder }: Flag<unknown>) => ["X", "N"].includes(placeholder);

function readNumber(flag: Flag<unknown>, typed: string, name: string): number {
  return flag.read(typed, `each value of ${name}`) as number;
}

function listAxis(
  key: string,
  list: string,
  { name, typed }: { name: string; typed: string },
): Axis {
  const flag = settings[key];
  const parts = list.split(",").map((part) => part.trim());
  if (parts.includes("") || parts.length > maxValues) throw wrong(name, allowed, typed);
  const values = parts.map((part): AxisValue => {
    if (isNumeric(flag)) return readNumber(flag, part, name);
    const value = flag.read(asTyped(key, part), `each value of ${name}`);
    return key === "sizes" ? part : String(value);
  });
  const twice = parts.find((_, at) => values.indexOf(values[at]) < at);
  if (twice !== undefined) throw wrong(`each value of ${name}`, "there once", twice);
  return new Axis(key, values, "linear", typed);
}

/** Sizes are joined by hyphens on an axis, because commas separate its values. */
const asTyped = (key: string, part: string) => key === "sizes" ? part.replaceAll("-", ",") : part;

/** Reads `:log:64`: the scale and the number of values, in this order, each of which may be left out. */
function readSpacing(
  parts: string,
  { name, typed }: { name: string; typed: string },
): [scale: ScaleKind, count: number] {
  const [first, ...rest] = parts.split(":").slice(1);
  const scale = first === "log" || first === "linear" ? first : undefined;
  const [count = String(defaultCount), ...more] = scale === undefined && first !== undefined
    ? [first, ...rest]
    : rest;
  const value = count.trim() === "" ? NaN : Number(count);
  if (more.length > 0 || Number.isNaN(value)) throw wrong(name, allowed, typed);
  if (!Number.isInteger(value) || value < 2 || value > maxValues) {
    throw wrong(`the number of values of ${name}`, `a whole number, 2 to ${maxValues}`, count);
  }
  return [scale ?? "linear", value];
}

/** Numbers from one to another, both included, evenly apart or in a geometric sequence. */
function spread([from, to]: readonly number[], scale: ScaleKind, count: number): number[] {
  return Array.from({ length: count }, (_, at) => {
    if (at === 0 || at === count - 1) return at === 0 ? from : to;
    const share = at / (count - 1);
    return scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
  });
}

/** The flags with a value of each setting in place of their own. */
export function withSettings(
  flags: NetworkFlags,
  values: Readonly<Record<string, AxisValue>>,
): NetworkFlags {
  const own = Object.entries(values).map(([key, value]) =>
    key === "initStd"
      ? ["initializer", `normal:${value}`]
      : [key, settings[key].read(asTyped(key, String(value)), flagName(key))]
  );
  return { ...flags, ...Object.fromEntries(own) };
}
