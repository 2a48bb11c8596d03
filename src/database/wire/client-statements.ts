import { cutText, parameterText } from './parameter-text.ts';
import type { ReplyFacts } from './reply-reader.ts';
import { mentionsCopy, type ClientMessage } from './request.ts';

/** A statement that was answered, as the events tell of it. */
export interface Answered {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  readonly error: string | null;
  readonly rows: number | null;
}

/** A prepared statement of the protocol. `bytes` is its Parse message, so that it can be repeated. */
export interface Prepared {
  readonly sql: string;
  readonly types: readonly number[];
  readonly bytes: Uint8Array;
}

interface Portal {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** One client's prepared statements and portals, as the server confirmed them. */
export class ClientStatements {
  /** By name; the unnamed one is ''. */
  readonly prepared = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();

  /** Whether any Execute of this cycle could want data from the client. */
  knownNotToCopy(messages: readonly ClientMessage[]): (portal: string) => boolean {
    const sql = new Map<string, string>();
    const portals = new Map<string, string | undefined>();
    for (const { step } of messages) {
      if (step.kind === 'parse') sql.set(step.name, step.sql);
      if (step.kind !== 'bind') continue;
      const text = sql.get(step.statement) ?? this.prepared.get(step.statement)?.sql;
      portals.set(step.portal, text);
    }
    return (portal) => {
      const text = portals.get(portal) ?? this.#portals.get(portal)?.sql;
      return text !== undefined && !mentionsCopy(text);
    };
  }

  /**
   * Takes note of a reply.
   * @returns the statements it answered, and whether the server left messages unanswered that it
   *   had no reason to skip
   */
  settle(
    messages: readonly ClientMessage[],
    facts: ReplyFacts,
  ): { readonly answered: Answered[]; readonly unanswered: boolean } {
    const left = { parse: facts.parsed, bind: facts.bound, close: facts.closed };
    const completions = [...facts.completions];
    const answered: Answered[] = [];
    let failed: Portal | null = null;
    let unanswered = false;
    for (const message of messages) {
      const step = message.step;
      if (step.kind === 'query') {
        const rows = completions.at(-1)?.rows ?? null;
        answered.push({ sql: cutText(step.sql), parameters: [], error: null, rows });
      } else if (step.kind === 'execute') {
        const portal = this.#portals.get(step.portal) ?? { sql: '', parameters: [] };
        const completion = completions.shift();
        if (completion) answered.push({ ...portal, error: null, rows: completion.rows });
        else failed = portal;
      } else if (step.kind === 'parse' || step.kind === 'bind' || step.kind === 'close') {
        if (left[step.kind]-- > 0) this.#keep(message);
        else failed = this.#wouldBe(message);
      }
      if (!failed) continue;
      unanswered = facts.error === null;
      break;
    }
    if (facts.error) {
      if (failed) answered.push({ ...failed, error: facts.error.code, rows: null });
      else this.#blame(answered, facts.error.code);
    }
    this.#forget(facts);
    return { answered, unanswered };
  }

  /** The server connection is another one, or was cleaned. */
  clearPortals(): void {
    this.#portals.clear();
  }

  /** An error that came after all were answered, at the commit, is the last one's. */
  #blame(answered: Answered[], code: string): void {
    const last = answered.pop();
    if (last) answered.push({ ...last, error: code });
  }

  #keep(message: ClientMessage): void {
    const { step, frame } = message;
    if (step.kind === 'parse') {
      this.prepared.set(step.name, {
        sql: step.sql,
        types: step.types,
        bytes: step.name === '' ? frame.bytes.subarray(0, 0) : frame.bytes.slice(),
      });
    } else if (step.kind === 'bind') {
      this.#portals.set(step.portal, this.#portal(step));
    } else if (step.kind === 'close') {
      if (step.what === 'statement') this.prepared.delete(step.name);
      else this.#portals.delete(step.name);
    }
  }

  #portal(step: ClientMessage['step'] & { kind: 'bind' }): Portal {
    const statement = this.prepared.get(step.statement);
    return {
      sql: cutText(statement?.sql ?? ''),
      parameters: step.parameters.map((parameter, index) =>
        parameterText(parameter, statement?.types[index] ?? 0),
      ),
    };
  }

  #wouldBe({ step }: ClientMessage): Portal {
    if (step.kind === 'parse') return { sql: cutText(step.sql), parameters: [] };
    return step.kind === 'bind' ? this.#portal(step) : { sql: '', parameters: [] };
  }

  /** SQL commands that end prepared statements behind the protocol's back. */
  #forget(facts: ReplyFacts): void {
    for (const { tag } of facts.completions) {
      if (tag === 'DEALLOCATE ALL' || tag === 'DISCARD ALL') this.prepared.clear();
    }
    if (facts.transaction === 'idle') this.#portals.clear();
  }
}
