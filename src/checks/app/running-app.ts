import {
  LeakproofError,
  OUTPUT_CHARACTERS,
  OUTPUT_LINES,
  type CallOutcome,
  type FileTexts,
  type OutputLine,
  type Picture,
  type PoolEvent,
  type Settings,
  type Tenant,
  type Timeline,
  type TraceEvent,
  type TranscriptStep,
} from '../../contract/index.ts';
import { drawOwn, type OnProblem } from '../picture/bounded.ts';
import type { PictureRun } from '../picture/picture-run.ts';
import { RunRecords, type Seen } from '../picture/run-records.ts';
import type { Painter } from '../picture/with-picture.ts';
import { diffTruth, printOf, readTruth, truthSql, type Truth } from '../ownership.ts';
import type { World } from '../world.ts';
import type { AppLab, CallAttempt, CallRequest, Picks, TogetherRun } from './api.ts';
import type { AppParts, ReadTruth } from './app-parts.ts';
import { attemptOf, type Attempted } from './call-attempt.ts';
import { Start, stuck, type Running } from './start.ts';
import { timelineOf } from './timeline.ts';
import { runTogether } from './together.ts';
import { callsOf, checkedOut } from './waiting-words.ts';

/**
 * A transaction gets a number when it first writes, and the snapshot tells of every number given:
 * while it stays the same, so do the rows. Source: PostgreSQL documentation, "Transaction ID and
 * Snapshot Information Functions".
 */
const SNAPSHOT = 'SELECT pg_catalog.pg_current_snapshot()';

/** Milliseconds between two signs of life. */
const PULSE = 500;

/** The application of one world, started anew as often as it is asked. */
export class RunningApp implements AppLab, Painter {
  readonly #parts: AppParts;
  #start: Start | null = null;
  /** The rows as they were read last, after so many events, and the snapshot they were in. */
  #now: ReadTruth & { readonly events: number; readonly snapshot: string | null };
  #outputTaken = 0;
  #starts = 0;
  /** What was rejected, and by the last look not handled: texts by number. */
  readonly #rejected = new Map<number, string>();
  #lastSign = performance.now();
  readonly #records = new RunRecords();
  /** Who called since the start by an id that was not drawn: tenants that signed up since. */
  readonly #guests = new Map<string, Tenant>();

  constructor(parts: AppParts) {
    this.#parts = parts;
    this.#now = { ...parts.drawnTruth, events: 0, snapshot: null };
  }

  get world(): World {
    return this.#parts.drawn;
  }

  get files(): FileTexts {
    return this.#parts.files;
  }

  get application(): string {
    return this.#parts.application;
  }

  get events(): readonly PoolEvent[] {
    return this.#started.server.events;
  }

  get trace(): readonly TraceEvent[] {
    return this.#started.sandbox.trace;
  }

  async fresh(keeps?: 'stores'): Promise<void> {
    if (this.#start && this.#start.calls.size === 0 && this.events.length === 0) return;
    await this.#restart(false, keeps);
  }

  async call(request: CallRequest): Promise<CallAttempt> {
    this.#showLife();
    this.#welcome(request);
    const start = this.#started;
    const { server, sandbox } = start;
    const truth = await this.truth();
    const before = await server.settings();
    const [eventsFrom, traceFrom] = [server.events.length, sandbox.trace.length];
    const running = start.begin(request);
    const outcome = await start.answer(running);
    this.#takeOutput();
    if (outcome.kind === 'unsettled') {
      const left = await this.#unsettled(request, outcome, before, eventsFrom, traceFrom);
      this.#records.add(running.call, left);
      return left;
    }
    // What it did not wait for has an effect as well.
    const { holder } = await start.still(running);
    this.#takeOutput('at rest');
    const after = await this.truth();
    const holds = [...checkedOut(sandbox.trace).values()].includes(running.call);
    const attempt = attemptOf(this.#peopled, [this.#parts.drawnTruth.truth, truth, after], {
      request,
      outcome,
      changes: this.#changes(truth, after),
      events: server.events.slice(eventsFrom),
      trace: sandbox.trace.slice(traceFrom),
      before,
      after: await server.settings(),
      held: holder !== null ? 'transaction' : holds ? 'connection' : null,
    });
    this.#records.add(running.call, attempt);
    return attempt;
  }

  async together(requests: readonly CallRequest[], picks: Picks): Promise<TogetherRun> {
    await this.#restart(true);
    requests.forEach((request) => {
      this.#welcome(request);
    });
    const start = this.#started;
    const { server, sandbox } = start;
    const truth = await this.truth();
    const before = await server.settings();
    const schedule = await runTogether(start, requests, picks);
    start.ungate();
    this.#takeOutput();
    const { holder } = await start.still();
    this.#takeOutput('at rest');
    const after = await this.truth();
    const settings = await server.settings();
    const held = checkedOut(sandbox.trace);
    const owners = callsOf(server.events);
    const attempt = ({ call, request, outcome }: Running): CallAttempt => {
      const connections = [...held].flatMap(([id, by]) => (by === call ? [id] : []));
      const transaction = holder !== null && owners.get(holder) === call;
      return attemptOf(this.#peopled, [this.#parts.drawnTruth.truth, truth, after], {
        request,
        outcome: outcome ?? { kind: 'unsettled', message: schedule.stuck ?? '' },
        changes: [],
        events: eventsOf(server.events, call),
        trace: sandbox.trace.filter((event) => event.call === call),
        before,
        after: settings,
        held: transaction ? 'transaction' : connections.length > 0 ? 'connection' : null,
      });
    };
    const attempts = schedule.running.map((one) => {
      const made = attempt(one);
      this.#records.add(one.call, made);
      return made;
    });
    return {
      attempts,
      changes: this.#changes(truth, after),
      schedule: schedule.replies,
      timeline: this.timeline(),
    };
  }

  async truth(): Promise<Truth> {
    const { server } = this.#started;
    const events = server.events.length;
    if (this.#now.events === events) return this.#now.truth;
    // Nobody else can have committed anything since whoever sits in a transaction began it.
    if ((await server.settings()) === null) return this.#now.truth;
    const { statements: asked } = await server.audit(SNAPSHOT);
    const snapshot = asked[0]?.rows[0]?.[0] ?? null;
    if (snapshot !== null && snapshot === this.#now.snapshot) {
      this.#now = { ...this.#now, events };
      return this.#now.truth;
    }
    const { statements, error } = await server.audit(truthSql(this.#parts.tables));
    if (error) throw new LeakproofError({ code: 'harness-fault', message: error.message });
    const print = printOf(statements);
    const known = [this.#now, this.#parts.drawnTruth].find((read) => read.print === print);
    const truth = known?.truth ?? readTruth(this.#parts.tables, statements);
    this.#now = { truth, print, events, snapshot };
    return truth;
  }

  async catalog(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    return (await this.#started.server.audit(sql)).statements.at(-1)?.rows ?? [];
  }

  settings(): Promise<Settings | null> {
    return this.#started.server.settings();
  }

  timeline(): Timeline {
    const { server, calls } = this.#started;
    return timelineOf(server.events, this.#parts.pooler.mode, this.world.tenants, calls);
  }

  get onProblem(): OnProblem {
    return this.#parts.onPictureProblem;
  }

  paint(check: string | null, steps: readonly TranscriptStep[]): Picture | null {
    const { draw } = this.#parts;
    return drawOwn(draw, () => this.#pictureRun(check, steps), this.onProblem);
  }

  #pictureRun(check: string | null, steps: readonly TranscriptStep[]): PictureRun | null {
    const { drawn, drawnTruth, files, tables, world, pooler } = this.#parts;
    const record = this.#records.find(steps, () => this.#seen());
    if (!record) return null;
    const { calls, seen } = record;
    const { trace, events, truth, names } = seen;
    return {
      check,
      world: drawn,
      files,
      tables,
      calls,
      trace,
      events,
      drawn: drawnTruth.truth,
      truth,
      disk: world.files,
      timeline: () => timelineOf(events, pooler.mode, drawn.tenants, names),
    };
  }

  /** As it stands: the trace goes on, and is another's after the next load. */
  #seen(): Seen {
    const { server, sandbox, calls } = this.#started;
    return {
      trace: [...sandbox.trace],
      events: [...server.events],
      truth: this.#now.truth,
      names: calls,
    };
  }

  /** Ends what runs; the database is free again. */
  async close(): Promise<void> {
    const start = this.#start;
    this.#start = null;
    await start?.close();
  }

  get #started(): Start {
    if (this.#start) return this.#start;
    throw new LeakproofError({
      code: 'harness-fault',
      message: 'The application was called before it was started.',
    });
  }

  #welcome({ as }: CallRequest): void {
    if (as && !this.world.tenants.some(({ id }) => id === as.id)) this.#guests.set(as.id, as);
  }

  /** The parts, with everybody among the tenants whose rows there may be by now. */
  get #peopled(): AppParts {
    if (this.#guests.size === 0) return this.#parts;
    const tenants = [...this.world.tenants, ...this.#guests.values()] as const;
    return { ...this.#parts, drawn: { ...this.world, tenants } };
  }

  #showLife(): void {
    const now = performance.now();
    if (now - this.#lastSign < PULSE) return;
    this.#lastSign = now;
    this.#parts.onProgress();
  }

  async #restart(gated: boolean, keeps?: 'stores'): Promise<void> {
    this.#showLife();
    const old = this.#start;
    const unread = old !== null && old.server.events.length !== this.#now.events;
    const { print, snapshot: read } = this.#now;
    let snapshot: string | null = null;
    if (old) this.#records.end(() => this.#seen());
    this.#start = null;
    let between = async (): Promise<void> => {
      between = () => Promise.resolve();
      await old?.close();
      snapshot = await this.#snapshot();
      // Since the rows were read last nothing came after, or only what was rolled back.
      const known = !unread || (snapshot !== null && snapshot === read);
      if (known && print === this.#parts.drawnTruth.print) return;
      await this.#parts.remake();
      snapshot = await this.#snapshot();
    };
    try {
      this.#outputTaken = 0;
      this.#rejected.clear();
      this.#guests.clear();
      this.#starts += 1;
      // Other values with each start: whoever could foresee them would have to have a seed, too.
      const random = this.#starts * 0x9e3779b1 + this.world.seed;
      this.#start = await Start.open(
        this.#parts,
        { gated, random, ...(keeps && { stores: 'kept' }) },
        () => between(),
      );
    } catch (thrown) {
      // Also where the program did not load: the database has to be free again.
      await between();
      throw thrown;
    } finally {
      this.#now = { ...this.#parts.drawnTruth, events: 0, snapshot };
    }
    this.#takeOutput();
  }

  /** Asked while nothing is served. */
  async #snapshot(): Promise<string | null> {
    const { statements } = await this.#parts.database.read(SNAPSHOT);
    return statements[0]?.rows[0]?.[0] ?? null;
  }

  /** An attempt that goes on for ever: nothing about it is final, and nothing comes after it. */
  async #unsettled(
    request: CallRequest,
    outcome: CallOutcome & { readonly kind: 'unsettled' },
    before: Settings | null,
    eventsFrom: number,
    traceFrom: number,
  ): Promise<CallAttempt> {
    if (request.unsettled !== 'attempt') throw stuck(outcome.message);
    const { server, sandbox } = this.#started;
    const attempted: Attempted = {
      request,
      outcome,
      changes: [],
      events: server.events.slice(eventsFrom),
      trace: sandbox.trace.slice(traceFrom),
      before,
      after: await server.settings(),
      held: null,
    };
    return attemptOf(this.#peopled, [this.#parts.drawnTruth.truth], attempted);
  }

  #changes(before: Truth, after: Truth): CallAttempt['changes'] {
    return before === after
      ? []
      : diffTruth(this.#peopled.drawn, this.#parts.tables, before, after);
  }

  /** @param when at rest, a rejection that is not handled will not be */
  #takeOutput(when: 'at rest' | 'under way' = 'under way'): void {
    const { sandbox, calls } = this.#started;
    for (const event of sandbox.trace.slice(this.#outputTaken)) {
      if (event.kind === 'console') {
        const call = event.call === null ? null : (calls.get(event.call)?.show ?? null);
        this.#put({ level: event.level, text: event.text, call });
      } else if (event.kind === 'rejection') {
        if (event.text === null) this.#rejected.delete(event.rejection);
        else this.#rejected.set(event.rejection, event.text);
      } else if (event.kind === 'missing') {
        // Whatever it did then, also where it caught the error, it would not have done elsewhere.
        throw new LeakproofError({ code: 'program-error', message: event.message });
      }
    }
    this.#outputTaken = sandbox.trace.length;
    if (when === 'under way') return;
    for (const text of this.#rejected.values()) this.#put({ level: 'error', text, call: null });
    this.#rejected.clear();
  }

  #put(line: OutputLine): void {
    const { output } = this.#parts;
    if (output.length >= OUTPUT_LINES) return;
    output.push({ ...line, text: line.text.slice(0, OUTPUT_CHARACTERS) });
  }
}

/** What happened on connections while a call had them. */
function eventsOf(events: readonly PoolEvent[], call: number): PoolEvent[] {
  const users = new Map<number, number | null>();
  return events.filter((event) => {
    if (event.kind === 'checkout') users.set(event.client, event.call);
    const ofCall = users.get(event.client) === call;
    if (event.kind === 'checkin') users.delete(event.client);
    return ofCall;
  });
}
