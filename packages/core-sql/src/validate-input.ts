import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type InputIssue, InvalidInputError } from './errors.js';
import type { AnyFlow, ValidatedInputOf } from './flow.js';
import { findJsonFlaw } from './json-flaw.js';

/** A message with more issues than these is not read. */
const SHOWN_ISSUES = 5;

/**
 * What the flow's schema makes of an input; the input itself (`null` for none) for a flow without one.
 * Raises an InvalidInputError (PF320) where the schema refuses it, or where the value is not JSON.
 */
export async function validateInput<Of extends AnyFlow>(
  flow: Of,
  input: unknown,
): Promise<ValidatedInputOf<Of>> {
  const result = await flow.inputSchema?.['~standard'].validate(input);
  if (result?.issues) refuse(flow.slug, result.issues.map(toIssue));
  const value = result ? result.value : (input ?? null);
  const flaw = findJsonFlaw(value, true);
  if (flaw) {
    const message = `${flaw.problem}, which JSON cannot hold`;
    refuse(flow.slug, [{ path: flaw.path.join('.'), message }]);
  }
  return value as ValidatedInputOf<Of>;
}

function toIssue({ message, path = [] }: StandardSchemaV1.Issue): InputIssue {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { path: keys.map(String).join('.'), message };
}

function refuse(slug: string, issues: InputIssue[]): never {
  const lines = issues
    .slice(0, SHOWN_ISSUES)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  if (issues.length > SHOWN_ISSUES) lines.push(`and ${issues.length - SHOWN_ISSUES} more`);
  throw new InvalidInputError(`input of flow "${slug}" refused: ${lines.join('; ')}`, issues);
}
