import postgres, { type Sql } from 'postgres';

/** Up to `max` connections without notices on the terminal, closed by `await using`. */
export function connect(url: string, max = 1): Sql & AsyncDisposable {
  const sql = postgres(url, { max, onnotice: () => {} });
  return Object.assign(sql, { [Symbol.asyncDispose]: () => sql.end() });
}
