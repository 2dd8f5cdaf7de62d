/** The texts that every panel takes. */

import { validationMessage } from "../check.ts";

/** Titles and labels of a panel. */
export interface PanelText {
  readonly title: string;
  readonly note: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/**
 * Checks a panel's texts; what is left out is empty.
 *
 * @throws {TypeError} if one is no text
 */
export function panelText(action: string, options: Partial<PanelText>): PanelText {
  return {
    title: checkText(action, "title", options.title),
    note: checkText(action, "note", options.note),
    xLabel: checkText(action, "xLabel", options.xLabel),
    yLabel: checkText(action, "yLabel", options.yLabel),
  };
}

/**
 * Returns `value` if it is text, or "" where it is undefined.
 *
 * @throws {TypeError} if it is anything else
 */
export function checkText(action: string, name: string, value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "string") {
    throw new TypeError(validationMessage(action, name, "text", value));
  }
  return value;
}
