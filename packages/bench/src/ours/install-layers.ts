import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import { connect } from '../connect.js';
import type { MeasuredBackend } from './backends.js';

/** Installs core, maps and one backend, as users do. */
export async function installLayers(
  url: string,
  { backend, extensions }: MeasuredBackend,
): Promise<void> {
  await using sql = connect(url);
  await installExtensions(sql, extensions);
  await migrate(sql, [coreSql, stepTypeMap, backend.sqlModule]);
}
