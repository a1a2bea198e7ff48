import { type AnyFlow, type Context, flow, type Json, NonRetryableError } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import { fatalTask } from './planned-runs.js';
import { type Quirk, quirkOf } from './quirk.js';
import type { Shape, ShapeStep } from './random-shape.js';
import { handle } from './reference.js';

/** What handlers need to know. */
export interface Conduct {
  seed: number;
  /** Whether the cause of a run's failure is gone. */
  isMended: (runId: string) => boolean;
  /** Whether handlers may leave rejections behind. */
  strays: boolean;
}

/** How often a task is tried: by far more than kills alone can spend. */
const MAX_ATTEMPTS = 500;

/** A flow of core-sql's, as it is built without knowing its steps: the types that it can't have are gone. */
interface Builder extends AnyFlow {
  step(slug: string, options: object, body: unknown): Builder;
}

/** The flow of a shape, with handlers that behave as the seed wants. */
export function runnableFlow(shape: Shape, conduct: Conduct): AnyFlow {
  let built = flow(shape.slug, { backend: shape.backend }) as unknown as Builder;
  for (const step of shape.steps) {
    const options = {
      after: step.after,
      backend: step.backend,
      maxAttempts: MAX_ATTEMPTS,
      baseDelayMs: 50,
      maxDelayMs: 500,
      // Longer than the slowest handler, which outlives a lease.
      timeoutMs: 6000,
    };
    const run = handler(shape, step, conduct);
    built = built.step(step.slug, options, step.isMap ? toMap(step, run) : run);
  }
  return built;
}

type Run = (input: Json, context: Context<Json>) => Promise<Json>;

function toMap({ over, concurrency }: ShapeStep, run: Run): unknown {
  return map<Record<string, Json[]>, Json[], Json, string | undefined>({
    over: over ?? undefined,
    ...(concurrency === undefined ? {} : { concurrency }),
    run: run as never,
  });
}

function handler(shape: Shape, step: ShapeStep, conduct: Conduct): Run {
  return async (input, context) => {
    await behave(quirkOf(conduct.seed, context), context, conduct);
    const { runId, stepSlug, taskIndex } = context;
    const run = { shape, input: context.input as number[] };
    const fatal = fatalTask(conduct.seed, runId, run);
    if (fatal?.stepSlug === stepSlug && fatal.taskIndex === taskIndex && !conduct.isMended(runId)) {
      throw new NonRetryableError('as the seed wants it');
    }
    return handle(step, input);
  };
}

async function behave({ kind, delayMs }: Quirk, context: Context<Json>, conduct: Conduct) {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  if (kind === 'throws') throw new Error('this attempt fails');
  if (kind === 'strays' && conduct.strays) void Promise.reject(new Error('left behind'));
  if (kind === 'hangs') await new Promise(() => {});
  if (kind === 'lags') {
    const { signal } = context;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
