import postgres, { type Sql } from 'postgres';

/**
 * Up to `max` connections that say whose they are, closed by `await using`. When one is lost, the next
 * call gets a new driver: in the old one a write that was not made yet would hold up all later ones.
 */
export function connect(url: string, name: string, max = 1): Sql & AsyncDisposable {
  let ended = false;
  const open = (): Sql => {
    const own: Sql = postgres(url, {
      max,
      connect_timeout: 5,
      connection: { application_name: name },
      onnotice: () => {},
      onclose: () => {
        if (ended || own !== current) return;
        current = open();
        void own.end({ timeout: 5 });
      },
    });
    return own;
  };
  let current = open();
  const end = () => {
    ended = true;
    return current.end({ timeout: 2 });
  };
  return new Proxy(current, {
    apply: (_, __, args) => Reflect.apply(current, undefined, args),
    get: (_, key) => (key === Symbol.asyncDispose ? end : Reflect.get(current, key)),
  }) as Sql & AsyncDisposable;
}
