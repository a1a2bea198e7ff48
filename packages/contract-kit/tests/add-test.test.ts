import { expect, test, vi } from 'vitest';
import { addTest } from '../src/add-test.js';
import { collectCases } from '../src/check/collector.js';
import { runCases } from '../src/check/run-cases.js';
import type { Runner } from '../src/runner.js';

const fails = () => Promise.reject(new Error('broken'));

test.for([
  [undefined, '0.2.0', 'failed'],
  ['0.2.0', '0.2.0', 'warned'],
  ['0.2.0', '0.2.7', 'warned'],
  ['0.2.1', '0.3.0', 'failed'],
  ['0.2.0', '1.2.0', 'failed'],
  ['0.2.0', '0.1.9', 'failed'],
] as const)(
  'a case since %s that breaks in version %s has %s',
  async ([since, version, outcome]) => {
    const cases = collectCases((runner) => addTest(runner, 'new', fails, { since }, version));
    expect(await runCases(cases)).toMatchObject([{ name: 'new', outcome, error: 'broken' }]);
  },
);

test('a new case that holds has passed', async () => {
  const holds = async () => {};
  const cases = collectCases((runner) =>
    addTest(runner, 'new', holds, { since: '1.0.0' }, '1.0.0'),
  );
  expect(await runCases(cases)).toMatchObject([{ outcome: 'passed' }]);
});

test('a runner that knows no warnings has them on the console', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const bodies: (() => Promise<void>)[] = [];
  const runner: Runner = {
    describe: (_, body) => body(),
    test: (_, body) => bodies.push(body),
  };
  addTest(runner, 'new', fails, { since: '1.0.0' }, '1.0.0');
  await bodies[0]?.();
  expect(warn).toHaveBeenCalledOnce();
});

test('a case that does not end is given up', async () => {
  const cases = collectCases((runner) => runner.test('endless', () => new Promise(() => {})));
  const [result] = await runCases(cases, { timeoutSeconds: 0.01 });
  expect(result).toMatchObject({ outcome: 'failed', error: 'not over after 0.01 s' });
});
