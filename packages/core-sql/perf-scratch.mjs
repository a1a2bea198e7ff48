import postgres from 'postgres';

const sql = postgres('postgres://postgres@127.0.0.1:5515/' + process.argv[2], {
  max: 1,
  onnotice() {},
  connection: { jit: 'off', track_functions: process.env.TF ?? 'none' },
});
const W = '00000000-0000-4000-8000-000000000001';
const ms = async (f) => {
  const t = performance.now();
  const r = await f();
  return [Math.round(performance.now() - t), r];
};
const J = (v) => JSON.stringify(v);
const what = process.argv[3] ?? 'map';
const N = Number(process.argv[4] ?? 100000),
  B = Number(process.argv[5] ?? 100);
async function drain(queue, B, every) {
  let done = [],
    total = 0,
    t0 = performance.now(),
    tl = t0;
  const lat = [];
  for (;;) {
    const t = performance.now();
    const [{ r }] =
      await sql`select pgflow_pgmq.settle_and_claim(${W}, ${J(done)}::text::jsonb, '[]', ${[queue]}::text[], ${B}, 60) as r`;
    lat.push(performance.now() - t);
    done = r.tasks.map((c) => ({
      delivery: c.delivery,
      run_id: c.run_id,
      step_index: c.step_index,
      task_index: c.task_index,
      claim_no: c.claim_no,
      output: 1,
    }));
    total += done.length;
    if (!done.length) break;
    if (every && total % every < B && done.length) {
      const n = performance.now();
      console.log(total, Math.round(n - tl) + ' ms', (((every / (n - tl)) * 1000) | 0) + '/s');
      tl = n;
    }
  }
  const s = performance.now() - t0;
  lat.sort((a, b) => a - b);
  console.log(
    'drained',
    total,
    Math.round(s) + ' ms',
    (((total / s) * 1000) | 0) + ' tasks/s',
    'p50 ' + lat[lat.length >> 1].toFixed(1),
    'p99 ' + lat[(lat.length * 0.99) | 0].toFixed(1),
    'max ' + lat.at(-1).toFixed(0),
  );
}
if (what === 'map') {
  const [{ f }] =
    await sql`select to_json(pgflow.define_flow(${J({ slug: 'm', steps: [{ slug: 'm', type: 'map' }] })}::text::jsonb)) as f`;
  const input = J(Array.from({ length: N }, (_, i) => ({ i, url: 'https://x/' + i })));
  const [t] = await ms(() => sql`select pgflow.start_flow('m', ${input}::text::jsonb)`);
  console.log('start', N, t + ' ms');
  await drain(f.queue, B, 20000);
} else if (what === 'chain') {
  const steps = Array.from({ length: 10 }, (_, i) => ({
    slug: 's' + i,
    after: i ? ['s' + (i - 1)] : [],
  }));
  const [{ f }] =
    await sql`select to_json(pgflow.define_flow(${J({ slug: 'c', steps })}::text::jsonb)) as f`;
  const [t] = await ms(() => sql`select pgflow.start_flow('c') from generate_series(1, ${N}::int)`);
  console.log('start', N, t + ' ms');
  await drain(f.queue, B);
} else if (what === 'define') {
  for (const n of [100, 300, 1000]) {
    const steps = Array.from({ length: n }, (_, i) => ({
      slug: 's' + i,
      after: i ? ['s' + (i - 1)] : [],
    }));
    const [t] = await ms(
      () => sql`select pgflow.define_flow(${J({ slug: 'd' + n, steps })}::text::jsonb)`,
    );
    console.log('define chain of', n, t + ' ms');
  }
}
await sql.end();
