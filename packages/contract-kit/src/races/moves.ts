import type { Connection } from '../backend/backend-suite.js';
import { type ClaimKey, outcomes } from '../rows.js';
import { commit } from './race.js';

/** Where a settle can be stopped that completes a step. */
export const completing = [
  'runs locked',
  'tasks settled',
  'steps completed',
  'runs advanced',
  commit,
];

/** Where a settle can be stopped that fails a run. */
export const failing = [
  'runs locked',
  'runs ended',
  'tasks cancelled',
  'tasks settled',
  'runs advanced',
  commit,
];

/** Where a settle can be stopped that leaves its run as it is, or gives a task a further attempt. */
export const settling = ['runs locked', 'tasks settled', 'runs advanced', commit];

/** Where a settle can be stopped that has taken its tasks and completes a step. */
export const settled = ['tasks settled', 'steps completed', 'runs advanced', commit];

/** Where a claim can be stopped. */
export const claiming = ['deliveries read', 'tasks taken', commit];

/** Where cancel_run can be stopped. */
export const cancelling = ['runs locked', 'runs ended', 'tasks cancelled', commit];

/** Where retry_run can be stopped. */
export const retrying = ['runs locked', 'run reopened', 'tasks requeued', commit];

const final = { code: 'E', message: 'no', final: true };
const once = { code: 'E', message: 'not yet' };

export const complete =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.complete(claims).then(outcomes);

export const fail =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.fail(claims, final).then(outcomes);

export const failOnce =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.fail(claims, once).then(outcomes);

export const extend =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.extend(claims).then(outcomes);

export const release =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.release(claims).then(outcomes);

export const claim =
  (queue: string, quantity = 9) =>
  ({ backend }: Connection) =>
    backend.claim(queue, quantity).then((claims) => [...claims]);

export const start =
  (...claims: ClaimKey[]) =>
  ({ backend }: Connection) =>
    backend.start(claims.map(({ delivery }) => delivery)).then((started) => [...started]);

export const cancel =
  (runId: string) =>
  ({ core }: Connection) =>
    core.cancelRun(runId);

/** Answers 'ok', or the code of the refusal. */
export const retry =
  (runId: string) =>
  ({ core }: Connection) =>
    core.retryRun(runId).then(
      () => 'ok',
      (error: { code?: string }) => {
        if (error.code !== 'PF014') throw error;
        return error.code;
      },
    );
