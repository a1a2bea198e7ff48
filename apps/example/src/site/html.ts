import { marked } from 'marked';

/** A page without anything around its content but what a browser needs. */
export function htmlPage(title: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8">${title === '' ? '' : `<title>${escapeHtml(title)}</title>`}</head>`,
    `<body><nav><a href="/">Home</a></nav>\n${body}</body>`,
    '</html>',
    '',
  ].join('\n');
}

/**
 * A Markdown document as a page, titled by its first heading: untitled when it has none. Links are
 * left as their authors wrote them; since the page keeps its file's path, they mean the same.
 */
export async function markdownPage(markdown: string): Promise<string> {
  const body = await marked.parse(markdown, { async: true });
  const heading = /<h([1-6])[^>]*>(.*?)<\/h\1>/is.exec(body)?.[2] ?? '';
  // The heading is HTML already: its entities stay, its tags go.
  const title = unescapeHtml(heading.replace(/<[^>]*>/g, '').trim());
  return htmlPage(title, body);
}

/** A heading and a list of links. */
export function listPage(
  title: string,
  intro: string,
  links: readonly { path: string; label: string }[],
): string {
  const items = links.map(
    ({ path, label }) => `<li><a href="${escapeHtml(path)}">${escapeHtml(label)}</a></li>`,
  );
  return htmlPage(
    title,
    `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(intro)}</p>\n<ul>\n${items.join('\n')}\n</ul>\n`,
  );
}

/** Text as it may stand in HTML, XML and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
