/** The player's time, the journey of a run in slices, and the page's side of the worker: without a page. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journey } from '../../src/browser/journey.ts';
import type { Answer, Question } from '../../src/browser/messages.ts';
import { nextSpeed, Player, SPEEDS } from '../../src/browser/player.ts';
import { RunClient } from '../../src/browser/run-client.ts';

const FRAME_SECONDS = 1 / 60;

function playing(options: Partial<ConstructorParameters<typeof Player>[0]> = {}): Player {
  const player = new Player({ length: 1000, seconds: 10, ...options });
  player.isPlaying = true;
  return player;
}

describe('a player', () => {
  it('takes the time that the scene says, and half of it at double speed', () => {
    for (const [speed, frames] of [
      [1, 600],
      [2, 300],
    ]) {
      const player = playing();
      player.speed = speed;
      let passed = 0;
      for (; player.isPlaying; passed++) player.advance(FRAME_SECONDS);
      expect(Math.abs(passed - frames)).toBeLessThanOrEqual(1);
      expect(player.position).toBe(1000);
    }
  });

  it('follows the pace, and goes on from where it was put (fails if the pace is not read backwards)', () => {
    const pace = (share: number): number => share * share * share;
    const player = playing({ pace });
    for (let i = 0; i < 300; i++) player.advance(FRAME_SECONDS);
    expect(player.position).toBeGreaterThan(120);
    expect(player.position).toBeLessThan(126);
    player.standAt(512);
    for (let i = 0; i < 60; i++) player.advance(FRAME_SECONDS);
    expect(player.position).toBeGreaterThan(725);
    expect(player.position).toBeLessThan(733);
  });

  it('never goes back, for any pace and any times', () => {
    const times = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.constantFrom(...SPEEDS), fc.integer({ min: 0, max: 1e7 }), (elapsed, speed, length) => {
        const player = playing({ length, pace: (share) => share * share });
        player.speed = speed;
        let before = 0;
        for (const seconds of elapsed) {
          player.advance(seconds);
          expect(player.position).toBeGreaterThanOrEqual(before);
          expect(player.position).toBeLessThanOrEqual(length);
          before = player.position;
          player.standAt(before);
        }
      }),
    );
  });

  it('stands still while it is paused, and takes a page that was hidden for no time', () => {
    const player = playing();
    player.advance(3600);
    expect(player.position).toBeLessThanOrEqual(25);
    player.isPlaying = false;
    const { position } = player;
    player.advance(1);
    expect(player.position).toBe(position);
  });

  it('jumps once a second where motion is reduced', () => {
    const player = playing({ everySeconds: 1 });
    const places = new Set<number>();
    for (let i = 0; i < 180; i++) {
      player.advance(FRAME_SECONDS);
      places.add(player.position);
    }
    expect(places.size).toBeLessThanOrEqual(4);
    expect(player.position).toBeGreaterThan(150);
  });

  it('has speeds with an end on either side', () => {
    expect(nextSpeed(1, 1)).toBe(2);
    expect(nextSpeed(16, 1)).toBe(16);
    expect(nextSpeed(0.25, -1)).toBe(0.25);
  });
});

describe('a journey', () => {
  /** A run whose every position costs so many milliseconds. */
  function costly(length: number, positionMs: number) {
    let now = 0;
    let at = 0;
    let looks = 0;
    const advance = (position: number) => {
      if (position < at) throw new Error('it went back');
      now += (position - at) * positionMs;
      at = position;
    };
    const frame = (position: number) => {
      advance(position);
      looks++;
      return position;
    };
    return { journey: new Journey({ length, advance, frame }, () => now), now: () => now, looks: () => looks };
  }

  it.each([
    ['quick', 1_000_000, 0.0001],
    ['slow', 10_000, 1],
    ['very slow', 100, 50],
  ])('of a %s run answers soon, gets on with every answer, and arrives', (_, length, positionMs) => {
    const { journey, now, looks } = costly(length, positionMs);
    let answers = 0;
    let longestMs = 0;
    let position = 0;
    while (position < length) {
      const before = now();
      const answer = journey.move(length, false);
      expect(answer.position).toBeGreaterThan(position);
      expect(answer.frame).toBe(answer.position);
      ({ position } = answer);
      longestMs = Math.max(longestMs, now() - before);
      answers++;
    }
    expect(longestMs).toBeLessThanOrEqual(Math.max(80, 3 * positionMs));
    expect(answers).toBeLessThanOrEqual(2 + (length * positionMs) / 16);
    expect(looks()).toBe(answers);
  });

  it('that travels looks at its goal alone, and still answers while one waits for it', () => {
    // Fails if pictures of the way are made, which took longer than the way, or if a reader's change of mind must wait.
    const { journey, now, looks } = costly(10_000, 1);
    const places: number[] = [];
    let answer = journey.move(9000, true);
    for (let before = 0; answer.position < 9000; before = now(), answer = journey.move(9000, true)) {
      expect(answer).toEqual({ position: answer.position });
      expect(now() - before).toBeLessThan(300);
      places.push(answer.position);
    }
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(places.length).toBeGreaterThan(20);
    expect(answer).toEqual({ position: 9000, frame: 9000 });
    expect(looks()).toBe(1);
  });

  it('stays when it is asked for what lies behind or beyond', () => {
    const { journey } = costly(100, 0);
    expect(journey.move(60, false).position).toBe(60);
    expect(journey.move(30, true)).toEqual({ position: 60, frame: 60 });
    expect(journey.move(900, true).position).toBe(100);
  });
});

describe('the client of the worker', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const REQUEST = { scene: 'balls', seed: '1', overrides: [] };

  /** Workers that answer when they are told to. */
  function hired() {
    const workers: { asked: Question[]; answer(answer: Answer): void; isGone: boolean }[] = [];
    const start = () => {
      let listen: (event: { data: Answer }) => void = () => {};
      const worker = {
        asked: [] as Question[],
        isGone: false,
        answer: (data: Answer) => listen({ data }),
        postMessage: (question: Question) => worker.asked.push(question),
        terminate: () => {
          worker.isGone = true;
        },
        addEventListener: (kind: string, listener: typeof listen) => {
          if (kind === 'message') listen = listener;
        },
      };
      workers.push(worker);
      return worker as unknown as Worker;
    };
    return { workers, start };
  }

  it('opens the next run with the same worker when that answers in time', () => {
    const { workers, start } = hired();
    const heard: Answer[] = [];
    const client = new RunClient(start, (answer) => heard.push(answer));
    client.open(REQUEST);
    client.open(REQUEST);
    client.open(REQUEST);
    workers[0].answer({ kind: 'opened', run: 1, length: 1, frame: 0 });
    vi.advanceTimersByTime(10_000);
    expect(workers.map(({ isGone }) => isGone)).toEqual([false]);
    expect(workers[0].asked.map(({ run }) => run)).toEqual([1, 3]);
    workers[0].answer({ kind: 'opened', run: 3, length: 1, frame: 0 });
    expect(heard.map(({ run }) => run)).toEqual([3]);
    expect(client.isWaiting).toBe(false);
  });

  it('leaves a worker that does not answer, and hears nothing of it any more', () => {
    const { workers, start } = hired();
    const heard: Answer[] = [];
    const client = new RunClient(start, (answer) => heard.push(answer));
    client.open(REQUEST);
    client.open(REQUEST);
    vi.advanceTimersByTime(1000);
    expect(workers.map(({ isGone }) => isGone)).toEqual([true, false]);
    workers[0].answer({ kind: 'opened', run: 2, length: 1, frame: 0 });
    expect(heard).toEqual([]);
    workers[1].answer({ kind: 'opened', run: 2, length: 1, frame: 0 });
    expect(heard).toHaveLength(1);
  });

  it('throws when it is asked two things at once: that is a mistake of the page', () => {
    const client = new RunClient(hired().start, () => {});
    client.open(REQUEST);
    expect(() => client.move(1, false)).toThrow('still at the question before');
  });
});
