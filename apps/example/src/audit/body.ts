import { Buffer } from 'node:buffer';

/** The text of a response, of at most `maxBytes`: the rest is not read. */
export async function readBody(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.subarray(0, maxBytes - size));
    size += value.length;
  }
  await reader.cancel();
  return decoder(response.headers.get('content-type')).decode(Buffer.concat(chunks));
}

/** Pages that claim an encoding nobody knows are read as UTF-8. */
function decoder(contentType: string | null): TextDecoder {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
