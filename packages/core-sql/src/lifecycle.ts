/** What can be begun and ended, again and again. */
export interface Lifecycle<Options> {
  /** Begins, once. Rejects as `begin` does, and can be called again then. */
  start(): Promise<void>;
  /** Ends what was begun; while it ends, another call waits for the same end. */
  stop(options: Options): Promise<void>;
}

/** The life of what `begin` begins; it resolves to what ends it. */
export function lifecycle<Options>(
  begin: () => Promise<(options: Options) => Promise<void>>,
): Lifecycle<Options> {
  let begun: ReturnType<typeof begin> | undefined;
  let stopping: Promise<void> | undefined;
  return {
    async start() {
      begun ??= begin();
      try {
        await begun;
      } catch (error) {
        begun = undefined;
        throw error;
      }
    },
    async stop(options) {
      const work = begun;
      begun = undefined;
      stopping ??= work
        ?.then((end) => end(options))
        .finally(() => {
          stopping = undefined;
        });
      await stopping;
    },
  };
}
