import type { Json } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import type { Claim } from './rows.js';

/** A database that one test may do anything with. */
export interface TestDatabase {
  /** Of the role that owns the schemas. */
  readonly url: string;
  /** Removes it, whoever is connected. */
  drop(): Promise<unknown>;
}

/** A harness of either kind. */
export type ContractHarness = StepTypeHarness | WorkerBackendHarness;

/** What the suites need of every plug-in. */
export interface PluginHarness {
  /** The schema that the plug-in's functions are in. */
  readonly schema: string;
  /** The plug-in's version. A report cannot be without it, so `checkContract` refuses a harness that is. */
  readonly version?: string;
  /** A fresh database with core and the plug-in in it; each test asks for one of its own. */
  createDatabase(): Promise<TestDatabase>;
}

/** How to test a worker backend. */
export type WorkerBackendHarness = PullBackendHarness | PushBackendHarness;

/** How to test a backend whose workers read its queues. */
export interface PullBackendHarness extends BackendHarness {
  /** As registered. */
  readonly capabilities: { readonly delivery: 'pull' };
  readonly receive?: never;
}

/** How to test a backend whose workers are brought what they start. */
export interface PushBackendHarness extends BackendHarness {
  /** As registered. */
  readonly capabilities: { readonly delivery: 'push' };
  /**
   * What the transport would bring a worker now: takes up to `quantity` deliveries of the queue that
   * are due, and answers their texts, with which `start_step_tasks` is called next. The delivery of a
   * task whose lease ran out may come alone; core claims it alone in any case. Runs on the session
   * that it is given, within its transaction if one is open, since some of them are rolled back.
   */
  receive(sql: Sql, queue: string, quantity: number): Promise<string[]>;
}

/** What the suites need of every worker backend. */
interface BackendHarness extends PluginHarness {
  /** As registered. */
  readonly backend: string;
  /** How long the suites lease tasks for, unless a test says otherwise. @default 60 */
  readonly leaseSeconds?: number;
  /** How many deliveries of a queue there are, visible or not. */
  countDeliveries(sql: Sql, queue: string): Promise<number>;
  /** Whether deliveries are apart from the tasks, so that one can be lost. @default true */
  readonly separateDeliveries?: boolean;
  /**
   * Makes the lease of a claim's delivery run out now. A backend whose time cannot be moved sets a
   * short `leaseSeconds` and waits here until `claim.visible_at`.
   */
  expireLease(sql: Sql, claim: Claim): Promise<unknown>;
  /** What law 6 is tested with, or why a delivery on the queue can only name a task. */
  readonly malformed: MalformedDeliveries | ImpossibleDeliveries;
}

/** That every delivery names its task by construction. */
export interface ImpossibleDeliveries {
  /** Why, for the report. */
  readonly impossible: string;
}

/** Deliveries that name no task. */
export interface MalformedDeliveries {
  /** Puts one of each kind on the queue, visible at once; answers how many. */
  put(sql: Sql, queue: string): Promise<number>;
  /** The reasons in the backend's dead letters of a queue. */
  reasons(sql: Sql, queue: string): Promise<string[]>;
}

/** How to test a step type. */
export interface StepTypeHarness extends PluginHarness {
  /** As registered. */
  readonly stepType: string;
  /** As registered. @default {} */
  readonly capabilities?: { readonly per_task?: boolean };
  /** Examples of what the step type does; at least one. */
  readonly cases: readonly StepTypeCase[];
  /** Steps that the type must fail; empty where it takes any. */
  readonly refused: readonly RefusedStep[];
}

/** One step, from its source to its output. It is tried after a dependency called `source`. */
export interface StepTypeCase {
  readonly name: string;
  /**
   * The step's config. It reads its source where it likes: both places hold the same value. The text
   * `source` in it is the name of that dependency: where the type stands twice in a run, the second
   * step has `other` in its place.
   */
  readonly config: Json;
  /** Output of the dependency `source`, and input of the run. */
  readonly source: Json;
  /** The inputs that workers see, in order of index. */
  readonly tasks: readonly Json[];
  /** What the workers give back, in order of index. */
  readonly outputs: readonly Json[];
  /**
   * The step's output. Where it depends on which tasks were first, a function of the indexes that were
   * settled, call by call: a step with the capability `per_task` may end before the others are.
   */
  readonly output: Json | ((settled: readonly (readonly number[])[]) => Json);
  /**
   * Whether the step waits when its tasks are settled, as for an approval: the suite then completes it
   * from outside, with `output`. @default false
   */
  readonly waits?: boolean;
  /**
   * What a type with `handle_step_task_failure` puts in the place of the output of a task that has
   * failed for good, in order of index. @default any, if it is the same each time
   */
  readonly replacements?: readonly Json[];
}

/** A step that its type cannot do. */
export interface RefusedStep {
  readonly name: string;
  readonly config: Json;
  readonly source: Json;
  /** Code of the error of the step and its run. */
  readonly code: string;
}
