export { type BackendCalls, backendCalls, type CallOptions } from './backend-calls.js';
export { type CheckOptions, checkContract } from './check-contract.js';
export type { Session } from './database.js';
export { type DenoTest, denoRunner } from './deno-runner.js';
export { describeStepType } from './describe-step-type.js';
export { describeWorkerBackend } from './describe-worker-backend.js';
export type { Exemption } from './exemptions.js';
export type {
  ContractHarness,
  ImpossibleDeliveries,
  MalformedDeliveries,
  PluginHarness,
  PullBackendHarness,
  PushBackendHarness,
  RefusedStep,
  StepTypeCase,
  StepTypeHarness,
  TestDatabase,
  WorkerBackendHarness,
} from './harness.js';
export type { PluginReport } from './plugin-report.js';
export { commit, type Finish, type Move, openTrack, type Place, type Track } from './races/race.js';
export { type ContractReport, contractReport, reportMarkdown } from './report.js';
export type { Claim, ClaimKey } from './rows.js';
export type { CaseResult, RunOptions } from './run-cases.js';
export type { Runner } from './runner.js';
