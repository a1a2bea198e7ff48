import type { Section } from './page.ts';
import { storable } from './text.ts';

/** A piece of a page that search can find and show. */
export type Chunk = { heading: string; body: string };

/** Cuts sections into pieces of at most `size` characters, at line ends where it can, else between words. */
export function chunkSections(sections: readonly Section[], size = 1_200): Chunk[] {
  return sections.flatMap(({ heading, text }) => {
    const bodies = pack(
      text.split('\n').flatMap((line) => cutLine(line, size)),
      size,
    );
    // A heading without text of its own is still worth finding.
    return (bodies.length > 0 ? bodies : ['']).map((body) => ({ heading, body }));
  });
}

function cutLine(line: string, size: number): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > size) {
    const space = rest.lastIndexOf(' ', size);
    const end = space > 0 ? space : size;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function pack(lines: readonly string[], size: number): string[] {
  const bodies: string[] = [];
  for (const line of lines) {
    const last = bodies.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= size)
      bodies[bodies.length - 1] = `${last}\n${line}`;
    else bodies.push(line);
  }
  return bodies;
}

/** The first `size` characters of the sections' text, so that one endless page cannot fill the table. */
export function capSections(sections: readonly Section[], size = 200_000): Section[] {
  const kept: Section[] = [];
  let left = size;
  for (const { heading, text } of sections) {
    if (left <= 0) break;
    kept.push({ heading: storable(heading.slice(0, 500)), text: storable(text.slice(0, left)) });
    left -= heading.length + text.length;
  }
  return kept;
}
