/** The modules that train the networks of an ensemble: one for all that differ in numbers alone. */

import type { EnsembleMember } from "../network.ts";
import { transformsOf } from "./gradient_code.ts";
import { compiled } from "./memory.ts";
import { ruleOf } from "./optimizer_factors.ts";
import { encodePass, passName, type PassShape } from "./pass_code.ts";

/** What all networks of an ensemble have in common. */
type Shared = Pick<PassShape, "sizes" | "rows" | "loss">;

/** The number of members whose modules are remembered. */
const maxRemembered = 4;

/** The modules of an ensemble, and the index of each member's. */
export function programsOf(
  shared: Shared,
  members: readonly EnsembleMember[],
): { modules: WebAssembly.Module[]; indexes: number[] } {
  const modules = new Map<string, WebAssembly.Module>();
  const last: { member: EnsembleMember; index: number }[] = [];
  const indexes = members.map((member) => {
    const known = last.find((one) => isSameProgram(one.member, member));
    if (known) return known.index;
    const { name, module } = moduleOf(shared, member);
    modules.set(name, module);
    const index = [...modules.keys()].indexOf(name);
    last.unshift({ member, index });
    last.splice(maxRemembered);
    return index;
  });
  return { modules: [...modules.values()], indexes };
}

/** The module that trains a network. */
function moduleOf(
  { sizes, rows, loss }: Shared,
  member: EnsembleMember,
): { name: string; module: WebAssembly.Module } {
  const { activation, optimizer } = member;
  const training = { rule: ruleOf(optimizer), transforms: transformsOf(member) };
  const shape = { sizes, rows, activation, loss, ...training };
  const name = passName(shape);
  return { name, module: compiled(name, () => encodePass(shape)) };
}

/** Whether two members certainly have the same module. */
const isSameProgram = (one: EnsembleMember, other: EnsembleMember) =>
  one.optimizer === other.optimizer && one.activation === other.activation &&
  one.l1 === other.l1 && one.clipNorm === other.clipNorm;
