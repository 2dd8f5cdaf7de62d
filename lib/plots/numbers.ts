/** How a language writes numbers: its decimal sign, its separator of thousands and its percentages. */

/** The signs of a language's numbers. */
export interface NumberStyle {
  /** Between whole digits and decimals: `.` */
  readonly decimal: string;
  /** Between groups of three digits: `,` */
  readonly group: string;
  /** After a percentage, with the space before it: `%` */
  readonly percent: string;
}

/** Of English, in which all numbers are written first. */
export const englishNumbers: NumberStyle = { decimal: ".", group: ",", percent: "%" };

/** The signs of a locale, from `Intl.NumberFormat`. */
export function numberStyle(locale: string): NumberStyle {
  const partsOf = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { numberingSystem: "latn", ...options }).formatToParts(value);
  const find = (parts: Intl.NumberFormatPart[], type: string) =>
    parts.find((part) => part.type === type)?.value ?? "";
  const number = partsOf(-1234567.5, { useGrouping: true });
  const percent = partsOf(0.5, { style: "percent" });
  const last = percent.findLastIndex(({ type }) => type === "integer");
  return {
    decimal: find(number, "decimal"),
    group: find(number, "group"),
    percent: percent.slice(last + 1).map(({ value }) => value).join(""),
  };
}

/** A number as English writes it, `1,234.5` or `86.4%`, in the style of another language. */
export function localDigits(text: string, { decimal, group, percent }: NumberStyle): string {
  const signs: Record<string, string> = { ".": decimal, ",": group, "%": percent };
  return text.replace(/[.,%]/g, (sign) => signs[sign]);
}
