import { type Context, defineStep, type Handler, type StepDefinition } from '@pgflow/core-sql';

// #region step
/** What the handler answers for one page. */
export interface Page<Cursor> {
  // Not `unknown`: the error of a handler that returns no page would be about that.
  readonly items: readonly (object | string | number | boolean | null)[];
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
  if (!Number.isInteger(maxPages) || maxPages < 1) {
    throw new RangeError(`paginate: maxPages is a whole number from 1, not ${maxPages}`);
  }
  return defineStep({
    type: 'paginate',
    config: { maxPages },
    run: async (cursor: Cursor | null, context: Context<Input>) =>
      asPage(await run(cursor, context)),
  });
}
// #endregion

// #region page
/** The page, if it is one: otherwise its task fails, and is tried again. */
function asPage<Result>(page: Result): Result {
  const { items, next } = (page ?? {}) as Partial<Page<unknown>>;
  if (Array.isArray(items) && next !== undefined) return page;
  throw new TypeError('paginate: a page is an object of items, an array, and next');
}
// #endregion
