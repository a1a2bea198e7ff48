import { actions } from './actions.ts';

type Unload = CustomEvent<{ reason: string }>;
declare function addEventListener(type: string, listener: (event: Unload) => void): void;

addEventListener('beforeunload', async ({ detail }) => {
  console.log(`beforeunload ${detail.reason} at ${Date.now()}`);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  console.log('was awaited');
});

/** Does what the last part of the path says. */
async function fetch(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const action = actions[pathname.split('/')[2] ?? ''];
  const ms = Number(searchParams.get('ms') ?? 0);
  return (await action?.(request, ms)) ?? Response.json({ pathname });
}

export default { fetch };
