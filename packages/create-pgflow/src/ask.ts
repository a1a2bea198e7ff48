import type { Readable, Writable } from 'node:stream';
import { cancel, select, text } from '@clack/prompts';
import { planPackage } from './make-package.js';
import { type Template, templateNamed, templates } from './templates.js';

/** What `npm create pgflow` has to know. */
export interface Wanted {
  readonly template: string;
  readonly folder: string;
}

/** What is asked on, if it is one. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

/**
 * Asks for what is not given, the folder until a package can be made there. Raises without a terminal,
 * or where the user stops.
 */
export async function askWhatIsMissing(
  given: { template: string | undefined; folder: string | undefined },
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<Wanted> {
  if (!terminal.input.isTTY || !terminal.output.isTTY) {
    const missing = given.template === undefined ? 'a template and a folder' : 'a folder';
    const example = templateNamed(given.template ?? 'step-type');
    throw new Error(
      `Name ${missing}, as in: npm create pgflow ${example.name} ${example.example}\nTemplates: ${templates.map(({ name }) => name).join(', ')}. --help tells the rest.`,
    );
  }
  const template = templateNamed(
    given.template ??
      answered(
        await select({
          message: 'What do you want to make?',
          options: templates.map(({ name, description }) => ({ value: name, hint: description })),
          ...terminal,
        }),
      ),
  );
  const { example } = template;
  const folder =
    given.folder ??
    answered(
      await text({
        message: 'In which folder?',
        placeholder: example,
        defaultValue: example,
        validate: (answer) => refusal(template, answer || example),
        ...terminal,
      }),
    );
  return { template: template.name, folder };
}

/** Why a package cannot be made in a folder, if it cannot. */
function refusal(template: Template, folder: string): Error | undefined {
  try {
    planPackage(template, folder);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function answered(answer: string | symbol): string {
  if (typeof answer === 'string') return answer;
  cancel('Stopped.');
  throw new Error('Nothing was made.');
}
