import { describe, expect, it, vi } from 'vitest';
import {
  DatabaseUnreachableError,
  errorCodes,
  fromDatabaseError,
  InvalidInputError,
  NotInstalledError,
  PgflowError,
  RunFailedError,
  UnknownFlowError,
  UnknownRunError,
} from '../../src/index.js';

/** An error as postgres.js makes it. */
function driverError(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

describe('PgflowError', () => {
  it('is told apart by its class, also across copies of the package', async () => {
    vi.resetModules();
    const copy = await import('../../src/index.js');
    const error = new copy.RunFailedError('r', { code: 'PF350', message: 'broken' });
    expect(copy.RunFailedError).not.toBe(RunFailedError);
    expect(error).not.toBeInstanceOf(PgflowError);
    expect(PgflowError.is(error)).toBe(true);
    expect(RunFailedError.is(error)).toBe(true);
    expect(InvalidInputError.is(error)).toBe(false);
  });

  it.each([undefined, null, 'PF300', new Error('PF300'), { name: 'PgflowError', code: 'PF300' }])(
    'is not %j',
    (value) => {
      expect(PgflowError.is(value)).toBe(false);
    },
  );

  it('has its class in the stack, and only the fields that it was given', () => {
    const cause = new Error('why');
    const error = new UnknownFlowError('no flow', { hint: 'define it', cause });
    expect(error.stack).toMatch(/^UnknownFlowError: no flow\n/);
    expect(error).toMatchObject({ code: 'PF001', hint: 'define it', cause });
    expect(Object.keys(error)).toEqual(['code', 'hint']);
  });

  it('has a code of its own for each name', () => {
    const codes = Object.values(errorCodes);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^PF3[0-9]{2}$/);
  });

  it('says in which step a run failed', () => {
    const failure = { code: 'PF350', message: 'broken', stepSlug: 'mail' };
    expect(new RunFailedError('r', failure).message).toBe('run r failed in step "mail": broken');
  });
});

describe('fromDatabaseError', () => {
  it('keeps code, message, detail, hint and cause of an error that SQL raised on purpose', () => {
    const cause = driverError('PF004', 'no', { detail: 'because', hint: 'instead' });
    const error = fromDatabaseError(cause);
    expect(error).toBeInstanceOf(PgflowError);
    expect(error).toMatchObject({
      code: 'PF004',
      message: 'no',
      detail: 'because',
      hint: 'instead',
      cause,
    });
  });

  it('has a class for what a caller can act on', () => {
    expect(fromDatabaseError(driverError('PF001', 'x'))).toBeInstanceOf(UnknownFlowError);
    expect(fromDatabaseError(driverError('PF002', 'x'))).toBeInstanceOf(UnknownRunError);
  });

  it.each(
    'ECONNREFUSED ENOTFOUND EAI_AGAIN CONNECT_TIMEOUT CONNECTION_CLOSED 57P01 57P03 08006 53300'.split(
      ' ',
    ),
  )('maps %s to DatabaseUnreachableError', (code) => {
    expect(fromDatabaseError(driverError(code, 'x'))).toBeInstanceOf(DatabaseUnreachableError);
  });

  it('maps what is missing of pgflow, and only that, to NotInstalledError', () => {
    const missing = [
      driverError('3F000', 'schema "pgflow" does not exist'),
      driverError('42883', 'function pgflow_pgmq.read_queued_step_tasks(uuid) does not exist'),
      driverError('42P01', 'relation "pgflow.runs" does not exist'),
    ];
    for (const error of missing) expect(fromDatabaseError(error)).toBeInstanceOf(NotInstalledError);
    const other = driverError('42P01', 'relation "app.users" does not exist');
    expect(fromDatabaseError(other)).toBe(other);
  });

  it.each([undefined, 'x', new Error('x'), driverError('23505', 'x'), driverError('40001', 'x')])(
    'passes %s through',
    (error) => {
      expect(fromDatabaseError(error)).toBe(error);
    },
  );
});
