import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { environment, leftovers, madePackage, run } from './made-package.js';

const timeout = 300_000;

/** Runs scripts of a made package one after the other, and fails with what the first bad one says. */
async function expectGreen({ npm }: Awaited<ReturnType<typeof madePackage>>, scripts: string[]) {
  for (const script of scripts) {
    const { code, output } = await npm('run', script);
    expect(code, output).toBe(0);
  }
}

describe('step-type', () => {
  test('a made package is built, linted, checked and passes the whole suite', {
    timeout,
  }, async () => {
    const made = await madePackage('step-type', 'pgflow-step-type-wait-until');
    expect(leftovers(made.folder)).toEqual([]);
    expect(made.files).toContain('.gitignore');
    expect(made.read('src/step.ts')).toContain('export function waitUntil<');
    expect(made.read('migrations/20260101000000_init.sql')).toContain(
      "register_step_type('wait_until', 'pgflow_wait_until'",
    );
    await expectGreen(made, ['build', 'lint', 'typecheck']);
    const { code, output, passed, total } = await made.test();
    expect(code, output).toBe(0);
    expect(passed).toBe(total);
    expect(passed).toBeGreaterThan(40);
  });

  test('its tests turn red when its SQL is wrong', { timeout }, async () => {
    const made = await madePackage('step-type', 'step-type-wrong');
    made.change('migrations/20260101000000_init.sql', "'tasks', -- output_from", "'task',");
    const { code, passed, total } = await made.test('-t', 'case: three times');
    expect(code).toBe(1);
    expect(passed).toBeLessThan(total);
  });
});

describe('backend', () => {
  test('a made package is built, linted, checked and passes the whole suite', {
    timeout,
  }, async () => {
    const made = await madePackage('backend', 'pgflow-backend-wait-until');
    expect(leftovers(made.folder)).toEqual([]);
    expect(made.read('src/backend.ts')).toContain('export const waitUntilBackend');
    await expectGreen(made, ['build', 'lint', 'typecheck']);
    const { code, output, passed, total } = await made.test();
    expect(code, output).toBe(0);
    expect(passed).toBe(total);
    expect(passed).toBeGreaterThan(120);
  });

  test('its tests turn red when its SQL is wrong', { timeout }, async () => {
    const made = await madePackage('backend', 'backend-wrong');
    made.change('migrations/20260101000000_init.sql', "('completed', 'failed')", "('failed')");
    const { code, passed, total } = await made.test('contract', '-t', 'law 1');
    expect(code).toBe(1);
    expect(passed).toBeLessThan(total);
  });
});

describe('app', () => {
  test('a made app is linted, checked, tested and run', { timeout }, async () => {
    const made = await madePackage('app', 'my-flows');
    expect(leftovers(made.folder)).toEqual([]);
    await expectGreen(made, ['lint', 'typecheck']);
    expect(await made.test()).toMatchObject({ code: 0, passed: 1 });

    const { DATABASE_URL: _, ...env } = environment();
    const worker = spawn(process.execPath, ['--import', 'tsx', 'src/worker.ts'], {
      cwd: made.folder,
      env,
    });
    const ended = once(worker, 'exit');
    for await (const line of createInterface(worker.stdout)) {
      const [, url, command] = /DATABASE_URL=(\S+) (npm start .*)/.exec(line) ?? [];
      if (!url || !command) continue;
      const started = await run('sh', ['-c', line.trim()], made.folder);
      expect(started.output).toContain("longest: { word: 'words', letters: 5 }");
      break;
    }
    worker.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

test('the longest and the shortest names keep the format', { timeout }, async () => {
  for (const template of ['step-type', 'backend']) {
    for (const name of ['a', `z${'_zebra'.repeat(7)}_zoo`]) {
      const made = await madePackage(template, `${template}-${name}`);
      await expectGreen(made, ['lint']);
    }
  }
});
