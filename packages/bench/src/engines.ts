import type { Engine } from './engine.js';
import { backends } from './ours/backends.js';
import { rowsOn } from './ours/rows.js';

/** Our engine, once for each backend. */
export const ours: Engine[] = backends.map((measured) => ({
  name: measured.backend.name,
  title: `ours, ${measured.backend.name}`,
  cases: rowsOn(measured),
}));
