import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { askWhatIsMissing } from './ask.js';
import { makePackage } from './make-package.js';
import { version } from './release.generated.js';
import { shellWord } from './shell-word.js';
import { describeTemplates, templateNamed } from './templates.js';

const help = `Usage: npm create pgflow [template] [folder]

Makes a package in a new or empty folder. What is left out is asked for, on a terminal.

Templates:
${describeTemplates()}

The name of a step type or backend comes from the folder: step-type-wait-until, or
pgflow-step-type-wait-until, makes the step type "wait_until".

  --help     this text
  --version  the version of create-pgflow

Exit codes: 0 the package was made, 1 nothing was made.
`;

/** The command `create-pgflow`; answers its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) console.log(help);
    else if (values.version) console.log(version);
    else await create(positionals);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

const options = {
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

async function create([template, folder, ...more]: string[]): Promise<void> {
  if (more.length > 0) throw new Error(`"${more[0]}" is one argument too many; see --help.`);
  if (template !== undefined) templateNamed(template);
  const wanted =
    template !== undefined && folder !== undefined
      ? { template, folder }
      : await askWhatIsMissing({ template, folder });
  const made = makePackage(templateNamed(wanted.template), wanted.folder);

  const path = relative('', made);
  const steps = [...(path ? [`cd ${shellWord(path)}`] : []), 'npm install', 'npm test'];
  console.log(`Made ${path || 'the package'} from the template ${wanted.template}. Next:\n`);
  console.log(`${steps.map((step) => `  ${step}\n`).join('')}\nThen read README.md.`);
}
