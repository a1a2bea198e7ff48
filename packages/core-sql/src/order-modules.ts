import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';
import type { SqlModule } from './sql-module.js';
import { satisfies } from './version-range.js';

/** Modules with what they require before them. Raises PF344 for a missing or unfit requirement. */
export function orderModules(modules: readonly SqlModule[]): SqlModule[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const ordered = new Set<SqlModule>();
  const visit = (module: SqlModule, path: readonly string[]): void => {
    if (ordered.has(module)) return;
    if (path.includes(module.name)) {
      throw unmet(`modules require each other: ${[...path, module.name].join(' -> ')}`);
    }
    for (const [name, range] of Object.entries(module.requires)) {
      const required = byName.get(name);
      if (!required) throw unmet(`${module.name} requires ${name} ${range}, which is not listed`);
      if (!satisfies(required.version, range)) {
        throw unmet(`${module.name} requires ${name} ${range}, but it is ${required.version}`);
      }
      visit(required, [...path, module.name]);
    }
    ordered.add(module);
  };
  for (const module of modules) visit(module, []);
  return [...ordered];
}

function unmet(message: string): PgflowError {
  return new PgflowError(errorCodes.unmetRequirement, message, {
    hint: 'Pass the modules of all packages in use to migrate, in versions that fit each other.',
  });
}
