/** The kinds of chaos, with what each does; `weight` is how many of each 24 kills are
 * of it. */
export const kinds = {
  kill: { weight: 5, does: 'SIGKILLs a process; another takes its place at once' },
  stop: {
    weight: 3,
    does: 'SIGTERMs a process, which ends in order; then another takes its place',
  },
  terminate: { weight: 4, does: 'pg_terminate_backend of a session of a process or a client' },
  cut: { weight: 3, does: "resets a process's connection" },
  freeze: { weight: 3, does: "stops forwarding a process's connection for 1 to 5 s" },
  'half-open': { weight: 2, does: "stops forwarding a process's connection for ever" },
  unlisten: { weight: 2, does: 'terminates the session of a process that listens' },
  deaf: { weight: 1, does: 'stops forwarding the connection of a process that listens for ever' },
  pool: { weight: 1, does: 'takes all free connections of the server for 1 to 2 s' },
  restart: { weight: 0, does: 'restarts Postgres every 30 s, in order or as after a crash' },
} as const;

/** The name of a kind of chaos. */
export type Kind = keyof typeof kinds;

/** All kinds, in the order of the table. */
export const kindNames = Object.keys(kinds) as Kind[];

/** What goes wrong by itself, beyond failing handlers; no kill, so it stands beside the kinds. */
export const mischiefs = {
  stray: 'a handler leaves a rejected promise behind that nobody handles',
  requests: 'requests to functions are lost, broken, refused, late or repeated',
} as const;

/** The name of a mischief. */
export type Mischief = keyof typeof mischiefs;
