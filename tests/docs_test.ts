/** The documentation of the public surface: what `deno doc` shows, and `deno test --doc` runs. */

import { assert, assertEquals } from "@std/assert";

interface Documented {
  name: string;
  declarations: { kind: string; jsDoc?: { doc?: string; tags?: { kind: string }[] } }[];
}

async function publicSymbols(): Promise<Documented[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "mod.ts"],
    cwd: new URL("../", import.meta.url),
    stdin: "null",
    stderr: "null",
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  return Object.values(nodes as Record<string, { symbols: Documented[] }>)
    .flatMap(({ symbols }) => symbols);
}

Deno.test("every public symbol is described, and every function and class has an example", async () => {
  const symbols = await publicSymbols();
  assert(symbols.length > 100, `only ${symbols.length} symbols seen`);
  const bare = symbols.filter(({ declarations }) => !declarations[0].jsDoc?.doc);
  assertEquals(bare.map(({ name }) => name), []);
  const called = symbols.filter(({ declarations: [{ kind }] }) => /function|class/.test(kind));
  const lacking = called.filter(({ declarations }) =>
    !declarations[0].jsDoc?.tags?.some(({ kind }) => kind === "example")
  );
  assertEquals(lacking.map(({ name }) => name), []);
});
