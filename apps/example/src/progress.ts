import type { WriteStream } from 'node:tty';

/** How far a step is. `total` is unknown until the step starts. */
export interface StepProgress {
  slug: string;
  status: string;
  done: number;
  total: number | null;
}

/** Shows how a run goes on: call `show` as often as something may have changed. */
export interface ProgressView {
  show(steps: readonly StepProgress[]): void;
}

/** A line per step that changes in place; plain lines where there is no terminal. */
export function progressView(
  out: WriteStream | NodeJS.WritableStream,
  now: () => number = Date.now,
): ProgressView {
  const terminal = 'isTTY' in out && out.isTTY ? out : undefined;
  return terminal && process.env.TERM !== 'dumb'
    ? new LiveView(terminal, now)
    : new PlainView(out, now);
}

const marks: Record<string, string> = { completed: '✓', failed: '✗', cancelled: '-', skipped: '-' };
const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

class LiveView implements ProgressView {
  readonly #out: WriteStream;
  readonly #times: Stopwatch;
  #lines = 0;
  #frame = 0;

  constructor(out: WriteStream, now: () => number) {
    this.#out = out;
    this.#times = new Stopwatch(now);
  }

  show(steps: readonly StepProgress[]): void {
    this.#frame += 1;
    const up = this.#lines > 0 ? `\x1b[${this.#lines}A` : '';
    const lines = steps.map((step) => `\x1b[2K${this.#line(step)}\n`);
    this.#out.write(up + lines.join(''));
    this.#lines = lines.length;
  }

  #line(step: StepProgress): string {
    const mark =
      marks[step.status] ??
      (step.status === 'started' ? (spinner[this.#frame % spinner.length] ?? '') : '·');
    const time = this.#times.of(step);
    const text = `  ${mark} ${step.slug.padEnd(12)} ${bar(step)} ${counts(step).padStart(11)} ${time.padStart(8)}`;
    // A line that wraps would take more rows than the cursor goes up.
    return text.trimEnd().slice(0, this.#out.columns - 1);
  }
}

class PlainView implements ProgressView {
  readonly #out: NodeJS.WritableStream;
  readonly #times: Stopwatch;
  readonly #said = new Map<string, string>();

  constructor(out: NodeJS.WritableStream, now: () => number) {
    this.#out = out;
    this.#times = new Stopwatch(now);
  }

  show(steps: readonly StepProgress[]): void {
    for (const step of steps) {
      const time = this.#times.of(step);
      if (step.status === 'created') continue;
      // A map says something at each quarter, any step when its status changes.
      const quarter =
        step.total !== null && step.total > 1 ? Math.floor((4 * step.done) / step.total) : 0;
      const state = `${step.status} ${step.status === 'started' ? quarter : ''}`;
      if (this.#said.get(step.slug) === state) continue;
      this.#said.set(step.slug, state);
      this.#out.write(
        `${[step.slug, step.status, counts(step), time].filter((part) => part !== '').join('  ')}\n`,
      );
    }
  }
}

/** Notes when a step was first seen started and first seen ended. */
class Stopwatch {
  readonly #now: () => number;
  readonly #starts = new Map<string, number>();
  readonly #ends = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  of({ slug, status }: StepProgress): string {
    if (status === 'created') return '';
    const start = this.#starts.get(slug) ?? this.#now();
    this.#starts.set(slug, start);
    const end = this.#ends.get(slug) ?? this.#now();
    if (status !== 'started') this.#ends.set(slug, end);
    return `${((end - start) / 1_000).toFixed(1)} s`;
  }
}

const barWidth = 24;

function bar({ done, total }: StepProgress): string {
  if (total === null || total <= 1) return ' '.repeat(barWidth);
  const full = Math.floor((barWidth * done) / total);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
}

function counts({ done, total }: StepProgress): string {
  return total === null || total <= 1 ? '' : `${done}/${total}`;
}
