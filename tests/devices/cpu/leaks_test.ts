/** Memory over many short trainings, grids and products on workers. */

import { assertEquals, assertGreater, assertLess } from "@std/assert";

/**
 * MiB by which the process may grow, as memory is freed in blocks. A thread, or a page of WebAssembly
 * memory, of each call would be more than that.
 */
const mostGrown = 20;

for (const name of ["trainings", "grids", "products"]) {
  // The memory of young objects is limited to one megabyte; otherwise it grows to some fifty.
  const flags = "--v8-flags=--expose-gc,--max-semi-space-size=1";
  Deno.test(`a thousand ${name} on workers take the memory of two hundred, and few workers`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-check", flags, "--allow-read"],
        ...[new URL("leaks_program.ts", import.meta.url).pathname, name],
      ],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const { grown, workers } = JSON.parse(new TextDecoder().decode(stdout));
    assertLess(grown, mostGrown);
    // Workers that are idle for a moment end, and others are started.
    assertGreater(workers, 0);
    assertLess(workers, 100);
  });
}
