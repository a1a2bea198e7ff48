/** How to reach each state, give each command and look at the state after it, in SQL. */
export interface Machine {
  setUp: string;
  /** Statements that lead to a state. */
  states: Record<string, string[]>;
  /** What `$subject` stands for in commands, by state. */
  subjects: Record<string, string>;
  /** Statements with a column `answer`; none is "ok", an error its SQLSTATE. */
  commands: Record<string, string>;
  look: string;
}

const retry = `select pgflow.retry_run(test.run_id())::text as answer`;
const cancel = `select pgflow.cancel_run(test.run_id()) as answer`;
const expire = `update pgflow.step_tasks set visible_at = pgflow._now() - interval '1 second'`;
const final = `'{"error": {"code": "E", "final": true}}'`;

/** The claim of a task as it stands in its row, or with an older number. */
const claim = (of: string, older = 0) => `jsonb_build_array(jsonb_build_object(
  'run_id', t.run_id, 'step_index', t.step_index, 'task_index', t.task_index,
  'claim_no', t.claim_no - ${older}) || ${of})`;
const settle = (call: string, of: string, older = 0) =>
  `select o.outcome as answer from (select (test.task($subject)).*) as t
   cross join lateral pgflow.${call}(${claim(of, older)}) as o`;
const extend = (older: number) =>
  `select o.outcome as answer from (select (test.task($subject)).*) as t
   cross join lateral pgflow.extend_step_tasks(${claim(`'{}'`, older)}, '2100-01-01Z') as o`;

const task: Machine = {
  setUp: `select test.start('[{"slug": "a", "type": "each",
    "options": {"concurrency": 1, "maxAttempts": 2}}, {"slug": "b"}]', '[1, 2]')`,
  states: {
    queued: [],
    'queued, not due': [`select test.fails(test.take('a'))`],
    started: [`select test.take('a')`],
    'started, lease over': [`select test.take('a')`, expire],
    'started, lease over, no attempt left': [
      `select test.take('a')`,
      expire,
      `select test.take('a')`,
      expire,
    ],
    completed: [`select test.complete('a')`],
    failed: [`select test.fail('a')`],
    cancelled: [`select test.take('a')`, cancel],
  },
  subjects: { default: `'a', 0` },
  commands: {
    claim: `select case when c.refusal is null then c.outcome else 'refused' end as answer
      from (select (test.task($subject)).*) as t
      cross join lateral pgflow.start_step_tasks(test.worker_id(), array[
        row('d', t.run_id, t.step_index, t.task_index, '2100-01-01Z')::pgflow.task_delivery]) as c`,
    complete: settle('complete_step_tasks', `'{"output": 1}'`),
    'late complete': settle('complete_step_tasks', `'{"output": 1}'`, 1),
    fail: settle('fail_step_tasks', `'{"error": {"code": "E"}}'`),
    'fail for good': settle('fail_step_tasks', final),
    'late fail': settle('fail_step_tasks', final, 1),
    extend: extend(0),
    'late extend': extend(1),
    release: settle('release_step_tasks', `'{}'`),
    'late release': settle('release_step_tasks', `'{}'`, 1),
    cancel_run: cancel,
    retry_run: retry,
  },
  look: `select (test.task($subject)).status`,
};

const step: Machine = {
  setUp: `select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}, {"slug": "c"}]')`,
  states: {
    created: [],
    started: [`select test.take('a')`],
    completed: [`select test.complete('a')`],
    failed: [`select test.fail('a')`],
    cancelled: [`select test.take('a')`, `select test.fail('c')`],
  },
  subjects: { created: `'b'`, default: `'a'` },
  commands: {
    start_step: `select pgflow.start_step(test.run_id(), $subject) as answer`,
    complete_step: `select pgflow.complete_step(test.run_id(), $subject, '1') as answer`,
    fail_step: `select pgflow.fail_step(test.run_id(), $subject, '{"code": "E"}') as answer`,
    'complete its task': settle('complete_step_tasks', `'{"output": 1}'`),
    'fail its task for good': settle('fail_step_tasks', final),
    cancel_run: cancel,
    retry_run: retry,
  },
  look: `select (test.state($subject)).status`,
};

const run: Machine = {
  setUp: `select test.start('[{"slug": "a"}, {"slug": "b"}]')`,
  states: {
    started: [`select test.take('a')`],
    completed: [`select test.complete('a')`, `select test.complete('b')`],
    failed: [`select test.take('a')`, `select test.fail('b')`],
    cancelled: [`select test.take('a')`, cancel],
  },
  subjects: { default: `'a'` },
  commands: {
    'start_flow with its id': `select pgflow.start_flow('flow_a', run_id => test.run_id())`,
    cancel_run: cancel,
    retry_run: retry,
    'complete a task': settle('complete_step_tasks', `'{"output": 1}'`),
    fail_step: `select pgflow.fail_step(test.run_id(), $subject, '{"code": "E"}') as answer`,
    fail_unserved_runs: `select pgflow.fail_unserved_runs(interval '-1 hour') as answer`,
  },
  look: `select (test.run()).status`,
};

/** By the heading under which their tables stand in docs/state-machine.md. */
export const machines: Record<string, Machine> = { Run: run, Step: step, Task: task };
