import { createRequire } from 'node:module';

/** Path of Deno itself and not of its wrapper, which would not hand signals on. */
export function denoProgram(): string {
  const require = createRequire(import.meta.url);
  // The package unpacks its program when it is first asked where that is.
  return (require('deno/install_api.cjs') as { runInstall(): string }).runInstall();
}
