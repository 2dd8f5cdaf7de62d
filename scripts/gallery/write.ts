/** Writes the gallery beside the figures. */

import { join } from "node:path";
import { writeFile } from "../cli/files/files.ts";
import { galleryPage } from "./page.ts";
import type { Section } from "./section.ts";

/** Name of the page. */
export const PAGE = "index.html";

/**
 * Writes the gallery of a run: whole, or not at all.
 *
 * @param folder Where the figures are
 * @param sections What the experiments came to
 * @returns The path of the page
 * @throws {Error} with one line where it cannot be written
 */
export async function writeGallery(
  folder: string,
  sections: readonly Section[],
): Promise<string> {
  const path = join(folder, PAGE);
  await writeFile(path, galleryPage(sections));
  return path;
}
