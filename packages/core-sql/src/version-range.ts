/**
 * Whether a version is in a caret range, the only kind that modules use: `^1.2.3` takes 1.x from
 * 1.2.3 on, and `^0.2.3` takes 0.2.x from 0.2.3 on. `*` takes all.
 */
export function satisfies(version: string, range: string): boolean {
  if (range === '*') return true;
  const [major, minor, patch] = parts(version);
  const [wantedMajor, wantedMinor, wantedPatch] = parts(range.replace(/^\^/, ''));
  if (major !== wantedMajor) return false;
  if (major === 0) return minor === wantedMinor && patch >= wantedPatch;
  return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch);
}

function parts(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  return [major, minor, patch];
}
