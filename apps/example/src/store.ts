import type { Sql } from 'postgres';
import type { Chunk } from './audit/chunks.ts';
import type { Section } from './audit/page.ts';
import type { Report } from './audit/report.ts';

/** A page that a search found, best first. */
export interface SearchHit {
  url: string;
  title: string | null;
  heading: string;
  /** The words around the match, which stands between `⟦` and `⟧`. */
  excerpt: string;
  rank: number;
}

/** Audits whose pages stay searchable; older ones keep only their report. */
const searchableAudits = 5;

/** The example's tables (schema `site_audit`). Every write may be repeated: a step's handler runs at least once. */
export class Store {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Notes that a run audits a site. */
  async openAudit(runId: string, site: string): Promise<void> {
    await this
      .#sql`insert into site_audit.audits (run_id, site) values (${runId}, ${site}) on conflict do nothing`;
  }

  /** Keeps the text of a page until it is indexed. */
  async savePage(
    runId: string,
    url: string,
    title: string | null,
    sections: readonly Section[],
  ): Promise<void> {
    await this.#sql`
      insert into site_audit.pages (run_id, url, title, sections)
      values (${runId}, ${url}, ${title}, ${this.#sql.json([...sections])})
      on conflict (run_id, url) do update set title = excluded.title, sections = excluded.sections`;
  }

  /** The text kept for a page; undefined when the page had none. */
  async readPage(
    runId: string,
    url: string,
  ): Promise<{ title: string | null; sections: Section[] } | undefined> {
    const [page] = await this.#sql<{ title: string | null; sections: Section[] }[]>`
      select title, sections from site_audit.pages where run_id = ${runId} and url = ${url}`;
    return page;
  }

  /** Replaces a page's searchable pieces, in one transaction. */
  async replaceChunks(
    runId: string,
    url: string,
    title: string | null,
    chunks: readonly Chunk[],
  ): Promise<void> {
    await this.#sql.begin(async (sql) => {
      await sql`delete from site_audit.chunks where run_id = ${runId} and url = ${url}`;
      await sql`
        insert into site_audit.chunks (run_id, url, chunk_index, title, heading, body)
        select ${runId}, ${url}, ordinality, ${title}, chunk ->> 'heading', chunk ->> 'body'
        from jsonb_array_elements(${sql.json([...chunks])}) with ordinality as c (chunk, ordinality)`;
    });
  }

  /** Stores a run's report and lets go of the pages of old audits. */
  async saveReport(runId: string, report: Report): Promise<void> {
    await this
      .#sql`update site_audit.audits set report = ${this.#sql.json(report)}, reported_at = now() where run_id = ${runId}`;
    await this.#sql`
      with old as (
        select run_id from site_audit.audits where report is not null
        order by reported_at desc offset ${searchableAudits}
      ), old_chunks as (
        delete from site_audit.chunks where run_id in (select run_id from old)
      )
      delete from site_audit.pages where run_id in (select run_id from old)`;
  }

  /** A run's report; undefined before it is written. */
  async readReport(runId: string): Promise<Report | undefined> {
    const [row] = await this.#sql<{ report: Report | null }[]>`
      select report from site_audit.audits where run_id = ${runId}`;
    return row?.report ?? undefined;
  }

  /** The newest finished audit. */
  async newestAudit(): Promise<{ runId: string; site: string } | undefined> {
    const [row] = await this.#sql<{ runId: string; site: string }[]>`
      select run_id as "runId", site from site_audit.audits where report is not null order by reported_at desc limit 1`;
    return row;
  }

  /** The pages of an audit that hold the words (as a web search engine reads them), each with its best place. */
  async search(runId: string, words: string, limit = 10): Promise<SearchHit[]> {
    return await this.#sql<SearchHit[]>`
      with query as (select websearch_to_tsquery('english', ${words}) as q),
      best as (
        select distinct on (url) url, title, heading, body, ts_rank_cd(search, q) as rank
        from site_audit.chunks, query
        where run_id = ${runId} and search @@ q
        order by url, rank desc, chunk_index
      )
      select url, title, heading, rank, ts_headline('english', body, q,
        'StartSel=⟦, StopSel=⟧, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" ... "') as excerpt
      from best, query
      order by rank desc, url
      limit ${limit}`;
  }
}
