/** One migration of a module. */
export interface SqlMigration {
  /** 14 digits, the time it was written; migrations of a module are applied in this order. */
  version: string;
  name: string;
  sql: string;
}

/** The SQL of a package, as `migrate` installs it. */
export interface SqlModule {
  /** The package's name without its scope. */
  name: string;
  /** The package's version, which the `requires` of other modules is held against. */
  version: string;
  /** The schema that it makes. */
  schema: string;
  /** Modules that must be there first: name to a range of versions, as in `^0.1.0`. */
  requires: Record<string, string>;
  migrations: readonly SqlMigration[];
}
