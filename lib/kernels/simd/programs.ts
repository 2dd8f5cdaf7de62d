/** The modules that train the networks of an ensemble: one for all that differ in numbers alone. */

import type { EnsembleMember } from "../network.ts";
import { transformsOf } from "./gradient_code.ts";
import { ruleOf } from "./optimizer_factors.ts";
import { encodePass, passName, type PassShape } from "./pass_code.ts";

/** What all networks of an ensemble have in common. */
type Shared = Pick<PassShape, "sizes" | "rows" | "loss">;

/** The number of members whose modules are remembered. */
const maxRemembered = 4;

/** A module that trains networks. */
export interface Program {
  readonly name: string;
  readonly encode: () => Uint8Array<ArrayBuffer>;
}

/** The programs of an ensemble, and the index of each member's. */
export function programsOf(
  shared: Shared,
  members: readonly EnsembleMember[],
): { programs: Program[]; indexes: number[] } {
  const programs = new Map<string, Program>();
  const last: { member: EnsembleMember; index: number }[] = [];
  const indexes = members.map((member) => {
    const known = last.find((one) => isSameProgram(one.member, member));
    if (known) return known.index;
    const program = programOf(shared, member);
    programs.set(program.name, program);
    const index = [...programs.keys()].indexOf(program.name);
    last.unshift({ member, index });
    last.splice(maxRemembered);
    return index;
  });
  return { programs: [...programs.values()], indexes };
}

/** The program that trains a network. */
function programOf({ sizes, rows, loss }: Shared, member: EnsembleMember): Program {
  const { activation, optimizer } = member;
  const training = { rule: ruleOf(optimizer), transforms: transformsOf(member) };
  const shape = { sizes, rows, activation, loss, ...training };
  return { name: passName(shape), encode: () => encodePass(shape) };
}

/** Whether two members certainly have the same module. */
const isSameProgram = (one: EnsembleMember, other: EnsembleMember) =>
  one.optimizer === other.optimizer && one.activation === other.activation &&
  one.l1 === other.l1 && one.clipNorm === other.clipNorm;
