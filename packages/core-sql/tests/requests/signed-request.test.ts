import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  RequestRefusedError,
  readSignedRequest,
  SIGNATURE_HEADER,
  signBody,
} from '../../src/index.js';

const secret = 'a secret of some length';
const rules = { secrets: [secret], windowSeconds: 900, maxBytes: 100 };
const now = () => Math.floor(Date.now() / 1000);

const signedBy = (key: string, time: number, body: string) =>
  `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}`;

const post = (body: string, signature?: string) =>
  new Request('http://localhost/', {
    method: 'POST',
    body,
    headers: signature === undefined ? {} : { [SIGNATURE_HEADER]: signature },
  });

const refusal = (request: Request, changed = {}) =>
  readSignedRequest(request, { ...rules, ...changed }).then(
    () => 'taken',
    (error) => (RequestRefusedError.is(error) ? `${error.status} ${error.code}` : error),
  );

describe('a signed request', () => {
  test('is signed with an HMAC over its time and body', async () => {
    expect(await signBody(secret, '{"a":"ü"}', 1_700_000_000_999)).toBe(
      signedBy(secret, 1_700_000_000, '{"a":"ü"}'),
    );
  });

  test('has its body read', async () => {
    const body = '{"a":"ü"}';
    expect(await readSignedRequest(post(body, await signBody(secret, body)), rules)).toBe(body);
  });

  test('is taken from any of several secrets, while one is replaced', async () => {
    const request = post('b', await signBody('the one before it', 'b'));
    expect(await refusal(request, { secrets: [secret, 'the one before it'] })).toBe('taken');
  });

  test.each([
    ['no signature', undefined],
    ['none that can be read', 'v1=abc'],
    ['one of another body', signedBy(secret, now(), 'other')],
    ['one of another secret', signedBy('another secret', now(), 'body')],
    ['one of no secret', signedBy('', now(), 'body')],
    ['one that is too old', signedBy(secret, now() - 901, 'body')],
    ['one of the future', signedBy(secret, now() + 960, 'body')],
    ['one of another time', signedBy(secret, now() - 10, 'body').replace(/\d+/, String(now()))],
    ['a cut one', signedBy(secret, now(), 'body').slice(0, -2)],
  ])('is refused with %s', async (_, signature) => {
    expect(await refusal(post('body', signature))).toBe('401 PF360');
  });

  test('is refused where no secret is known', async () => {
    expect(await refusal(post('b', await signBody(secret, 'b')), { secrets: [] })).toBe(
      '401 PF360',
    );
  });

  test('is refused when its body is too large, before all of it is read', async () => {
    const body = 'x'.repeat(101);
    expect(await refusal(post(body, await signBody(secret, body)))).toBe('413 PF361');
  });

  test('its refusal tells neither secret nor signature', async () => {
    const signature = signedBy('another secret', now(), 'body');
    const error = await readSignedRequest(post('body', signature), rules).catch((raised) => raised);
    expect(JSON.stringify([error.message, error.hint, error])).not.toMatch(/secret of|another|v1=/);
  });
});
