import type { Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../src/index.js';
import { SECRET } from './function-server.js';

/** A dispatcher that works until the test ends, and the lines of its log. */
export async function runDispatcher(
  options: Partial<DispatcherOptions> & { sql: Sql },
): Promise<{ dispatcher: Dispatcher; lines: string[] }> {
  const lines: string[] = [];
  const write = (message: string, fields?: Record<string, unknown>) => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const dispatcher = createDispatcher({ secrets: { key: SECRET }, logger, ...options });
  onTestFinished(() => dispatcher.stop());
  await dispatcher.start();
  return { dispatcher, lines };
}
