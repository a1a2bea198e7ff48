/**
 * Whether a request carries the secret, as `Authorization: Bearer <secret>` or as `apikey`. Both
 * sides are hashed before they are compared, so that the time it takes tells nothing about the secret.
 */
export async function hasSecret(request: Request, secret: string | undefined): Promise<boolean> {
  if (!secret) return false;
  const bearer = request.headers.get('authorization')?.replace(/^Bearer /i, '');
  const given = request.headers.get('apikey') ?? bearer ?? '';
  const [a, b] = await Promise.all([digest(given), digest(secret)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
