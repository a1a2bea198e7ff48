// Client and installation

// Plug-ins
export type {
  ClaimedTask,
  LeaseOutcome,
  ServedFlow,
  TaskFailure,
  TaskOutcome,
  TaskResult,
} from './claimed-task.js';
export {
  type Client,
  createClient,
  type FlowVersion,
  type StartManyOptions,
  type StartOptions,
} from './client.js';
export type { Context, Logger } from './context.js';
export type { RunStatus, StepStatus } from './core-calls.js';
export { sqlModule } from './core-module.js';
// Errors
export {
  DatabaseUnreachableError,
  fromDatabaseError,
  mapDatabaseErrors,
  NotInstalledError,
  UnknownFlowError,
  UnknownRunError,
} from './database-errors.js';
export { type ErrorCode, errorCodes } from './error-codes.js';
export {
  type InputIssue,
  InvalidInputError,
  RequestRefusedError,
  ResultTimeoutError,
  RunCancelledError,
  RunFailedError,
  type RunFailure,
} from './errors.js';
export {
  type AnyFlow,
  type Flow,
  type FlowOptions,
  type FlowStepOptions,
  type FlowTypes,
  flow,
  type InputOf,
  type OutputOf,
  type StepOutputsOf,
  type ValidatedInputOf,
} from './flow.js';
export type { FlowDefinition, FlowStep, FlowStepDefinition } from './flow-definition.js';
// JSON
export type {
  Json,
  JsonCompatible,
  JsonOutput,
  JsonResult,
  NotJson,
  Stored,
} from './json.js';
export { assertJson, type JsonTextOptions, toJsonText } from './json-text.js';
export { type MigrationReport, migrate } from './migrate.js';
export { NonRetryableError } from './non-retryable-error.js';
export { PgflowError, type PgflowErrorOptions } from './pgflow-error.js';
export { openPullSource } from './pull-source.js';
export { openPushSource } from './push-source.js';
export type { Run, RunProgress, RunSnapshot, StepProgress } from './run.js';
export {
  readSignedRequest,
  SIGNATURE_HEADER,
  type SignedRequestRules,
  signBody,
} from './signed-request.js';
export type { SqlMigration, SqlModule } from './sql-module.js';
export {
  type AnyStepDefinition,
  defineStep,
  type Handler,
  type StepBody,
  type StepDefinition,
  type StepHandler,
  type StepParts,
  task,
} from './step.js';
export type { StepOptions } from './step-options.js';
export type { StepType } from './step-type.js';
export { validateInput } from './validate-input.js';
export type { ResultOptions } from './wait-for-end.js';
export type {
  AcceptedRequest,
  BackendCapabilities,
  PullSource,
  PullSourceOptions,
  PushSource,
  PushSourceOptions,
  SourceOptions,
  TaskSource,
  WorkerBackend,
} from './worker-backend.js';
