/** Fonts of the system for characters that the lab's own font lacks. */

import type { Figure, Shape } from "../../../mod.ts";
import { type FontFile, readFontFile } from "./font_file.ts";

/** The font folders of the systems; a user's own folder is unknown without access to the environment. */
export const fontFolders: readonly string[] = {
  darwin: ["/System/Library/Fonts", "/Library/Fonts"],
  windows: ["C:\\Windows\\Fonts"],
}[Deno.build.os as string] ?? ["/usr/share/fonts", "/usr/local/share/fonts"];

/** Control and format characters, which need no glyph. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\s]/u;

/** A figure whose texts name the fonts that have their characters. */
export interface InFonts {
  readonly figure: Figure;
  /** The fonts needed in addition to the lab's own. */
  readonly fonts: readonly FontFile[];
  /** The characters that no font has. */
  readonly missing: readonly string[];
}

/**
 * Creates a function that names fallback fonts in a figure. It searches for fonts when a character
 * needs one, and caches them. A font is named for the longest possible run of text, so that joined
 * letters are shaped together, and right-to-left words stay whole.
 *
 * @param own The lab's font
 * @param folders The folders of other fonts
 */
export function fontFallback(
  own: FontFile,
  folders: readonly string[] = fontFolders,
): (figure: Figure) => InFonts {
  let found: FontFile[] | undefined;
  const chosen = new Map<string, FontFile | undefined>();
  const fontFor = (letter: string): FontFile | undefined => {
    if (!chosen.has(letter)) {
      const all = hasAll(own, letter) ? [own] : found ??= fontsIn(folders);
      chosen.set(letter, all.find((font) => hasAll(font, letter)));
    }
    return chosen.get(letter);
  };
  return (figure) => {
    const fonts = new Set<FontFile>();
    const missing = new Set<string>();
    const inFonts = (text: string) =>
      stretches(text, fontFor).map(({ letters, font }): Shape | string => {
        if (font === own) return letters;
        if (font === undefined) {
          missing.add(letters);
          return letters;
        }
        fonts.add(font);
        return { name: "tspan", attributes: { "font-family": font.family }, children: [letters] };
      });
    const shapes = withTexts(figure.shapes, inFonts);
    return { figure: { ...figure, shapes }, fonts: [...fonts], missing: [...missing] };
  };
}

/** Shapes with their texts replaced by the results of `inFonts`. */
function withTexts(
  shapes: readonly Shape[],
  inFonts: (text: string) => (Shape | string)[],
): Shape[] {
  return shapes.map((shape) => ({
    ...shape,
    children: shape.children.flatMap((child) =>
      typeof child === "string" ? inFonts(child) : withTexts([child], inFonts)
    ),
  }));
}

function hasAll(font: FontFile, letter: string): boolean {
  return [...letter].every((character) =>
    UNSEEN.test(character) || font.has(character.codePointAt(0) ?? 0)
  );
}

/** Runs of consecutive graphemes in one font; a grapheme that no font has is a run of its own. */
function stretches(
  text: string,
  fontFor: (letter: string) => FontFile | undefined,
): { letters: string; font: FontFile | undefined }[] {
  const result: { letters: string; font: FontFile | undefined }[] = [];
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    const font = fontFor(segment);
    const last = result[result.length - 1];
    if (last !== undefined && font !== undefined && last.font === font) last.letters += segment;
    else result.push({ letters: segment, font });
  }
  return result;
}

/**
 * The fonts in the folders: regular sans-serif fonts first, others after them, each in the order of their
 * paths.
 */
function fontsIn(folders: readonly string[]): FontFile[] {
  const paths = folders.flatMap(filesIn).filter((path) => /\.(ttf|otf|ttc)$/i.test(path)).sort();
  const rank = (path: string) =>
    /bold|italic|oblique|light|thin|black|medium|condensed|narrow|mono/i.test(path)
      ? 2
      : /sans/i.test(path)
      ? 0
      : 1;
  return paths.sort((one, other) => rank(one) - rank(other))
    .flatMap((path) => readFontFile(path) ?? []);
}

function filesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
      isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
    );
  } catch {
    // The folder does not exist, or cannot be read.
    return [];
  }
}
