import { migrate, sqlModule } from '@pgflow/core-sql';
import {
  type ClonedDatabase,
  cloneDatabase,
  createTemplate,
  testServerUrl,
} from '@pgflow/dev-postgres';

const coreSql = sqlModule.migrations.map(({ sql }) => sql);

/** A database with core and the given SQL. */
export async function createDatabase(extraSql = ''): Promise<ClonedDatabase> {
  const url = testServerUrl();
  const template = await createTemplate(
    url,
    ['contract kit', ...coreSql, extraSql],
    async (sql) => {
      await migrate(sql, [sqlModule]);
      await sql.unsafe(extraSql);
    },
  );
  return cloneDatabase(url, template);
}
