import type { StandardSchemaV1 } from '@standard-schema/spec';
import { errorCodes } from './error-codes.js';
import type { AnyFlow } from './flow.js';
import { type FlowStep, toFlowDefinition } from './flow-definition.js';
import { assertJson } from './json-text.js';
import { PgflowError } from './pgflow-error.js';
import { type AnyStepDefinition, defineStep, type StepParts } from './step.js';
import { checkNames, checkNumbers, checkSlug, type StepOptions } from './step-options.js';

interface UntypedFlowOptions {
  input?: StandardSchemaV1;
  backend?: string;
}

interface UntypedStepOptions extends StepOptions {
  after?: readonly string[];
  backend?: string;
}

type UntypedBody = AnyStepDefinition | StepParts['run'];

/** `flow()` without its types, which live in flow.ts. */
export function buildFlow(slug: string, options: UntypedFlowOptions): AnyFlow {
  checkSlug('flow', slug);
  checkNames(`flow "${slug}"`, options, ['input', 'backend']);
  const { input, backend = null } = options;
  if (backend !== null) checkSlug('backend', backend);
  if (input !== undefined && typeof input['~standard']?.validate !== 'function') {
    throw new PgflowError(errorCodes.badOption, `flow "${slug}": input is no Standard Schema`);
  }
  return withSteps({ slug, backend, inputSchema: input }, new Map());
}

type Head = Pick<AnyFlow, 'slug' | 'backend' | 'inputSchema'>;

function withSteps(head: Head, steps: ReadonlyMap<string, FlowStep>): AnyFlow {
  // Made when first asked for: a flow of n steps passes through n flows that nobody asks.
  let definition: AnyFlow['definition'] | undefined;
  return Object.freeze({
    ...head,
    steps,
    get definition() {
      definition ??= toFlowDefinition(head.slug, head.backend, steps);
      return definition;
    },
    step(
      slug: string,
      ...rest: [UntypedBody] | [UntypedStepOptions | undefined, UntypedBody]
    ): AnyFlow {
      const [options, body] = rest.length === 1 ? [undefined, rest[0]] : rest;
      return withSteps(head, new Map(steps).set(slug, makeStep(head, steps, slug, options, body)));
    },
  });
}

function makeStep(
  { slug: flowSlug }: Head,
  steps: ReadonlyMap<string, FlowStep>,
  slug: string,
  options: UntypedStepOptions = {},
  body?: UntypedBody,
): FlowStep {
  const owner = `step "${slug}" of flow "${flowSlug}"`;
  checkSlug('step', slug);
  if (steps.has(slug)) {
    throw new PgflowError(errorCodes.duplicateStep, `${owner} already exists`);
  }
  checkNames(owner, options, STEP_OPTIONS);
  checkNumbers(owner, options);
  const { after = [], backend = null, ...numbers } = options;
  if (backend !== null) checkSlug('backend', backend);
  checkAfter(owner, after, steps);
  return Object.freeze({
    definition: toDefinition(owner, body),
    after: [...after],
    backend,
    options: numbers,
  });
}

const STEP_OPTIONS = ['after', 'maxAttempts', 'baseDelayMs', 'maxDelayMs', 'timeoutMs', 'backend'];

/** Only steps that exist can be named, so a graph without cycles is all that can be built. */
function checkAfter(
  owner: string,
  after: readonly string[],
  steps: ReadonlyMap<string, FlowStep>,
): void {
  for (const [index, slug] of after.entries()) {
    const problem = steps.has(slug) ? 'twice' : 'which does not exist before it';
    if (steps.has(slug) && after.indexOf(slug) === index) continue;
    throw new PgflowError(
      errorCodes.danglingDependency,
      `${owner} comes after "${slug}", ${problem}`,
    );
  }
}

function toDefinition(owner: string, body: UntypedBody): AnyStepDefinition {
  if (typeof body === 'function') return defineStep({ type: 'single', config: {}, run: body });
  if (typeof body?.type !== 'string') {
    throw new PgflowError(errorCodes.badStepBody, `${owner} needs a function or a step definition`);
  }
  checkSlug('step type', body.type);
  checkNumbers(owner, { concurrency: body.concurrency });
  assertJson(body.config, { name: `the config of ${owner}` });
  return body;
}
