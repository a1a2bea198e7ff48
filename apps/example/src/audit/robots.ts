/**
 * robots.txt after RFC 9309. A module of its own, because the parser that npm knows best has had
 * no release since 2023 and its types do not fit ESM; the standard is small.
 */
export interface RobotsRules {
  /** Whether a path (with its query) may be fetched. */
  allows(path: string): boolean;
  /** Seconds asked for between two requests, 0 when the file asks for none. */
  readonly crawlDelay: number;
  /** Addresses of the sitemaps, as they stand in the file. */
  readonly sitemaps: readonly string[];
}

interface Rule {
  allow: boolean;
  pattern: string;
}

interface Group {
  agents: string[];
  rules: Rule[];
  crawlDelay: number;
}

/** The rules that `agent` (a product token, such as `my-crawler`) has to keep. */
export function parseRobots(text: string, agent: string): RobotsRules {
  const sitemaps: string[] = [];
  const groups = readGroups(text, sitemaps);
  const named = groups.filter((group) => group.agents.includes(agent.toLowerCase()));
  const chosen = named.length > 0 ? named : groups.filter((group) => group.agents.includes('*'));
  const rules = chosen.flatMap((group) => group.rules);
  return {
    sitemaps,
    crawlDelay: Math.max(0, ...chosen.map((group) => group.crawlDelay)),
    allows: (path) => path === '/robots.txt' || strongest(rules, path)?.allow !== false,
  };
}

function readGroups(text: string, sitemaps: string[]): Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  let naming = false;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const match = /^\s*([a-z-]+)\s*:\s*(.*?)\s*$/i.exec(line.replace(/#.*/, ''));
    const key = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? '';
    if (key === 'sitemap') sitemaps.push(value);
    else if (key === 'user-agent') {
      if (!group || !naming) {
        group = { agents: [], rules: [], crawlDelay: 0 };
        groups.push(group);
      }
      group.agents.push(value.toLowerCase());
      naming = true;
    } else if (key) {
      naming = false;
      if (group) addRule(group, key, value);
    }
  }
  return groups;
}

function addRule(group: Group, key: string, value: string): void {
  if (key === 'crawl-delay') group.crawlDelay = Math.max(0, Number(value) || 0);
  // An empty pattern restricts nothing.
  else if ((key === 'allow' || key === 'disallow') && value !== '') {
    group.rules.push({ allow: key === 'allow', pattern: value });
  }
}

/** The longest matching pattern decides; on a tie the one that allows. */
function strongest(rules: readonly Rule[], path: string): Rule | undefined {
  let best: Rule | undefined;
  for (const rule of rules) {
    if (!matches(rule.pattern, path)) continue;
    const longer = rule.pattern.length - (best?.pattern.length ?? -1);
    if (longer > 0 || (longer === 0 && rule.allow)) best = rule;
  }
  return best;
}

/** Walks the literal parts between `*` from left to right, so no pattern costs more than linear time. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$');
  const [first = '', ...rest] = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    if (anchored && index === rest.length - 1) {
      return path.length - part.length >= at && path.endsWith(part);
    }
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return !anchored || at === path.length;
}
