import { type Command, parseCommand, UsageError, usage } from './arguments.js';
import { bench, report } from './bench.js';
import { caseName, type EngineInfo } from './engine.js';
import { ours } from './engines.js';
import type { EngineCase } from './measure-cases.js';
import { describePeer, installPeers, nodeForPeers } from './peers.js';
import { readMeasurements, summarize } from './summary.js';

const log = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(parseCommand(args));
  } catch (error) {
    if (abort.signal.aborted) return 130;
    if (!(error instanceof UsageError)) throw error;
    log(`${error.message}\n\n${usage}`);
    return 2;
  }
}

async function run(command: Command): Promise<number> {
  if (command.kind === 'help') {
    print(usage);
    return 0;
  }
  if (command.kind === 'report') {
    report(summarize(command.reportOn.flatMap(readMeasurements)), { ...command, print });
    return 0;
  }
  // With peers, everything is measured under the Node that they need.
  let node = process.execPath;
  const peers: EngineInfo[] = [];
  if (command.peers.length > 0) {
    await installPeers(log);
    node = nodeForPeers();
    for (const name of command.peers) {
      peers.push(await describePeer(name, { node, signal: abort.signal }));
    }
  }
  const cases = selectCases(peers, command);
  if (command.kind === 'list') {
    for (const { engine, case: found } of cases) print(`${engine.name}/${caseName(found)}`);
    return 0;
  }
  return bench(cases, { ...command, node, signal: abort.signal, log, print });
}

function selectCases(peers: EngineInfo[], { wanted, backends }: Command): EngineCase[] {
  const engines = [...ours.filter(({ name }) => backends?.includes(name) ?? true), ...peers];
  const cases = engines
    .flatMap((engine) => engine.cases.map((found) => ({ engine, case: found })))
    .filter(({ engine, case: found }) => wanted(engine.name, caseName(found)));
  if (cases.length === 0) throw new UsageError('No case fits --only, --backend and --peers');
  return cases;
}
