import { readBody } from './body.ts';
import { Gate, type Pace } from './gate.ts';
import { parseRobots, type RobotsRules } from './robots.ts';
import { pathOf, resolveLink, sameHost } from './urls.ts';

/** The product token that robots.txt files may name. */
export const agentToken = 'pgflow-site-audit';

/** What came back for an address. */
export type Visit =
  /** A server answered; `url` is where the redirects ended. */
  | { kind: 'answer'; url: string; status: number; contentType: string; body: string; ms: number }
  /** robots.txt forbids the address (or the place it redirects to). */
  | { kind: 'disallowed'; url: string }
  /** The address redirects to another host, where the audit does not follow. */
  | { kind: 'left'; url: string };

/** How to ask for an address. */
export interface VisitOptions extends Pace {
  /** @default 'GET' */
  method?: 'GET' | 'HEAD';
  signal?: AbortSignal;
}

/** What a fetcher is made of; every part has a default. */
export interface FetcherOptions {
  /** @default globalThis.fetch */
  fetch?: typeof fetch;
  /** Milliseconds that one request may take, its redirects included. @default 10_000 */
  timeoutMs?: number;
  /** Bytes of a body that are read; the rest is dropped. @default 2_000_000 */
  maxBytes?: number;
}

const maxRedirects = 5;
const maxCrawlDelayMs = 10_000;

/**
 * The one place where requests leave from, so that every step of the audit is polite: it keeps
 * robots.txt, paces requests, stays on the host, and bounds time and size.
 */
export class Fetcher {
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  readonly #gates = new Map<string, Gate>();
  readonly #robots = new Map<string, Promise<RobotsRules>>();

  constructor({
    fetch = globalThis.fetch,
    timeoutMs = 10_000,
    maxBytes = 2_000_000,
  }: FetcherOptions = {}) {
    this.#fetch = fetch;
    this.#timeoutMs = timeoutMs;
    this.#maxBytes = maxBytes;
  }

  /** Asks for an address. Rejects when no answer came (refused, timed out, too many redirects). */
  async visit(url: string, options: VisitOptions): Promise<Visit> {
    const rules = await this.robots(url, options);
    const delayMs = Math.max(options.delayMs, Math.min(rules.crawlDelay * 1_000, maxCrawlDelayMs));
    return rules.allows(pathOf(url))
      ? this.#follow(url, { ...options, delayMs }, rules)
      : { kind: 'disallowed', url };
  }

  /** The rules of the host's robots.txt, read once. A missing file allows everything; a failing server rejects. */
  robots(url: string, { concurrency, delayMs }: Pace): Promise<RobotsRules> {
    const { origin } = new URL(url);
    const known = this.#robots.get(origin);
    if (known) return known;
    // Without the caller's signal: others wait for the same reading.
    const reading = this.#follow(`${origin}/robots.txt`, { concurrency, delayMs }).then((visit) => {
      if (visit.kind !== 'answer' || (visit.status >= 400 && visit.status < 500))
        return parseRobots('', agentToken);
      if (visit.status >= 500) throw new Error(`${origin}/robots.txt answered ${visit.status}`);
      return parseRobots(visit.body, agentToken);
    });
    this.#robots.set(origin, reading);
    // Whoever comes next tries again.
    reading.catch(() => this.#robots.delete(origin));
    return reading;
  }

  async #follow(url: string, options: VisitOptions, rules?: RobotsRules): Promise<Visit> {
    const leave = await this.#gate(url).enter(options, options.signal);
    const started = performance.now();
    const signal = AbortSignal.any([
      AbortSignal.timeout(this.#timeoutMs),
      ...(options.signal ? [options.signal] : []),
    ]);
    try {
      let at = url;
      for (let hops = 0; hops <= maxRedirects; hops++) {
        const response = await this.#fetch(at, {
          method: options.method ?? 'GET',
          redirect: 'manual',
          headers: {
            'user-agent': `${agentToken}/0.1`,
            accept: 'text/html, application/xml;q=0.9, */*;q=0.5',
          },
          signal,
        });
        const body = await readBody(response, this.#maxBytes);
        const target = redirectTarget(response, at);
        if (target === undefined) {
          const contentType = response.headers.get('content-type') ?? '';
          return {
            kind: 'answer',
            url: at,
            status: response.status,
            contentType,
            body,
            ms: performance.now() - started,
          };
        }
        if (!sameHost(target, url)) return { kind: 'left', url: target };
        if (rules && !rules.allows(pathOf(target))) return { kind: 'disallowed', url: target };
        at = target;
      }
      throw new Error(`${url} redirects more than ${maxRedirects} times`);
    } finally {
      leave();
    }
  }

  #gate(url: string): Gate {
    const { host } = new URL(url);
    const gate = this.#gates.get(host) ?? new Gate();
    this.#gates.set(host, gate);
    return gate;
  }
}

function redirectTarget(response: Response, at: string): string | undefined {
  const location = response.headers.get('location');
  const redirects = [301, 302, 303, 307, 308].includes(response.status);
  return redirects && location !== null ? resolveLink(location, at) : undefined;
}
