/** Kinds of flag that are lists: of numbers, and of the sizes of several networks. */

import { type Bounds, checkNumber, validationMessage } from "../../../lib/check.ts";
import type { Flag } from "./flags.ts";

const ACTION = "read the flags";

/**
 * A flag that is a list of finite numbers, such as `0.1,0.3`.
 *
 * @param options Its help line, default, other names, and the bounds of each number
 */
export function numbers(
  { help, aliases, default: standard, ...bounds }:
    & { help: string; default: readonly number[]; aliases?: readonly string[] }
    & Bounds,
): Flag<readonly number[]> {
  const allowed = "numbers joined by commas, such as 0.1,0.3";
  return {
    ...{ help, aliases, default: standard, placeholder: "X,…", allowed, range: "" },
    read: (text, name) => {
      const values = text.split(",").map((part) => {
        const value = part.trim() === "" ? NaN : Number(part);
        return checkNumber(ACTION, `each of ${name}`, Number.isNaN(value) ? part : value, bounds);
      });
      if (new Set(values).size === values.length) return values;
      throw new RangeError(validationMessage(ACTION, name, `different ${allowed}`, text));
    },
  };
}

/** The sizes of several networks; as text they can be read again. */
export class Networks {
  constructor(readonly sizes: readonly (readonly number[])[]) {}

  /** The networks joined by commas, their sizes by hyphens. */
  toString(): string {
    return this.sizes.map((sizes) => sizes.join("-")).join(",");
  }
}

/**
 * A flag that is the sizes of a network, `2,32,2`, or of several, `2-32-2,2-32-32-2`.
 *
 * @param options Its help line and other names
 */
export function networks(
  { help, aliases }: { help: string; aliases?: readonly string[] },
): Flag<Networks | undefined> {
  const allowed = "whole numbers, 1 to 65536, such as 2,32,2, or networks such as 2-32-2,2-32-32-2";
  return {
    ...{ help, aliases, default: undefined, placeholder: "N,N,…", allowed, range: "" },
    read: (text, name) => {
      const all = (text.includes("-") ? text.split(",") : [text.replaceAll(",", "-")])
        .map((each) => each.split("-").map((size) => size.trim() === "" ? NaN : Number(size)));
      const isSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= 65_536;
      const isRight = all.every((sizes) => sizes.length >= 2 && sizes.every(isSize));
      const isOnce = new Set(all.map((sizes) => sizes.join("-"))).size === all.length;
      if (isRight && isOnce) return new Networks(all);
      throw new RangeError(validationMessage(ACTION, name, `two or more ${allowed}`, text));
    },
  };
}
