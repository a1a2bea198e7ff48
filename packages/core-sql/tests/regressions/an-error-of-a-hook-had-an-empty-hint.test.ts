import { expect, test } from 'vitest';
import { helpedDatabase } from '../pgtap/helpers/helped-database.js';

const database = helpedDatabase();

// Only the driver tells a hint that is missing from one that is empty, which psql prints as a line.
test('what a backend raises without a hint is raised again without one', async () => {
  const { sql } = database;
  const cancel = sql.begin(async (tx) => {
    await tx.unsafe(`
      select test.start('[{"slug": "a"}]');
      create or replace function pgflow_memo.cancel_step_tasks(tasks pgflow.queued_task[])
      returns void language plpgsql as $$ begin raise exception 'no paper'; end $$`);
    await tx`select pgflow.cancel_run(test.run_id())`;
  });
  const error = await cancel.catch((raised) => raised);
  expect(error.message).toContain('no paper');
  expect(error).not.toHaveProperty('hint');
});
