/** The checks of the keys of a saved state, at every level. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  adagrad,
  adam,
  checkResume,
  cosine,
  earlyStopping,
  makeMoons,
  openDevice,
  resumeTraining,
  rmsprop,
  type Schedule,
  sgd,
  startTraining,
  stepDecay,
  type TrainingState,
  warmUp,
} from "../../mod.ts";

/** A path into plain data. */
type Path = readonly (string | number)[];

/** The entries of an object. */
type Entries = [key: string, value: unknown][];

/** The objects in plain data, each with the path that leads to it. */
function* objectsIn(value: unknown, path: Path = []): Iterable<Path> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [key, part] of Object.entries(value)) {
    yield* objectsIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** A copy of plain data, whose object at a path has other entries. */
function withEntries(
  value: unknown,
  path: Path,
  edit: (entries: Entries) => Entries,
): TrainingState {
  if (path.length === 0) {
    return Object.fromEntries(edit(Object.entries(value as object))) as unknown as TrainingState;
  }
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[path[0]] = withEntries(copy[path[0]], path.slice(1), edit);
  return copy as unknown as TrainingState;
}

Deno.test("a state with a missing, misspelt or unknown key is rejected, at every level", async () => {
  await using device = await openDevice("cpu");
  const data = makeMoons(20, { seed: 1 });
  const test = makeMoons(10, { seed: 2 });
  const optimizers = [sgd(), adam(), rmsprop(), adagrad()];
  const schedules: Schedule[] = [
    ...[{ kind: "constant" } as const, cosine(), warmUp(), stepDecay({ every: 2 })],
  ];
  const all = optimizers.map((optimizer, index) => ({
    ...{ sizes: [2, 3, 2], optimizer, schedule: schedules[index] },
    stop: index === 3 ? earlyStopping() : undefined,
  }));
  await using session = await startTraining(all, { device, data, test, epochs: 2 });
  await session.advance(1);
  const state: TrainingState = JSON.parse(JSON.stringify(await session.state()));
  const refuses = async (given: TrainingState, says: string) => {
    const options = { device, data, test };
    const { message } = await assertRejects(() => resumeTraining(given, options), TypeError, says);
    assert(!message.includes("\n"), message);
    assertThrows(() => checkResume(given), TypeError, says);
  };
  let keys = 0;
  for (const path of objectsIn(state)) {
    const change = (edit: (entries: Entries) => Entries) => withEntries(state, path, edit);
    const own = path.reduce<object>((part, key) => part[key as keyof typeof part], state);
    await refuses(change((entries) => [...entries, ["zzzz", 1]]), 'there is no key "zzzz" in ');
    for (const key of Object.keys(own)) {
      keys++;
      await refuses(
        change((all) => all.filter(([name]) => name !== key)),
        `must have the key "${key}": keys are`,
      );
      const renamed = change((all) =>
        all.map(([name, value]) => [name === key ? `${key}x` : name, value])
      );
      await refuses(renamed, `(did you mean "${key}"?)`);
    }
  }
  const other = withEntries(state, ["networks", 0, "optimizer"], () => [["kind", "sdg"]]);
  await assertRejects(
    () => resumeTraining(other, { device, data, test }),
    RangeError,
    "the optimizer's kind must be one of sgd, rmsprop, adagrad, adam",
  );
  // The state, its generator, four networks with optimizers and schedules, a group of four members; one has
  // early stopping.
  assertEquals(keys, 10 + 4 + 4 * 16 + (5 + 7 + 5 + 4) + (1 + 3 + 3 + 3) + 3 + 4 * 9 + 2);
});
