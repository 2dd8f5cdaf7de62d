/** What is costly to create: in use by one caller at a time, and the last few that are not in use. */

/** The number that is kept while they are not in use. */
const mostKept = 8;

/** What is kept, with its memory. */
interface Keepable {
  /** Frees what the last use has left, and tells whether it is worth keeping. */
  release(): boolean;
}

/** Gives out things by their keys. */
export class Kept<Thing extends Keepable> {
  readonly #idle: { key: string; thing: Thing }[] = [];
  #cleared = false;

  /** Takes the thing of that key, or creates one. It is to be given back by `release`. */
  take(key: string, create: () => Thing): { thing: Thing; release(): void } {
    const at = this.#idle.findIndex((one) => one.key === key);
    const thing = at < 0 ? create() : this.#idle.splice(at, 1)[0].thing;
    const release = () => {
      if (!thing.release() || this.#cleared) return;
      this.#idle.push({ key, thing });
      if (this.#idle.length > mostKept) this.#idle.shift();
    };
    return { thing, release };
  }

  /** Forgets all of them, and keeps no more. */
  clear(): void {
    this.#cleared = true;
    this.#idle.length = 0;
  }
}
