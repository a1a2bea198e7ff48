import postgres from 'postgres';
import type { PluginHarness } from '../../src/index.js';

/** How a plug-in breaks the contract. */
export interface Fault {
  /** Laid over the unbroken plug-in; `:url` is the database's. */
  readonly sql: string;
  /** What of the suite is run, by group and name: the laws that the fault is about. */
  readonly only: RegExp;
  /** The tests of these that have to fail, in order; all others have to pass. */
  readonly caughtBy: readonly string[];
}

/** The harness of a plug-in with a fault. */
export function broken<Harness extends PluginHarness>(harness: Harness, { sql }: Fault): Harness {
  return {
    ...harness,
    async createDatabase() {
      const database = await harness.createDatabase();
      const connection = postgres(database.url, { max: 1, onnotice: () => {} });
      await connection.unsafe(`${sql.replaceAll(':url', database.url)};
        revoke execute on all functions in schema ${harness.schema} from public`);
      await connection.end();
      return database;
    },
  };
}
