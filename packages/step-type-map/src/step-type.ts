import type { SqlModule, StepType } from '@pgflow/core-sql';
import { migrations, requires, version } from './sql.generated.js';

/** The SQL of the step type, schema `pgflow_map`. */
export const sqlModule: SqlModule = {
  name: 'step-type-map',
  version,
  schema: 'pgflow_map',
  requires,
  migrations,
};

/** The step type `map`, for those who list what is installed. */
export const mapStepType: StepType = { name: 'map', sqlModule };
