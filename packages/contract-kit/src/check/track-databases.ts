import type { ContractHarness, TestDatabase } from '../harness.js';

/** A harness whose databases are known. */
export interface TrackedHarness {
  readonly harness: ContractHarness;
  /** Removes what cases that were given up have left. Rejects where a database cannot be removed. */
  dropAll(): Promise<void>;
}

/** Notes the databases that a harness makes. Each is dropped once, whoever comes first. */
export function trackDatabases(harness: ContractHarness): TrackedHarness {
  const open = new Set<Promise<TestDatabase>>();
  const create = async (dropped: () => void): Promise<TestDatabase> => {
    const database = await harness.createDatabase();
    let dropping: Promise<unknown> | undefined;
    return {
      url: database.url,
      drop() {
        dropping ??= database.drop().finally(dropped);
        return dropping;
      },
    };
  };
  const createDatabase = () => {
    const gone = () => open.delete(making);
    const making = create(gone);
    open.add(making);
    making.catch(gone);
    return making;
  };
  return {
    // What a harness inherits stays where it is.
    harness: Object.create(harness, { createDatabase: { value: createDatabase } }),
    async dropAll() {
      await Promise.all([...open].map(async (making) => (await making).drop()));
    },
  };
}
