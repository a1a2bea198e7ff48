import { harness as small } from './small-suite.ts';

let asked = 0;

/** Twice the small suite. It names its databases; where STUCK is set, no more than three ever come. */
export const harness = {
  ...small,
  async createDatabase() {
    asked += 1;
    if (process.env.STUCK && asked > 3) await new Promise(() => {});
    const database = await small.createDatabase();
    console.log(`database ${new URL(database.url).pathname.slice(1)}`);
    return database;
  },
};

/** What an interruption of the first one leaves out. */
export const another = { ...harness };
