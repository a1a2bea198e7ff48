/** Something that can be made. */
export interface Template {
  readonly name: string;
  readonly description: string;
  /** The folders of `templates/` that it is made of, the later ones over the earlier. */
  readonly folders: readonly string[];
  /** A folder that a user could give. */
  readonly example: string;
  /** Whether it is a plug-in, which has a name of its own in SQL. */
  readonly isPlugin: boolean;
}

export const templates: readonly Template[] = [
  {
    name: 'step-type',
    description: 'a step type: what work a step is, and what its output is',
    folders: ['package', 'step-type'],
    example: 'pgflow-step-type-retry',
    isPlugin: true,
  },
  {
    name: 'backend',
    description: 'a worker backend: how tasks reach a worker',
    folders: ['package', 'backend'],
    example: 'pgflow-backend-redis',
    isPlugin: true,
  },
  {
    name: 'app',
    description: 'a flow, and a worker that runs it',
    folders: ['app'],
    example: 'my-flows',
    isPlugin: false,
  },
];

/** The template of a name. Raises for another name, and tells which there are. */
export function templateNamed(name: string): Template {
  const found = templates.find((template) => template.name === name);
  if (found) return found;
  throw new Error(`There is no template "${name}". There are:\n${describeTemplates()}`);
}

/** A line for each template. */
export function describeTemplates(): string {
  return templates.map(({ name, description }) => `  ${name.padEnd(9)}  ${description}`).join('\n');
}
