import type { SqlModule } from './sql-module.js';

/** A step type: its name in definitions, and the SQL that says what work a step is. */
export interface StepType {
  readonly name: string;
  readonly sqlModule: SqlModule;
}
