/** A path as one word of a shell: of cmd and PowerShell on Windows, elsewhere of a POSIX shell. */
export function shellWord(path: string, platform: string = process.platform): string {
  if (platform === 'win32') return /^[\w.:\\-]+$/.test(path) ? path : `"${path}"`;
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
