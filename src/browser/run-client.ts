/**
 * The page's side of the worker. A run that is left while its worker has long not answered takes the worker with it:
 * however long a scene's slider makes it work, the next run does not wait for it.
 * @module
 */
import type { Answer, Question, RunRequest } from './messages.ts';

/** A worker in the middle of a slice answers sooner. */
const PATIENCE_MS = 300;

export class RunClient {
  readonly #start: () => Worker;
  readonly #listen: (answer: Answer) => void;
  #worker: Worker | undefined;
  #run = 0;
  #isWaiting = false;
  /** What is to be asked as soon as the worker is free. */
  #next: Question | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param start makes a worker
   * @param listen is told every answer about the last run that was opened
   */
  constructor(start: () => Worker, listen: (answer: Answer) => void) {
    this.#start = start;
    this.#listen = listen;
  }

  /** Whether an answer is awaited: until it comes nothing else may be asked but `open`. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  open(request: RunRequest): void {
    this.#run++;
    const question: Question = { kind: 'open', run: this.#run, request };
    if (!this.#isWaiting) {
      this.#ask(question);
      return;
    }
    this.#next = question;
    this.#patience ??= setTimeout(() => this.#dismiss(), PATIENCE_MS);
  }

  move(position: number, travels: boolean): void {
    this.#ask({ kind: 'move', run: this.#run, position, travels });
  }

  finish(): void {
    this.#ask({ kind: 'finish', run: this.#run });
  }

  #ask(question: Question): void {
    if (this.#isWaiting) throw new Error('the worker is still at the question before');
    this.#isWaiting = true;
    this.#worker ??= this.#hire();
    this.#worker.postMessage(question);
  }

  #hire(): Worker {
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if (worker === this.#worker) this.#told(data);
    });
    worker.addEventListener('error', (event) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#told({ kind: 'failed', run: this.#run, message: event.message || 'The worker could not be started.' });
    });
    return worker;
  }

  #dismiss(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#goOn();
  }

  #told(answer: Answer): void {
    this.#goOn();
    if (answer.run === this.#run) this.#listen(answer);
  }

  /** The question before is answered, or given up. */
  #goOn(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#isWaiting = false;
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#ask(next);
  }
}
