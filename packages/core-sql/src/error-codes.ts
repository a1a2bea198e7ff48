/**
 * All codes that TypeScript raises, by name. They are API: a code never changes its meaning.
 * PF30x definitions, PF31x JSON, PF32x inputs, PF33x runs, PF34x database and installation,
 * PF35x tasks in a worker, PF36x requests to one. SQL raises PF0xx (core), PF1xx (backends) and PF2xx (step types).
 */
export const errorCodes = {
  /** A slug is not `^[a-z][a-z0-9_]{0,46}$`. */
  badSlug: 'PF300',
  /** A flow has two steps with the same slug. */
  duplicateStep: 'PF301',
  /** A step comes after one that the flow does not have (yet), or twice after the same one. */
  danglingDependency: 'PF302',
  /** An option of a flow or a step is unknown, or has a value outside its range. */
  badOption: 'PF303',
  /** The body of a step is neither a function nor a step definition. */
  badStepBody: 'PF304',
  /** A value is not JSON. */
  notJson: 'PF310',
  /** A value is JSON, but holds text that jsonb cannot store: NUL or a lone surrogate. */
  jsonNotStorable: 'PF311',
  /** The JSON text of a value is larger than jsonb can store. */
  jsonTooLarge: 'PF312',
  /** An input is refused by the flow's schema, or is not JSON. */
  invalidInput: 'PF320',
  /** The run that was waited for failed. */
  runFailed: 'PF330',
  /** The run that was waited for was cancelled. */
  runCancelled: 'PF331',
  /** The run that was waited for did not end in time; it goes on. */
  resultTimeout: 'PF332',
  /** The database does not answer. */
  databaseUnreachable: 'PF340',
  /** A schema or function of pgflow is not in the database. */
  notInstalled: 'PF341',
  /** A worker listens, but what the database notifies does not arrive; it polls. */
  wakeUpsLost: 'PF342',
  /** A migration that was applied has another content than the one at hand. */
  migrationChanged: 'PF343',
  /** A module needs another one that is not installed, or another version of it. */
  unmetRequirement: 'PF344',
  /** Postgres does not take a migration. */
  migrationFailed: 'PF345',
  /** A handler threw; the task is retried. */
  handlerFailed: 'PF350',
  /** A handler took longer than the step's timeout. */
  stepTimeout: 'PF351',
  /** A worker was brought a task of a step that it has no handler for. */
  noHandler: 'PF352',
  /** A handler said that no further attempt can help. */
  nonRetryable: 'PF353',
  /** The worker stopped before the handler ended; the task is retried. */
  workerStopped: 'PF354',
  /** A request is not signed with the worker's secret, or too long ago. */
  requestNotSigned: 'PF360',
  /** A request is signed, but is none that the worker understands. */
  badRequest: 'PF361',
  /** A request brings tasks of a flow version that the worker does not serve. */
  versionNotServed: 'PF362',
} as const;

/** One of the codes of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];
