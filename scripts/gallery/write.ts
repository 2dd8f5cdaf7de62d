/** Writes the gallery beside the figures. */

import { basename, join } from "node:path";
import { writeFile } from "../cli/files.ts";
import { galleryPage } from "./page.ts";
import type { Picture, Section } from "./section.ts";

/**
 * Writes the gallery of a run: whole, or not at all.
 *
 * @param folder Where the figures are
 * @param sections What the experiments came to
 * @returns The path of the page
 * @throws {Error} with one line where it cannot be written
 */
export function writeGallery(folder: string, sections: readonly Section[]): string {
  const path = join(folder, "index.html");
  writeFile(path, galleryPage(sections));
  return path;
}

/**
 * Reads figures back as they were written. What is no SVG file is left out:
 * pictures besides, and figures written to `/dev/null` or into a pipe.
 *
 * @param paths Of the figures of an experiment
 */
export function readPictures(paths: readonly string[]): Picture[] {
  return paths.filter((path) => path.endsWith(".svg") && Deno.statSync(path).isFile)
    .map((path) => ({ file: basename(path), svg: Deno.readTextFileSync(path) }));
}
