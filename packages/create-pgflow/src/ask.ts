import { cancel, select, text } from '@clack/prompts';
import { templateNamed, templates } from './templates.js';

/** What `npm create pgflow` has to know. */
export interface Wanted {
  readonly template: string;
  readonly folder: string;
}

/** Asks for what is not given. Raises without a terminal, or where the user stops. */
export async function askWhatIsMissing(given: {
  template: string | undefined;
  folder: string | undefined;
}): Promise<Wanted> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const missing = given.template === undefined ? 'a template and a folder' : 'a folder';
    const example = templateNamed(given.template ?? 'step-type');
    throw new Error(
      `Name ${missing}, as in: npm create pgflow ${example.name} ${example.example}\nTemplates: ${templates.map(({ name }) => name).join(', ')}. --help tells the rest.`,
    );
  }
  const template =
    given.template ??
    answered(
      await select({
        message: 'What do you want to make?',
        options: templates.map(({ name, description }) => ({ value: name, hint: description })),
      }),
    );
  const { example } = templateNamed(template);
  const folder =
    given.folder ??
    answered(
      await text({ message: 'In which folder?', placeholder: example, defaultValue: example }),
    );
  return { template, folder };
}

function answered(answer: string | symbol): string {
  if (typeof answer === 'string') return answer;
  cancel('Stopped.');
  throw new Error('Nothing was made.');
}
