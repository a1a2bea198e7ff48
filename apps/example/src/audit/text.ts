/** A text that jsonb can store: neither NUL nor half of a surrogate pair, and either may stand in a page. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** White space collapsed to single spaces. */
export function oneLine(text: string): string {
  return storable(text).replace(/\s+/g, ' ').trim();
}

/** White space collapsed within each line, empty lines dropped. */
export function tidyLines(text: string): string {
  return text
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '')
    .join('\n');
}

/** The number of words, taken as what stands between white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
