import { defineStep, type Handler, type StepDefinition } from '@pgflow/core-sql';

/** What the handler answers for one page. */
export interface Page<Cursor> {
  readonly items: readonly unknown[];
  /** Where the next page begins, any JSON; null on the last page. */
  readonly next: Cursor | null;
}

/** Options of {@link paginate}. */
export interface PaginateOptions<Cursor, Input, Result> {
  /** The step fails with `too_many_pages` when it would need more. @default 1000 */
  maxPages?: number;
  /** Called once for each page, in a task of its own; the cursor of the first one is null. */
  run: Handler<Cursor | null, Input, Result>;
}

/**
 * A step that fetches page after page until one names no next. Each page has attempts of its own, and
 * what was fetched is kept. The output is the array of all items, in order.
 */
export function paginate<Cursor, Input, Result extends Page<Cursor> | Promise<Page<Cursor>>>(
  options: PaginateOptions<Cursor, Input, Result>,
): StepDefinition<unknown, Input, Awaited<Result>['items'][number][]> {
  const { maxPages = 1000, run } = options;
  return defineStep({ type: 'paginate', config: { maxPages }, run });
}
