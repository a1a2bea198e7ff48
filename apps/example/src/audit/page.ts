import { Parser } from 'htmlparser2';
import { countWords, oneLine, tidyLines } from './text.ts';
import { resolveLink, sameHost } from './urls.ts';

/** A heading and the text below it, up to the next heading. */
export type Section = { heading: string; text: string };

/** What the audit takes from a page. */
export interface ParsedPage {
  title: string | null;
  sections: Section[];
  words: number;
  /** Addresses of pages of the same host, each once, without fragments, the page itself left out. */
  links: string[];
  /** How many different addresses of other hosts the page links to. */
  externalLinks: number;
}

const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const silent = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg', 'nav']);
const inline = new Set(
  'a abbr b bdi bdo cite code data em font i img ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);

/**
 * Reads a page in one pass over the tokens of htmlparser2: it forgives what browsers forgive, is
 * fast because it builds no tree, runs wherever JavaScript does, and reads sitemaps (XML) too.
 */
export function parsePage(html: string, url: string): ParsedPage {
  const reader = new PageReader(url);
  const parser = new Parser(reader, { decodeEntities: true });
  parser.end(html);
  return reader.result();
}

class PageReader {
  readonly #url: string;
  #base: string;
  #title = '';
  #inTitle = false;
  #inHeading = false;
  #section: Section = { heading: '', text: '' };
  /** The open elements whose text is not content. */
  readonly #silent: string[] = [];
  readonly #sections: Section[] = [];
  readonly #links = new Set<string>();
  readonly #external = new Set<string>();

  constructor(url: string) {
    this.#url = url;
    this.#base = url;
  }

  onopentag = (name: string, attributes: Record<string, string>): void => {
    if (name === 'base' && attributes.href)
      this.#base = resolveLink(attributes.href, this.#url) ?? this.#url;
    if (name === 'a' && attributes.href !== undefined) this.#addLink(attributes.href);
    // A <title> inside an <svg> names a drawing, not the page.
    if (name === 'title' && this.#title === '' && !this.#silent.includes('svg'))
      this.#inTitle = true;
    if (silent.has(name)) this.#silent.push(name);
    if (headings.has(name) && this.#silent.length === 0) this.#startSection();
    else if (!inline.has(name)) this.#write('\n');
  };

  ontext = (text: string): void => {
    if (this.#inTitle) this.#title += text;
    else this.#write(text);
  };

  onclosetag = (name: string): void => {
    if (name === 'title') this.#inTitle = false;
    if (silent.has(name)) this.#silent.pop();
    if (headings.has(name)) this.#inHeading = false;
    else if (!inline.has(name)) this.#write('\n');
  };

  result(): ParsedPage {
    this.#sections.push(this.#section);
    const sections = this.#sections
      .map(({ heading, text }) => ({ heading: oneLine(heading), text: tidyLines(text) }))
      .filter(({ heading, text }) => heading !== '' || text !== '');
    return {
      title: oneLine(this.#title) || null,
      sections,
      words: sections.reduce(
        (sum, { heading, text }) => sum + countWords(heading) + countWords(text),
        0,
      ),
      links: [...this.#links],
      externalLinks: this.#external.size,
    };
  }

  #startSection(): void {
    this.#sections.push(this.#section);
    this.#section = { heading: '', text: '' };
    this.#inHeading = true;
  }

  #write(text: string): void {
    if (this.#silent.length > 0) return;
    if (this.#inHeading) this.#section.heading += text;
    else this.#section.text += text;
  }

  #addLink(href: string): void {
    const link = resolveLink(href.trim(), this.#base);
    if (link === undefined || link === resolveLink(this.#url, this.#url)) return;
    (sameHost(link, this.#url) ? this.#links : this.#external).add(link);
  }
}
