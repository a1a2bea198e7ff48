export { type BackendCalls, backendCalls, type CallOptions } from './backend-calls.js';
export { type CheckOptions, checkContract } from './check/check-contract.js';
export type { Exemption } from './check/exemptions.js';
export type { PluginReport } from './check/plugin-report.js';
export { type ContractReport, contractReport, reportMarkdown } from './check/report.js';
export type { CaseResult, RunOptions } from './check/run-cases.js';
export type { Session } from './database.js';
export { type DenoTest, denoRunner } from './deno-runner.js';
export { describeStepType } from './describe-step-type.js';
export { describeWorkerBackend } from './describe-worker-backend.js';
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
export { commit, type Finish, type Move, openTrack, type Place, type Track } from './races/race.js';
export type { Claim, ClaimKey } from './rows.js';
export type { Runner } from './runner.js';
