import type { SearchHit, Store } from './store.ts';

/** Searches the newest audit and gives the lines to print. Raises when there is nothing to search. */
export async function search(
  store: Store,
  words: string,
  bold: (text: string) => string,
): Promise<string[]> {
  const audit = await store.newestAudit();
  if (!audit) throw new Error('Nothing to search yet: run an audit first.');
  const hits = await store.search(audit.runId, words);
  if (hits.length === 0) return [`No page of ${audit.site} has the words: ${words}`];
  return hits.flatMap((hit, index) => ['', ...hitLines(hit, index + 1, bold)]).slice(1);
}

function hitLines(
  { url, title, heading, excerpt }: SearchHit,
  number: number,
  bold: (text: string) => string,
): string[] {
  const names = [title, heading].filter((name) => name !== null && name !== '');
  const lines = [`${number}. ${[...new Set(names)].join(' > ') || '(untitled)'}`, `   ${url}`];
  const text = excerpt.replace(/\s+/g, ' ').trim();
  return text === ''
    ? lines
    : [...lines, `   ${text.replace(/⟦(.*?)⟧/g, (_, match: string) => bold(match))}`];
}
