import { parseArgs } from 'node:util';
import { startEdgeRuntime } from './start-edge-runtime.js';

const usage = `Serves a Supabase Edge Function under the limits of the real runtime.

  pgflow-edge-runtime serve <folder of the function> [options]

  --port <number>               @default a free one
  --name <name>                 in the URL; @default the folder's
  --env <NAME=value>            a variable of the function's environment; may be repeated
  --wall-clock <seconds>        @default 150
  --cpu <seconds>               @default 2
  --memory <MB>                 @default 256
  --request-timeout <seconds>   @default 150
  --no-node-modules             packages from the registry, not from a node_modules above
`.replaceAll('@default', 'default:');

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { ...boolean, short: 'h' },
      'no-node-modules': boolean,
      env: { ...string, multiple: true, default: [] },
      port: string,
      name: string,
      memory: string,
      cpu: string,
      'wall-clock': string,
      'request-timeout': string,
    },
  });
  const [command, functionDir] = positionals;
  if (values.help) return console.log(usage);
  if (command !== 'serve' || !functionDir) throw new Error(`\n${usage}`);
  const number = (text = '', factor = 1) => (text ? Number(text) * factor : undefined);
  const given = {
    port: number(values.port),
    name: values.name,
    memoryMb: number(values.memory),
    cpuMs: number(values.cpu, 1_000),
    wallClockMs: number(values['wall-clock'], 1_000),
    requestTimeoutMs: number(values['request-timeout'], 1_000),
    denoFlags: values['no-node-modules'] ? [] : undefined,
  };
  const env = Object.fromEntries(values.env.map((entry) => entry.split(/=(.*)/s).slice(0, 2)));
  const runtime = await startEdgeRuntime({ functionDir, env, ...defined(given) });
  console.log(`Serving ${runtime.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void runtime.stop());
  }
}

type Defined<Given> = { [Key in keyof Given]?: NonNullable<Given[Key]> };

function defined<Given extends object>(given: Given): Defined<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Given>;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
