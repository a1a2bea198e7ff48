import type { StandardSchemaV1 } from '@standard-schema/spec';
import { buildFlow } from './build-flow.js';
import type { FlowDefinition, FlowStep } from './flow-definition.js';
import type { Json, JsonCompatible, Stored } from './json.js';
import type { StepBody } from './step.js';
import type { StepOptions } from './step-options.js';

type Pretty<T> = { [Key in keyof T]: T[Key] } & {};
type NoDependencies = Record<never, never>;
type NewSlug<Slug extends string, Steps> = Slug extends keyof Steps
  ? `step "${Slug}" already exists`
  : Slug;

/** A schema's own output must be JSON, and an input that it accepts. */
type InputRefusal<Schema extends StandardSchemaV1> =
  StandardSchemaV1.InferOutput<Schema> extends infer Output
    ? [Output] extends [JsonCompatible<Output>]
      ? [Output] extends [StandardSchemaV1.InferInput<Schema>]
        ? unknown
        : 'the schema refuses its own output, but an input is validated again when a task is claimed'
      : { '~standard': { types?: { output: JsonCompatible<Output> } } }
    : never;

/** Options of {@link flow}. */
export interface FlowOptions<Schema extends StandardSchemaV1> {
  /**
   * Any Standard Schema (zod, valibot, arktype). An input is validated where the run is started,
   * and the validated value is stored; it is validated again when a task is claimed, since a run
   * can be started in SQL. So the schema must accept what it returns. Without one, any JSON will do.
   */
  input?: Schema & InputRefusal<Schema>;
  /** The worker backend of the steps that name none. @default the only one of the database */
  backend?: string;
}

/** Options of a step. */
export interface FlowStepOptions<After extends readonly string[]> extends StepOptions {
  /** The steps that this one waits for; their outputs are what its handler gets. @default [] */
  after?: After;
  /** The worker backend that brings its tasks. @default the flow's */
  backend?: string;
}

/** What the types of a flow say, for those who take any flow. */
export interface FlowTypes {
  /** What `start` takes. */
  input: unknown;
  /** What handlers see: the input as the schema returns it. */
  validated: unknown;
  /** The outputs of all steps. */
  steps: object;
  /** The output of a run: the outputs of the steps that no other step comes after. */
  output: object;
}

/** A flow of whatever types: what clients and workers take. */
export interface AnyFlow {
  readonly slug: string;
  readonly backend: string | null;
  readonly inputSchema: StandardSchemaV1 | undefined;
  /** By slug, in the order of definition. */
  readonly steps: ReadonlyMap<string, FlowStep>;
  /** The flow as JSON. */
  readonly definition: FlowDefinition;
  /** For the compiler only. */
  readonly '~types'?: FlowTypes;
}

/**
 * A graph of steps. Immutable: `.step()` returns a new flow with one step more.
 * `Input` is what a run is started with, `Validated` what handlers see of it; `Steps` has the
 * outputs by slug, `Leaf` the slugs that no step comes after.
 * The step that is added is spelt out in the return types: under an alias, the arguments of each
 * alias hold the one before, and the compiler gives up at the hundredth step.
 */
export interface Flow<
  Slug extends string,
  Input,
  Validated,
  Steps extends object = NoDependencies,
  Leaf extends string = never,
> extends AnyFlow {
  readonly slug: Slug;
  readonly inputSchema: StandardSchemaV1<Input, Validated> | undefined;
  readonly '~types'?: {
    input: Input;
    validated: Validated;
    steps: Pretty<Steps>;
    output: Pretty<Pick<Steps, Leaf & keyof Steps>>;
  };
  /** Adds a step that waits for nothing. Raises PF300 to PF304. */
  step<const Name extends string, Result>(
    slug: NewSlug<Name, Steps>,
    body: StepBody<NoDependencies, Validated, Result>,
  ): Flow<Slug, Input, Validated, Steps & { [Key in Name]: Stored<Awaited<Result>> }, Leaf | Name>;
  /** Adds a step that waits for those in `after`. Raises PF300 to PF304. */
  step<
    const Name extends string,
    Result,
    const After extends readonly (keyof Steps & string)[] = [],
  >(
    slug: NewSlug<Name, Steps>,
    options: FlowStepOptions<After>,
    body: StepBody<Pretty<Pick<Steps, After[number]>>, Validated, Result>,
  ): Flow<
    Slug,
    Input,
    Validated,
    Steps & { [Key in Name]: Stored<Awaited<Result>> },
    Exclude<Leaf, After[number]> | Name
  >;
}

/** What `start` takes for a flow. */
export type InputOf<Of extends AnyFlow> = NonNullable<Of['~types']>['input'];

/** What the handlers of a flow see as `ctx.input`. */
export type ValidatedInputOf<Of extends AnyFlow> = NonNullable<Of['~types']>['validated'];

/** The outputs of all steps of a flow, by slug. */
export type StepOutputsOf<Of extends AnyFlow> = NonNullable<Of['~types']>['steps'];

/** The output of a run of a flow: the outputs of the steps that no other step comes after. */
export type OutputOf<Of extends AnyFlow> = NonNullable<Of['~types']>['output'];

/** Begins a flow. Raises PF300 for a bad slug and PF303 for an unknown option. */
export function flow<
  const Slug extends string,
  Schema extends StandardSchemaV1 = StandardSchemaV1<Json, Json>,
>(
  slug: Slug,
  options: FlowOptions<Schema> = {},
): Flow<Slug, StandardSchemaV1.InferInput<Schema>, StandardSchemaV1.InferOutput<Schema>> {
  return buildFlow(slug, options) as Flow<
    Slug,
    StandardSchemaV1.InferInput<Schema>,
    StandardSchemaV1.InferOutput<Schema>
  >;
}
