import type { Case, Engine } from './engine.js';
import { backends, http, type MeasuredBackend } from './ours/backends.js';
import { httpRows } from './ours/http-rows.js';
import { rowsOn } from './ours/rows.js';

/** Our engine, once for each backend. */
export const ours: Engine[] = [
  ...backends.map((measured) => engineOf(measured, rowsOn(measured))),
  engineOf(http, httpRows()),
];

function engineOf({ backend: { name } }: MeasuredBackend, cases: Case[]): Engine {
  return { name, title: `ours, ${name}`, cases };
}
