import { assertEquals } from "@std/assert";

/** What a start does without: `Intl` takes 10 ms and more for the first of each. */
const slow = ["Collator", "NumberFormat", "Segmenter", "DateTimeFormat"] as const;

Deno.test("loading the library and drawing in English start none of the slow parts of Intl", async () => {
  const library = new URL("../mod.ts", import.meta.url).href;
  const program = `
    const used = [];
    for (const name of ${JSON.stringify(slow)}) {
      const { [name]: Slow } = Intl;
      Intl[name] = class extends Slow { constructor(...all) { super(...all); used.push(name); } };
    }
    const { toLocaleString } = Number.prototype;
    Number.prototype.toLocaleString = function (...all) {
      used.push("toLocaleString");
      return toLocaleString.apply(this, all);
    };
    const { boundaryPanels, figure, linePanel, toSvg } = await import(${JSON.stringify(library)});
    const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
    const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 2, values };
    const line = linePanel([{ name: "relu", values: Array.from({ length: 1500 }, Math.sin) }]);
    toSvg(figure([[line, ...boundaryPanels([{ name: "tanh", field, finalTestAccuracy: 0.94 }])]]));
    console.log(JSON.stringify(used));
  `;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", program] })
    .output();
  const decoder = new TextDecoder();
  assertEquals([decoder.decode(stdout), decoder.decode(stderr)], ["[]\n", ""]);
});
