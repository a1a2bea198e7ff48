import { expect, test } from 'vitest';
import { hasSecret } from '../src/has-secret.js';

const request = (headers: Record<string, string>) => new Request('http://127.0.0.1/', { headers });

test.each([
  [{ authorization: 'Bearer right' }, 'right', true],
  [{ apikey: 'right' }, 'right', true],
  [{ apikey: 'wrong' }, 'right', false],
  [{ authorization: 'Bearer righ' }, 'right', false],
  [{}, 'right', false],
  [{}, '', false],
  [{ apikey: '' }, undefined, false],
])('%j against %j: %s', async (headers, secret, allowed) => {
  expect(await hasSecret(request(headers as Record<string, string>), secret)).toBe(allowed);
});
