/** The two functions of a test runner that the suites need: of vitest, node:test, or Deno. */
export interface Runner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => Promise<void>): unknown;
  /** Takes a test whose failure is no more than a warning. @default warns on the console */
  testLeniently?(name: string, body: () => Promise<void>): unknown;
}
