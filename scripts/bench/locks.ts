/** The Web Locks of this process, which Deno has and its types lack: all its workers share them. */

/** What the bench uses of them. */
export interface Locks {
  /** Waits for the lock, and holds it until what `work` returns is settled, or the thread ends. */
  request(name: string, work: () => Promise<void> | void): Promise<void>;
  /** The locks that are held. */
  query(): Promise<{ readonly held: readonly { readonly name: string }[] }>;
}

export const { locks } = navigator as unknown as { readonly locks: Locks };
