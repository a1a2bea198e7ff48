import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyFlow, flow, InvalidInputError, validateInput } from '../../src/index.js';

async function refusal(of: AnyFlow, input: unknown): Promise<InvalidInputError> {
  const error = await validateInput(of, input).catch((raised: unknown) => raised);
  if (!InvalidInputError.is(error)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const site = flow('site', {
  input: z.object({ url: z.string(), limit: z.number().default(10), tags: z.array(z.string()) }),
});

describe('validateInput', () => {
  it('gives what the schema makes of the input, and takes that again', async () => {
    const validated = await validateInput(site, { url: 'x', tags: [] });
    expect(validated).toEqual({ url: 'x', limit: 10, tags: [] });
    expect(await validateInput(site, validated)).toEqual(validated);
  });

  it('lists all issues with their paths', async () => {
    const error = await refusal(site, { url: 1, tags: ['a', 2] });
    expect(error.code).toBe('PF320');
    expect(error.issues.map(({ path }) => path)).toEqual(['url', 'tags.1']);
    expect(error.message).toMatch(/^input of flow "site" refused: url: .+; tags\.1: .+$/);
  });

  it('shows the first five issues only', async () => {
    const error = await refusal(site, { url: '', tags: [1, 2, 3, 4, 5, 6, 7] });
    expect(error.issues).toHaveLength(7);
    expect(error.message).toMatch(/; and 2 more$/);
  });

  it('waits for a schema that validates later', async () => {
    const later = flow('later', {
      input: z.string().refine(async (text) => text === 'ok', 'not ok'),
    });
    expect(await validateInput(later, 'ok')).toBe('ok');
    expect((await refusal(later, 'no')).issues).toEqual([{ path: '', message: 'not ok' }]);
  });

  it('takes the schemas of other libraries', async () => {
    const other = flow('other', { input: v.object({ user: v.object({ id: v.number() }) }) });
    expect(await validateInput(other, { user: { id: 0 } })).toEqual({ user: { id: 0 } });
    expect((await refusal(other, { user: {} })).issues[0]?.path).toBe('user.id');
  });

  it('refuses a validated value that is not JSON', async () => {
    const dates = flow('dates', { input: z.object({ list: z.array(z.any()) }) });
    const error = await refusal(dates, { list: [new Date()] });
    expect(error.issues[0]?.path).toBe('list.0');
    expect(error.message).toContain('list.0: is a Date');
    expect((await refusal(dates, { list: ['\0'] })).message).toContain('NUL');
  });

  it.each([0, false, '', null, [], {}])('keeps %j where there is no schema', async (value) => {
    expect(await validateInput(flow('any'), value)).toBe(value);
  });

  it('takes no input as null where there is no schema, and refuses what is not JSON', async () => {
    expect(await validateInput(flow('any'), undefined)).toBe(null);
    expect((await refusal(flow('any'), 1n)).message).toContain('is a bigint');
  });
});
