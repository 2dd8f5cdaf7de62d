/** What a call with strange arguments may come to. */

import { CallersError } from "./mutate.ts";

const LONGEST = 420;

/** What engines say, and the house does not. */
const engineWords =
  /Cannot (?!read .* as it is not a file of results)(read|set|destructure|convert|mix|assign|access|add|define|delete|perform|redefine|create property)\b.*(propert|of|Symbol|BigInt|object|types)|is not (a function|iterable|a constructor|defined|an object)|not a function|Invalid (array|typed array|string|count|time)|Maximum call stack|undefined \(|Array buffer|out of memory|detached|Cannot convert|proxy|\[object /i;

/** What is wrong with an error, or undefined where it is one of the house's. */
export function faultOfError(error: unknown): string | undefined {
  if (error instanceof CallersError) return undefined;
  if (error instanceof DOMException && ["AbortError", "TimeoutError"].includes(error.name)) {
    return undefined;
  }
  if (!(error instanceof Error)) return "it throws what is no error";
  const { message } = error;
  const isKind = [TypeError, RangeError, SyntaxError].some((kind) => error.constructor === kind);
  if (!isKind) return `it throws a ${error.name}: ${message.slice(0, 300)}`;
  // What the caller wrote may be quoted, whatever its words.
  const own = message.replace(/current value is .*$/, "");
  if (!message.startsWith("Cannot ") || engineWords.test(own)) {
    return `the engine's words: ${message.slice(0, 300)}\n${error.stack?.split("\n")[1]}`;
  }
  if (/[\n\r\u2028]/.test(message)) return `an error of several lines: ${message.slice(0, 300)}`;
  if (message.length > LONGEST) return `an error of ${message.length} characters: ${message}`;
  return undefined;
}

/** What is wrong with a result, or undefined: numbers that are none, or infinite. */
export function faultOfResult(result: unknown): string | undefined {
  if (typeof result === "string") {
    return result.startsWith("<svg") && /["\s,]-?(NaN|Infinity|undefined)\b/.test(result)
      ? `a drawing with ${/["\s,]-?(NaN|Infinity|undefined).{0,30}/.exec(result)}`
      : undefined;
  }
  const wrong = notFinite(result, 5);
  return wrong === undefined ? undefined : `a result that is not finite: ${wrong}`;
}

function notFinite(value: unknown, levels: number): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (levels === 0 || typeof value !== "object" || value === null) return undefined;
  if (ArrayBuffer.isView(value)) {
    const wrong = (value as Float64Array).find?.((each) => !Number.isFinite(Number(each)));
    return wrong === undefined ? undefined : `${wrong} in an array`;
  }
  for (const [key, part] of Object.entries(value)) {
    const wrong = notFinite(part, levels - 1);
    if (wrong !== undefined) return `${key}: ${wrong}`;
  }
  return undefined;
}

/** Whether all numbers in arguments are finite and of a size that float32 can compute with. */
export function isTame(value: unknown, levels = 6): boolean {
  if (typeof value === "number") return Math.abs(value) < 1e6;
  if (typeof value === "bigint" || levels === 0 || typeof value !== "object" || value === null) {
    return true;
  }
  try {
    if (ArrayBuffer.isView(value)) {
      return (value as Float64Array).every?.((each) => isTame(each)) ?? true;
    }
    // Those that it inherits, too.
    for (const key in value) {
      if (!isTame((value as Record<string, unknown>)[key], levels - 1)) return false;
    }
    return true;
  } catch {
    return false;
  }
}
