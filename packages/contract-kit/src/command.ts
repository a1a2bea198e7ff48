import { parseArgs } from 'node:util';
import { messageOf } from './check/message-of.js';
import { checkModules } from './command/check-modules.js';
import { interruptible } from './command/interruption.js';

const help = `Usage: pgflow-contract [options] <module>...

Runs the suites of the contract kit against the plug-ins of modules: each of their exports that is a
harness of a worker backend or a step type, or a list of such. Writes contract-report.json and
contract-report.md. A module in TypeScript needs a Node that reads it, or NODE_OPTIONS='--import tsx'.

  --only <text>      only the cases whose group or name has the text, such as "law 3"; makes the
                     report a partial one
  --out <folder>     where the reports are written (default: here)
  --at-once <count>  how many cases are run at once (default: 4)
  --help             this text

Exit codes: 0 all cases that were run passed or warned, 1 a case failed or a plug-in could not be
checked, 2 nothing could be checked, 130 and 143 ended by SIGINT and SIGTERM, with a partial report.
`;

const options = {
  only: { type: 'string', default: '' },
  out: { type: 'string', default: '.' },
  'at-once': { type: 'string', default: '4' },
  help: { type: 'boolean', default: false },
} as const;

/** The command `pgflow-contract`; answers its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) {
      console.log(help);
      return 0;
    }
    const { only, out, 'at-once': atOnce } = values;
    if (positionals.length === 0) throw new Error('Name a module; see --help.');
    if (!/^[1-9]\d{0,2}$/.test(atOnce)) throw new Error('--at-once takes a number from 1 to 999.');
    return await interruptible((signal) =>
      checkModules(positionals, { only, out, atOnce: Number(atOnce), signal }),
    );
  } catch (error) {
    console.error(messageOf(error));
    return 2;
  }
}
