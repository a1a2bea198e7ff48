import type { SqlModule, StepType } from '@pgflow/core-sql';
import { migrations, requires, version } from './migrations.generated.js';

/** The SQL of the step type, schema `pgflow_race`. */
export const sqlModule: SqlModule = {
  name: 'step-type-race',
  version,
  schema: 'pgflow_race',
  requires,
  migrations,
};

/** The step type `race`, for those who list what is installed. */
export const raceStepType: StepType = { name: 'race', sqlModule };

export { type RaceOptions, race } from './race.js';
